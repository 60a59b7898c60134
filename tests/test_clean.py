"""Cleaning repairs the encoding of Thai and never the wording."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import clean_line, clean_text

# Letters whose order, doubling or neighbourhood cleaning has a say in.
_TROUBLESOME = "กนรเแะาำ ัิีฺุู็่้๊์ํ๎ๅ\u200b\u200d\n\r\t\u00a0\u0301é\u0323👩👧\ufe0f\uf70a\ufeff"
_ANY_TEXT = st.text(st.one_of(st.sampled_from(_TROUBLESOME), st.characters(exclude_categories=())))


@pytest.mark.parametrize(
    ("split", "whole"),
    [
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("น ํ้า", "น้ำ"),
        ("น ้ำ", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("ดําเนินการ", "ดำเนินการ"),
        ("เเปลก", "แปลก"),
        ("เ\u200bเปลก", "แปลก"),
        ("พรุ่\u200bงนี้", "พรุ่งนี้"),
        ("รุ\u0e49ง", "รุ้ง"),
        ("ร\u0e49\u0e38ง", "รุ้ง"),
        ("ก่ิน", "กิ่น"),
        ("วันที่่", "วันที่"),
        ("นา้", "น้า"),
        ("พ ุ่มดอกไม ้", "พุ่มดอกไม้"),
        ("ค\uf70aาย", "ค่าย"),
    ],
)
def test_split_and_disordered_thai_letters_are_put_together(split, whole):
    assert clean_text(split) == whole


@pytest.mark.parametrize(
    "wording",
    ["น้ำ", "มากกกก", "นาาา", "ต่าง ๆ", "สระ า อยู่หลัง", "กํ", "กรุงเทพฯ", "½ ﬁ ①"],
)
def test_wording_that_only_looks_odd_stays(wording):
    assert clean_text(wording) == wording.strip()


def test_invisible_letters_and_controls_go_and_spaces_become_one():
    dirty = "\ufeffข้อ\xadความ\u200b\u2060\x00\ud800\u202e  ที่\u00a0\u3000หนึ่ง\tx \x07\x9f\ufffe"
    assert clean_text(dirty) == "ข้อความ ที่ หนึ่ง x"


def test_line_breaks_become_newlines_and_at_most_one_empty_line():
    assert clean_text(" ก \r\n ข\rค\n\n \n\nง\u2029จ\n ") == "ก\nข\nค\n\nง\n\nจ"


def test_a_joiner_stays_between_emoji_only():
    assert clean_text("ครอบครัว 👨\u200d👩\u200d👧 ก\u200dข") == "ครอบครัว 👨\u200d👩\u200d👧 กข"


def test_composition_is_nfc_and_never_nfkc():
    assert clean_text("cafe\u0301 น้ำ ２") == "café น้ำ ２"


def test_a_title_becomes_one_line():
    assert clean_line(" ข่าว\r\n\n ใหญ่ ") == "ข่าว ใหญ่"


@given(_ANY_TEXT)
def test_cleaning_a_clean_text_changes_nothing(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned


@given(_ANY_TEXT)
def test_a_clean_text_is_nfc_without_doubled_spaces_or_surrogates(text):
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip(" \n")
    assert not any(
        unicodedata.category(letter) in ("Cs", "Cc") for letter in cleaned if letter != "\n"
    )


@given(_ANY_TEXT)
def test_a_clean_line_is_clean_text_on_one_line(text):
    line = clean_line(text)
    assert "\n" not in line
    assert clean_text(line) == line


@given(st.text(st.sampled_from("กขคงabc ABC0123456789ๆฯ.,-()")))
def test_plain_wording_only_loses_spaces(text):
    assert clean_text(text).replace(" ", "") == text.replace(" ", "")
