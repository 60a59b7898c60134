"""Names in two scripts by their consonants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.words import cut_words
from index.names import iterate_latin_names, iterate_thai_names, sound_latin, sound_thai


@pytest.mark.parametrize(
    ("thai", "latin"),
    [
        ("คุนซาน", "Kunshan"),
        ("วอชิงตัน", "Washington"),
        ("ชาร์ลส์", "Charles"),
        ("แพนเธอร์ส", "Panthers"),
        ("โชแปง", "Chopin"),
        ("คริสโตเฟอร์", "Christopher"),
        ("อเล็กซานเดอร์", "Alexander"),
        ("เจนกินส์", "Jenkins"),
        ("ริชาร์ด", "Richard"),
        ("สแตนตัน", "Stanton"),
    ],
)
def test_a_name_sounds_the_same_in_both_scripts(thai, latin):
    assert sound_thai(thai) in sound_latin(latin)


@pytest.mark.parametrize(
    ("thai", "latin"), [("คุนซาน", "Shanghai"), ("โตเกียว", "Kyoto"), ("ริชาร์ด", "Robert")]
)
def test_other_names_sound_otherwise(thai, latin):
    assert sound_thai(thai) not in sound_latin(latin)


def test_a_thai_name_is_put_together_from_what_the_dictionary_makes_of_it():
    words = cut_words("เมืองคุนซานมีประชากรกี่คน")
    assert "คุ" in words
    assert ("คุนซาน", "KNSN") in set(iterate_thai_names(words))


def test_words_of_the_lexicon_alone_are_no_names():
    assert list(iterate_thai_names(cut_words("ประชากรของเมืองนี้มีกี่คน"))) == []
    assert list(iterate_latin_names("how many people live in the city?")) == []


def test_latin_names_are_words_with_capitals_and_unknown_words():
    assert list(iterate_latin_names("Who sedated Elclus for kunshan?")) == [
        ("elclus", "LKLS"),
        ("kunshan", "KNSN"),
    ]
    both = dict(iterate_latin_names("Where is San Marino?"))
    assert (both["marino"], both[""]) == ("MRN", "SNMRN")


@given(st.text(max_size=60))
def test_any_text_gives_classes_of_consonants_only(text):
    for _, sound in (*iterate_latin_names(text), *iterate_thai_names(cut_words(text))):
        assert set(sound) <= set("KSTNPFMRLWYH")
        assert 3 <= len(sound) <= 8
