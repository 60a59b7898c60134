"""Bytes in every encoding that Thai articles come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import decode_bytes
from corpus.errors import ArticleError

_THAI = "น้ำท่วมกรุงเทพฯ 12 เขต “เสียหาย” 3,000 ล้านบาท\nผู้ว่าฯ กล่าวว่าจะช่วยเหลือ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_thai_is_read_in_every_encoding(encoding):
    assert decode_bytes(_THAI.encode(encoding)) == _THAI


def test_tis_620_is_read():
    text = "กรุงเทพมหานคร ๒๕๖๔"
    assert decode_bytes(text.encode("tis-620")) == text


def test_big_endian_utf_16_with_a_mark_is_read():
    assert decode_bytes(b"\xfe\xff" + _THAI.encode("utf-16-be")) == _THAI


def test_mostly_english_text_with_a_thai_name_is_thai_encoded():
    text = "The province of เชียงใหม่ reported 12 cases."
    assert decode_bytes(text.encode("cp874")) == text


def test_english_with_quotes_and_accents_is_windows_1252():
    text = "The café’s owner said “naïve” – twice: crème brûlée."
    assert decode_bytes(text.encode("cp1252")) == text


def test_damaged_utf_8_is_refused_and_not_taken_for_a_legacy_encoding():
    data = bytearray(_THAI.encode())
    data[30] = 0xFF
    with pytest.raises(ArticleError, match=r"damaged UTF-8 \(byte 30\); save it again as UTF-8"):
        decode_bytes(bytes(data))


def test_damaged_utf_16_is_refused():
    with pytest.raises(ArticleError, match="damaged UTF-16"):
        decode_bytes(b"\xff\xfe\x01\x0e\x02")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", "ไทย\0".encode(), b"\x7fELF" + b"\x01\x02" * 9, bytes(range(1, 32))]
)
def test_binary_data_is_refused(data):
    with pytest.raises(ArticleError, match="binary data"):
        decode_bytes(data)


def test_another_format_under_a_text_name_is_named():
    with pytest.raises(ArticleError, match=r"is a \.pdf file by its content; rename it"):
        decode_bytes(b"%PDF-1.7 ...")


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(ArticleError, match="unknown encoding"):
        decode_bytes(b"abc \x81\x8d\x90 def")


@given(st.text(st.characters(min_codepoint=32, codec="utf-8")))
def test_any_text_comes_back_from_utf_8(text):
    expected = text.removeprefix("\ufeff").replace("\x7f", "")
    assert decode_bytes(text.replace("\x7f", "").encode()) == expected or text.startswith(
        ("%PDF-", "\ufeff\ufeff")
    )


# Thai is written without spaces, so its runs of letters are seldom shorter than three.
THAI_RUN = st.text(st.sampled_from("กขคงจฉชซนมยรลวสหอะาิีึืุูเแโใไ่้์ฯๆ๐๑๒"), min_size=3)


@given(st.lists(THAI_RUN))
def test_any_thai_words_come_back_from_windows_874(words):
    text = " ".join(["น้ำ", *words])
    assert decode_bytes(text.encode("cp874")) == text
