"""Small talk, and the courtesy around questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.small_talk import classify_small_talk, is_small_talk, strip_courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("สวัสดี", "greeting"),
        ("สวัสดีครับ", "greeting"),
        ("หวัดดีจ้าาา", "greeting"),
        ("hello", "greeting"),
        ("Helloooo", "greeting"),
        ("hi there!", "greeting"),
        ("Hi, how are you?", "greeting"),
        ("good morning", "greeting"),
        ("ขอบคุณ", "thanks"),
        ("ขอบคุณมากๆ ครับ 🙏", "thanks"),
        ("thanks a lot", "thanks"),
        ("บาย", "goodbye"),
        ("see you later", "goodbye"),
        ("คุณเป็นใคร", "about_bot"),
        ("ชื่ออะไรคะ", "about_bot"),
        ("Who are you?", "about_bot"),
        ("What’s your name?", "about_bot"),
        ("are you a bot", "about_bot"),
        ("ok", "chat"),
        ("โอเค", "chat"),
        ("5555+", "chat"),
        ("hahahaha", "chat"),
        ("👍", "empty"),
        ("...", "empty"),
        ("?!", "empty"),
        (" \u200b ", "empty"),
        ("", "empty"),
    ],
)
def test_small_talk_is_told_by_kind(text, kind):
    assert classify_small_talk(text) == kind


@pytest.mark.parametrize(
    "question",
    [
        "สวัสดี เมืองคุนซานอยู่ที่ไหน",
        "Hello Kitty คือใคร",
        "Hello, where is Kunshan?",
        "555 คืออะไร",
        "สวัสดี คือเพลงของใคร",
        "เมืองนี้ชื่ออะไร",
        "Who are the Beatles?",
        "ราคาดี",
        "คุนซาน",
        "2564",
        "ใครชนะ",
        "what can you do in Kunshan",
        "ขอบคุณ " * 20 + "ใครชนะ",
    ],
)
def test_a_question_is_no_small_talk(question):
    assert not is_small_talk(question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("สวัสดีครับ เมืองคุนซานอยู่ที่ไหนครับ ขอบคุณครับ", "เมืองคุนซานอยู่ที่ไหน"),
        ("สวัสดีค่ะ อยากทราบว่าเมืองไหนใหญ่สุดคะ?", "เมืองไหนใหญ่สุด?"),
        ("ขอถามหน่อยครับ ใครชนะ", "ใครชนะ"),
        ("hello ใครเป็นนายก", "ใครเป็นนายก"),
        ("Hi, where is Kunshan? Thanks!", "where is Kunshan?"),
        ("Could you please tell me who won?", "who won?"),
    ],
)
def test_courtesy_around_a_question_is_taken_off(text, question):
    assert strip_courtesy(text) == question


@pytest.mark.parametrize(
    "question",
    [
        "ใครชนะ",
        "Hello Kitty คือใคร",
        "สวัสดี คือเพลงของใคร",
        "สวัสดีวิถีใหม่คืออะไร",
        "Hi-Lo คืออะไร",
        "Good Morning Vietnam คือหนังอะไร",
        "สวัสดีครับ",
    ],
)
def test_a_name_that_begins_or_ends_like_courtesy_stays(question):
    assert strip_courtesy(question) == question


@given(st.text(max_size=200))
def test_what_is_said_is_never_stripped_to_nothing(text):
    assert strip_courtesy(text) or not is_small_talk(text) or classify_small_talk(text) == "empty"


@given(st.sampled_from(["สวัสดี", "hello", "ขอบคุณ", "thanks", "555", "ok"]), st.integers(0, 3))
def test_emoji_and_punctuation_around_small_talk_change_nothing(word, count):
    kind = classify_small_talk(word)
    assert kind is not None
    assert classify_small_talk("👍 " * count + word + "!" * count) == kind
