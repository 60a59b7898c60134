"""Questions in changed words: said in the other language, or about something else."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Span
from index.training_words import (
    ask_about_another,
    find_whole,
    join_words,
    read_surfaces,
    say_in_other_language,
)

MARKET = "ตลาดน้ำเปิดปี 2021 มีเรือ 1,200 ลำ ใกล้ Bangkok และ Ayutthaya's river"


def _say(text, language, share, surfaces=None):
    return [
        say_in_other_language(text, language, share, surfaces or {}, Random(seed))  # noqa: S311
        for seed in range(20)
    ]


def _ask(question, *others, passage=MARKET):
    return {
        ask_about_another(question, passage, others, Random(seed))  # noqa: S311
        for seed in range(20)
    }


def test_an_english_question_is_said_in_thai():
    said = _say("Who built the lighthouse in 1871?", "en", 1.0)
    assert "ใครสร้างประภาคารใน 1871?" in said
    assert all(each.startswith("ใคร") and each.endswith("ใน 1871?") for each in said)


def test_a_thai_question_is_said_in_the_english_words_of_the_texts():
    surfaces = {"lighthous": "lighthouses", "built": "built"}
    said = _say("ใครสร้างประภาคารในปี 2414", "th", 1.0, surfaces)
    assert "who built lighthouses in year 2414" in said
    assert not [each for each in said if not each.startswith("who ") or "lighthous " in each]


def test_with_no_share_nothing_is_said_in_the_other_language():
    text = "ใครสร้าง BTS ในปี 2542"
    assert set(_say(text, "th", 0.0)) == {text}


def test_half_the_words_are_said_in_the_other_language_with_half_the_share():
    words = ["ประภาคาร", " "] * 400
    said = say_in_other_language("".join(words), "th", 0.5, {}, Random(3))  # noqa: S311
    assert 150 < said.count("ประภาคาร") < 250


def test_a_phrase_of_the_lexicon_is_said_as_one():
    assert "วนอุทยานแห่งชาติ" in "".join(_say("national park", "en", 1.0))


def test_what_the_lexicon_lacks_stays():
    assert set(_say("หวอด", "th", 1.0)) == {"หวอด"}


def test_words_that_have_no_counterpart_are_left_out():
    assert set(_say("the", "en", 1.0)) == {""}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], ""),
        (["ใคร", "สร้าง", "BTS", "(", "2542", ")", "?"], "ใครสร้าง BTS (2542)?"),
        (["10", "%", ",", "ปี", "2564", "ที่"], "10%, ปี 2564 ที่"),
        (["who", "built", "ประภาคาร", "นี้"], "who built ประภาคารนี้"),
    ],
)
def test_words_become_a_line(words, line):
    assert join_words(words) == line


def test_a_stem_stands_for_the_word_that_has_it_most_often():
    texts = ["Elephants and an elephant.", "ช้าง (elephants) กินอ้อย 250 กิโลกรัม", "He builds."]
    assert read_surfaces(texts) == {
        "eleph": "elephants",
        "and": "and",
        "an": "an",
        "he": "he",
        "build": "builds",
    }


def test_a_name_that_the_passage_has_gives_way_to_one_that_it_lacks():
    asked = _ask("ตลาดน้ำ Bangkok เปิดปีใด", "ทำไม Phuket จึงมีคนมาก")
    assert asked == {"ตลาดน้ำ Phuket เปิดปีใด"}


def test_a_number_gives_way_to_a_number():
    asked = _ask("ปี 2021 มีเรือกี่ลำ", "ใครปลูกต้นไม้ใน Phuket 37 ต้น")
    assert asked == {"ปี 37 มีเรือกี่ลำ"}


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("ตลาดน้ำเปิดปีใด", "ทำไม Phuket จึงมีคน 37 คน"),  # neither a name nor a number
        ("ตลาดน้ำเปิดก่อนปี 1999 หรือไม่", "ปี 37 มีอะไร"),  # a number that the passage lacks
        ("ปี 2021 มีเรือกี่ลำ", "ใครสร้าง Phuket"),  # no number to put there
        ("ตลาดน้ำ Bangkok เปิดปีใด", "ทำไม Ayutthaya ร้อน"),  # the passage tells of it, too
        ("Bangkok เปิดตลาดปีใด", "ทำไม Phuket ร้อน"),  # the first word may be none
    ],
)
def test_no_near_miss_is_made_where_none_can_be(question, other):
    assert _ask(question, other) == {None}


@pytest.mark.parametrize("same", ["1200", "๑,๒๐๐", "2564", "๒๕๖๔", "2021"])
def test_a_number_of_the_passage_written_in_another_way_is_no_near_miss(same):
    assert _ask("ปี 2021 มีเรือกี่ลำ", f"อะไรมี {same} อย่าง") == {None}


def test_only_the_whole_number_is_replaced():
    passage = "เรือ 5 ลำแล่นไป 15 วัน"
    assert _ask("ลำที่ 5 ใน 155 ลำแล่นกี่วัน", "ใครมี 7 ลำ", passage=passage) == {"ลำที่ 7 ใน 155 ลำแล่นกี่วัน"}


def test_a_number_inside_another_one_is_not_one_of_the_passage():
    assert _ask("เรือ 5 ลำแล่นกี่วัน", "ใครมี 7 ลำ", passage="เรือแล่นไป 15 วัน 5.5 ไมล์") == {None}


def test_words_are_found_whole():
    text = "ปี 2564: 564, 5,640, 564.5 และ 564; 564ล้าน"
    places = [Span(9, 12), Span(31, 34), Span(36, 39)]
    assert find_whole("564", text) == places
    assert [text[span.start : span.end] for span in places] == ["564", "564", "564"]
    assert find_whole("Ann", "Anna ถาม Annว่า Joann") == [Span(9, 12)]


@given(
    question=st.text("ปกข 12,.BKa", max_size=20),
    passage=st.text("ปกข 12,.BKa", max_size=20),
    others=st.lists(st.text("ปกข 12,.BKa", max_size=12), max_size=3),
)
def test_a_near_miss_asks_for_something_that_the_passage_has_not(question, passage, others):
    asked = ask_about_another(question, passage, others, Random(1))  # noqa: S311
    if asked is not None:
        assert asked != question
        new = {each for each in asked.split() if each not in question.split()}
        assert not any(each.lower() in passage.lower() for each in new if each.isalnum())


def test_the_same_seed_says_the_same():
    assert _say("ประภาคารสร้างเมื่อไร", "th", 0.5) == _say("ประภาคารสร้างเมื่อไร", "th", 0.5)
