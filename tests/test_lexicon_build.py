"""Making the lexicon, from word lists of a few lines."""

import gzip

import pytest

from index.lexicon import Lexicon
from index.lexicon_build import join_tokens, write_lexicon
from index.lexicon_sources import iterate_irregular, iterate_transliterated, pair_wordnet

# Thai WordNet has น้ำ in 14845743-n, and แพ้ (to lose) in 01100008-v, which starts 18 bytes later in
# Debian's file.
NOUNS = (
    "  1 The licence.\n"
    "14845743 27 n 02 water 0 H2O 0 001 @ 14951229 n 0000 | binary compound; 'ice is water'\n"
)
VERBS = "01100026 33 v 01 lose 2 000 01 + 02 00 | fail to win\n"


@pytest.fixture
def wordnet(tmp_path):
    files = {"noun": NOUNS, "verb": VERBS, "adj": "", "adv": ""}
    for name, text in files.items():
        (tmp_path / f"data.{name}").write_text(text, encoding="utf-8")
    (tmp_path / "cntlist.rev").write_text("water%1:27:00:: 1 20\n", encoding="utf-8")
    (tmp_path / "noun.exc").write_text("axes ax axis\nmice mouse\n", encoding="utf-8")
    (tmp_path / "verb.exc").write_text("went go\n", encoding="utf-8")
    return tmp_path


def test_words_of_one_synset_are_translations_the_surer_the_oftener_they_were_seen(wordnet):
    pairs = pair_wordnet(wordnet)
    assert pairs["น้ำ", "water"] == pytest.approx(1 + 3.0445, abs=1e-4)
    assert pairs["น้ำ", "H2O"] == 1


def test_verbs_are_found_although_their_offsets_have_moved(wordnet):
    assert pair_wordnet(wordnet)["แพ้", "lose"] == 1


def test_irregular_forms_of_two_words_are_left_out(wordnet):
    assert list(iterate_irregular(wordnet)) == [("mice", "mouse"), ("went", "go")]


def test_words_that_were_taken_over_come_from_pythainlp():
    assert ("กลูโคส", "glucose") in set(iterate_transliterated())


def test_tokens_are_those_of_the_keyword_index():
    assert join_tokens("The Suez Canals") == "the suez canal"
    assert join_tokens("คลอง ๆ") == "คลอง"


def test_what_is_written_is_read_again_and_has_the_same_bytes(tmp_path):
    entries = {"คลอง": {"canal": 6.0, "khlong": 1.0}, "of": {}, "canal": {"คลอง": 2.0}}
    path = tmp_path / "คำ.tsv.gz"
    write_lexicon(entries, path)
    first = path.read_bytes()
    write_lexicon(dict(reversed(entries.items())), path)
    assert path.read_bytes() == first
    made = Lexicon(gzip.decompress(first))
    assert made.find("คลอง") == (("canal", 1.0), ("khlong", 0.637))
    assert (made.find("of"), made.find("canal")) == ((), (("คลอง", 1.0),))
