"""Titles and quotes made safe to show."""

import pytest
from hostile import texts
from hypothesis import given

from bot.render.harmless import make_harmless, make_line, make_name, make_title
from bot.render.hypertext import count_units


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("น้ำท่วม\nกรุงเทพ", "น้ำท่วม กรุงเทพ"),
        ("ราคา\u202eกขค\u202c", "ราคา กขค"),
        ("a\u200bb\u2066c\x00d\ud800e", "ab c d e"),
        ("ครอบครัว 👩‍👩‍👧", "ครอบครัว 👩‍👩‍👧"),
        ("Z" + "\u0301" * 50 + "algo", "Ź" + "\u0301" * 4 + "algo"),
        ("\u0e48\u0e48ก", "ก"),
        (" <b>&amp; ", "<b>&amp;"),
        ("שלום عالم", "שלום عالم"),
    ],
)
def test_a_title_keeps_what_is_read_and_loses_what_steers(title, shown):
    assert make_title(title, "id") == shown


@pytest.mark.parametrize(
    "title", ["", " \n", "\u200b", "\u3164", "\u2800\u202e", "\u0301", "\ud800"]
)
def test_a_title_that_shows_nothing_gives_way_to_the_id(title):
    assert make_title(title, "บทความ.md") == "บทความ.md"
    assert make_title(title, title) == "—"


def test_a_huge_title_is_shortened_after_a_word():
    shown = make_title("เศรษฐกิจไทย " * 500, "id")
    assert shown.endswith("เศรษฐกิจไทย…")
    assert 140 < count_units(shown) <= 160


def test_a_publisher_is_shortened_and_may_be_missing():
    assert make_name(None) == make_name("\u202e") == ""
    assert count_units(make_name("สำนัก " * 90)) <= 60


def test_what_steers_in_a_quote_is_seen():
    assert make_harmless("ก\u202eข\nค\u2028") == "ก\ufffdข\nค\ufffd"


@given(texts)
def test_a_quote_keeps_its_length_and_a_clean_one_every_letter(text):
    safe = make_harmless(text)
    assert len(safe) == len(text)
    assert make_harmless(safe) == safe
    safe.encode()


@given(texts)
def test_a_line_made_once_stays_as_it_is(text):
    line = make_line(text)
    assert "\n" not in line
    assert line == line.strip()
    assert make_line(line) == line
