"""Deep links to passages."""

import re
from dataclasses import replace

import pytest
from hostile import quotes
from hypothesis import given
from hypothesis import strategies as st
from render_examples import ENGLISH, ENGLISH_QUOTE, THAI, THAI_QUOTE

from bot.render.payload import find_quote, make_payload, read_payload
from corpus.article import Span
from index.answer import Quote


def test_a_payload_finds_its_quote_among_the_articles():
    key = read_payload(make_payload(THAI_QUOTE))
    assert find_quote(key, [ENGLISH, THAI]) == THAI_QUOTE
    assert find_quote(key, [ENGLISH]) is None


def test_a_payload_never_changes():
    assert make_payload(ENGLISH_QUOTE) == "qirPnRxl_r3e6APxjn1dn-15-g-g"


@given(quotes)
def test_every_quote_comes_back_from_its_payload(quote):
    payload = make_payload(quote)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert find_quote(read_payload(payload), [quote.article]) == quote


def test_the_longest_payload_fits_a_deep_link():
    article = replace(THAI, text="ก" * 5_000_000)
    quote = Quote(article, 1, 5_000_000, Span(2_500_000, 4_999_999))
    assert len(make_payload(quote)) <= 64


def test_words_that_changed_are_not_shown():
    key = read_payload(make_payload(THAI_QUOTE))
    assert find_quote(key, [replace(THAI, text=THAI.text.replace("4.7", "4.8"))]) is None
    assert find_quote(key, [replace(THAI, text="ใหม่ " + THAI.text)]) is None
    assert find_quote(key, [replace(THAI, text="สั้น")]) is None


def test_a_title_that_was_corrected_changes_nothing():
    corrected = replace(THAI, title="ชื่อใหม่")
    found = find_quote(read_payload(make_payload(THAI_QUOTE)), [corrected])
    assert found.article is corrected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "start",
        "q",
        "q" + "A" * 19 + "1",
        "q" + "A" * 19 + "1-0",
        "q" + "A" * 19 + "0-5-3-9",
        "คำตอบ",
    ],
)
def test_what_no_link_of_ours_has_is_no_key(text):
    assert read_payload(text) is None


@given(st.text(max_size=64))
def test_anything_may_be_typed_after_start(text):
    key = read_payload(text)
    assert key is None or key.end > key.start >= 0
