"""Questions as people type them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.questions import detect_question_language, normalise_question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("  เมืองคุนซาน\u200bอยู่ที่ไหน \n", "เมืองคุนซานอยู่ที่ไหน"),
        ("ไกลมากกกก ไหม", "ไกลมาก ไหม"),
        ("มากกกกเลย", "มากเลย"),
        ("ดีจ้าาาาา", "ดีจ้า"),
        ("นํ้าท่วมที่ไหน", "น้ำท่วมที่ไหน"),
        ("cafe\u0301 อยู่ไหน", "café อยู่ไหน"),
        ("รหัส 1000 กับ www.go.th", "รหัส 1000 กับ www.go.th"),
    ],
)
def test_a_question_is_made_even_as_articles_are_written(typed, question):
    assert normalise_question(typed) == question


@pytest.mark.parametrize("word", ["คะแนนนำ", "แบบบังคับ", "ธรรม", "กรรม", "สรรพ"])
def test_letters_that_meet_in_real_words_stay(word):
    assert normalise_question(word) == word


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("เมืองคุนซานอยู่ที่ไหน", "th"),
        ("iPhone 15 Pro Max ราคาเท่าไร", "th"),
        ("BSkyB คืออะไร", "th"),
        ("Where is Kunshan?", "en"),
        ("What does “สวัสดี” mean?", "en"),
        ("What is the English meaning of สวัสดี please?", "en"),
        ("“To the Christian Nobility of the German Nation” ใครเขียน", "th"),
        ('"สวัสดี"', "th"),
        ("2564?", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_the_words_around_quoted_ones(question, language):
    assert detect_question_language(question) == language


@given(st.text() | st.text(alphabet="กนมาำะิ่ํ้เแๆ a\u200b\n"))
@example("กะะะ่")
@example("กะะะ่ะะ")
def test_normalising_gives_one_line_in_nfc_and_nothing_more_the_second_time(text):
    question = normalise_question(text)
    assert "\n" not in question
    assert unicodedata.is_normalized("NFC", question)
    assert normalise_question(question) == question
