"""The Thai-English lexicon: what it holds, and how it is read."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelError
from index import lexicon
from index.lexicon import Lexicon, load_lexicon

TEXT = "canal\t9คลอง\nof\nsuez canal\t9คลอง ซุเอส\t3คลอง\nคลอง\t9canal\t1khlong\n".encode()


@pytest.mark.parametrize(
    ("language", "key", "translation"),
    [
        ("th", "เมือง", "citi"),
        ("th", "สร้าง", "build"),
        ("th", "เขียน", "wrote"),
        ("th", "ไข้ทรพิษ", "smallpox"),
        ("th", "เชียงใหม่", "chiang mai"),
        ("en", "popul", "ประชากร"),
        ("en", "japan", "ญี่ปุ่น"),
        ("en", "wrote", "เขียน"),
    ],
)
def test_the_embedded_lexicon_knows_words_phrases_and_names(language, key, translation):
    assert translation in dict(load_lexicon(language).find(key))


@pytest.mark.parametrize(("language", "key"), [("th", "ที่"), ("en", "the"), ("en", "of")])
def test_words_that_say_nothing_are_known_and_have_no_translation(language, key):
    assert load_lexicon(language).find(key) == ()


def test_unknown_words_and_beginnings_of_known_ones_are_not_found():
    small = Lexicon(TEXT)
    assert len(small) == 4
    assert [small.find(key) for key in ("cana", "canals", "", "คลองสุเอซ", "ฮ")] == [None] * 5
    assert small.find("of") == ()
    assert small.find("suez canal") == (("คลอง ซุเอส", 1.0), ("คลอง", 0.719))
    assert small.find("คลอง") == (("canal", 1.0), ("khlong", 0.517))


@given(st.dictionaries(st.text("กขคงabc ", min_size=1, max_size=6), st.just("9น้ำ"), max_size=40))
def test_every_key_of_any_lexicon_is_found(entries):
    lines = sorted(f"{key}\t{value}\n".encode() for key, value in entries.items())
    lines.sort(key=lambda line: line.partition(b"\t")[0])
    made = Lexicon(b"".join(lines))
    assert all(made.find(key) == (("น้ำ", 1.0),) for key in entries)
    assert made.find("ฮฮ") is None


def test_a_damaged_file_is_an_error_that_says_what_to_do(tmp_path, monkeypatch):
    (tmp_path / "lexicon_th.tsv.gz").write_bytes(gzip.compress(TEXT)[:-9])
    monkeypatch.setattr(lexicon, "files", lambda package: tmp_path)
    load_lexicon.cache_clear()
    try:
        with pytest.raises(ModelError, match="reinstall khamtob"):
            load_lexicon("th")
    finally:
        load_lexicon.cache_clear()
