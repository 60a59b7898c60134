"""Lengths and cuts."""

from hostile import texts
from hypothesis import given
from hypothesis import strategies as st
from telegram_judge import parse

from bot.render.harmless import make_harmless
from bot.render.hypertext import (
    count_units,
    escape,
    make_block,
    make_bold,
    make_link,
    measure,
    shorten,
    shorten_start,
)
from corpus.clusters import cluster_boundaries
from corpus.long_text import find_word_ends


def test_a_message_is_measured_as_telegram_counts_it():
    html = make_block(f"ก <น้ำ> 😀 {make_bold('&')}", folded=True).replace("<น้ำ>", "&lt;น้ำ&gt;")
    parsed = parse(html)
    assert parsed.text == "ก <น้ำ> 😀 &"
    assert measure(html) == (12, 2) == (count_units(parsed.text), len(parsed.entities))


def test_no_tag_is_made_around_nothing():
    assert make_bold("") == make_block("") == ""
    assert make_link("ชื่อ <b>", None) == "ชื่อ &lt;b&gt;"


@given(texts.map(make_harmless))
def test_escaped_text_comes_back_from_telegram_as_it_was(text):
    assert parse(escape(text)).text == text


def test_a_cut_falls_between_thai_words():
    assert shorten("บทความเรื่องรถไฟฟ้าในกรุงเทพ", 15) == "บทความเรื่อง…"
    assert shorten_start("บทความเรื่องรถไฟฟ้าในกรุงเทพ", 12) == "…ในกรุงเทพ"
    assert shorten("The quick brown fox", 12) == "The quick…"
    assert shorten_start("The quick brown fox", 12) == "…brown fox"


def test_a_word_without_an_end_is_cut_between_clusters():
    assert shorten("ก้" * 100, 8) == "ก้ก้ก้…"
    assert shorten("👩‍👩‍👧" * 9, 12) == "👩‍👩‍👧…"


def test_what_fits_is_left_as_it_is():
    assert shorten("คำตอบ", 5) == shorten_start("คำตอบ", 5) == "คำตอบ"


@given(texts, st.integers(1, 200))
def test_a_shortened_text_fits_and_never_ends_inside_a_cluster(text, most):
    short = shorten(text, most)
    assert count_units(short) <= most
    if short != text:
        assert short.endswith("…")
        assert short[:-1] in {text[:end].rstrip() for end in cluster_boundaries(text)}


@given(texts.map(lambda text: text[:500]), st.integers(100, 200))
def test_a_text_is_cut_after_a_word_wherever_one_fits(text, most):
    kept = shorten(text, most).removesuffix("…")
    words = {text[:end].rstrip() for end in find_word_ends(text)}
    if any(word and count_units(word) < most for word in words):
        assert kept in words | {text}


@given(texts, st.integers(1, 200))
def test_a_text_shortened_at_its_start_fits_and_is_its_end(text, most):
    short = shorten_start(text, most)
    assert count_units(short) <= most
    if short != text:
        assert short.startswith("…")
        assert text.endswith(short[1:])
