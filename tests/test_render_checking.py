"""The last look before sending."""

from dataclasses import replace

import pytest
from render_examples import ENGLISH, ENGLISH_QUOTE, THAI, THAI_QUOTE, answered, unanswered

from bot.render.checking import check_quote, drop_mismatched
from corpus.article import Span

LIVE = {THAI.id: THAI, ENGLISH.id: ENGLISH}


def test_a_quote_of_the_live_article_passes():
    assert check_quote(THAI_QUOTE, LIVE.get)
    assert drop_mismatched(answered(THAI_QUOTE), LIVE.get) == answered(THAI_QUOTE)


@pytest.mark.parametrize(
    "live",
    [
        None,
        replace(THAI, text=THAI.text.replace("4.7", "4.8")),
        replace(THAI, text=" " + THAI.text),
        replace(THAI, text="สั้น"),
    ],
)
def test_a_quote_that_the_live_article_does_not_have_is_not_sent(live):
    assert not check_quote(THAI_QUOTE, {THAI.id: live}.get)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(THAI_QUOTE, end=THAI_QUOTE.start),
        replace(THAI_QUOTE, start=-3),
        replace(THAI_QUOTE, end=10_000),
        replace(THAI_QUOTE, answer=Span(5, 5)),
        replace(THAI_QUOTE, answer=Span(0, 1000)),
    ],
)
def test_a_place_outside_of_the_text_is_not_sent(wrong):
    assert not check_quote(wrong, LIVE.get)


def test_the_others_stay_with_the_article_as_it_is_now():
    corrected = replace(ENGLISH, title="ชื่อใหม่")
    live = {ENGLISH.id: corrected, THAI.id: replace(THAI, text="อื่น")}
    kept = drop_mismatched(answered(THAI_QUOTE, ENGLISH_QUOTE), live.get)
    assert kept.status == "answered"
    assert [quote.article for quote in kept.quotes] == [corrected]


def test_without_any_quote_left_it_is_not_found():
    changed = replace(THAI, text="อื่น")
    answer = drop_mismatched(answered(THAI_QUOTE), {THAI.id: changed}.get)
    assert (answer.status, answer.quotes, answer.closest) == ("not_found", (), (changed,))


def test_closest_articles_that_are_gone_are_left_out():
    answer = drop_mismatched(unanswered(THAI, ENGLISH), {ENGLISH.id: ENGLISH}.get)
    assert answer.closest == (ENGLISH,)
