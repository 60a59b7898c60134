"""Questions said in the other language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bridge import translate_question
from index.concepts import Concept, Way
from index.tokens import tokenize_question


def translate(text, language):
    return translate_question(text, language, tuple(dict.fromkeys(tokenize_question(text))))


def list_ways(text, language):
    return [[" ".join(way.tokens) for way in concept.ways] for concept in translate(text, language)]


def test_each_thai_word_stands_for_its_translations():
    city, population, *_ = list_ways("เมืองมีประชากรเท่าไร", "th")
    assert city[0] == "town"
    assert "citi" in city
    assert "popul" in population


def test_words_that_ask_or_say_nothing_are_left_out():
    assert list_ways("ของที่ไหน", "th") == []
    assert list_ways("What was the of?", "en") == []


def test_a_phrase_stands_beside_its_words_and_counts_less():
    concepts = translate("เชียงใหม่อยู่ที่ไหน", "th")
    assert Way(("chiang", "mai"), 1.0) in concepts[0].ways
    american = translate("north america", "en")
    assert [(c.is_word, c.weight) for c in american] == [(True, 1.0), (False, 0.7), (True, 1.0)]
    assert any("".join(way.tokens) == "อเมริกาเหนือ" for way in american[1].ways)


def test_unknown_names_go_by_their_consonants():
    (name,) = [c for c in translate("คุนซาน", "th") if c.ways == (Way(("~^KNSN",), 1.0),)]
    assert not name.is_word
    (kunshan,) = translate("Kunshan", "en")
    assert kunshan.ways[0] == Way(("~^KNSN",), 1.0)


def test_numbers_and_years_need_no_translation():
    numbers = [c for c in translate("ปี 2564", "th") if c.weight == 2.0]
    assert numbers == [
        Concept((Way(("2564",), 1.0),), 2.0, is_word=True),
        Concept((Way(("2021",), 1.0),), 2.0, is_word=True),
    ]


@pytest.mark.parametrize(
    ("word", "translation"), [("การแพทย์", "medic"), ("ตารางกิโลเมตร", "kilomet")]
)
def test_a_compound_that_the_lexicon_lacks_is_said_by_its_parts(word, translation):
    (concept,) = translate(word, "th")
    assert any(translation in way.tokens[0] for way in concept.ways)


@settings(deadline=None)
@given(
    st.text(st.sampled_from("กาเมืองน้ำ abcสุเอซ12๓-?"), max_size=40), st.sampled_from(["th", "en"])
)
def test_any_question_gives_ways_that_can_be_searched(text, language):
    for concept in translate(text, language):
        assert all(token and " " not in token for way in concept.ways for token in way.tokens)
        assert all(0 < way.sureness <= 1 for way in concept.ways)
