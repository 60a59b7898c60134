"""What the bot says about itself, in both languages."""

import re
from dataclasses import fields
from string import Formatter

import pytest
from render_examples import ENGLISH, THAI, THAI_QUOTE, answered, context, labels
from telegram_judge import judge

from bot.render.article_messages import render_latest, render_sources
from bot.render.hypertext import count_units
from bot.render.info_messages import (
    render_busy,
    render_failed,
    render_help,
    render_language_choice,
    render_language_set,
    render_notice,
    render_start,
    render_too_fast,
    render_unreadable,
)
from bot.render.privacy_messages import PersonCounts, render_forgotten, render_privacy
from bot.render.word_list import Words
from bot.render.words import choose_words

LANGUAGES = ["th", "en"]


def _strings(value):
    """All texts inside the words, by their path."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    if hasattr(value, "items"):
        return [text for part in value.values() for text in _strings(part)]
    return [text for field in fields(value) for text in _strings(getattr(value, field.name))]


@pytest.mark.parametrize("name", [field.name for field in fields(Words)])
def test_both_languages_say_everything_with_the_same_gaps(name):
    thai, english = (_strings(getattr(choose_words(language), name)) for language in LANGUAGES)
    assert len(thai) == len(english)
    for texts in zip(thai, english, strict=True):
        assert all(text.strip() == text != "" for text in texts)
        gaps = [{gap for _, gap, _, _ in Formatter().parse(text) if gap} for text in texts]
        assert gaps[0] == gaps[1]


def test_thai_words_are_thai_and_english_ones_are_not():
    for text in _strings(choose_words("th")):
        assert re.search("[ก-๎]", text) or re.fullmatch("[a-z]+", text)
    for text in _strings(choose_words("en")):
        assert not re.search("[ก-๎]", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_keep_to_telegrams_limits(language):
    words = choose_words(language)
    assert 0 < count_units(words.description) <= 512
    assert 0 < count_units(words.short_description) <= 120
    for name, text in words.commands:
        assert re.fullmatch("[a-z0-9_]{1,32}", name)
        assert 1 <= count_units(text) <= 256
    assert all(count_units(text) <= 200 for text in _strings(words.toasts))


@pytest.mark.parametrize("reader", LANGUAGES)
def test_telegram_takes_everything_that_the_bot_says(reader):
    messages = [
        render_start(reader, ["รถไฟฟ้า <เปิด> เมื่อไร", "", "x" * 999]),
        render_help(reader, "khamtob_bot"),
        render_help(reader, None),
        render_privacy(reader, PersonCounts("th", 2, 1)),
        render_forgotten(reader, PersonCounts("en", 2)),
        render_forgotten(reader, PersonCounts()),
        render_language_choice(reader, None),
        render_language_set(reader),
        render_busy(reader),
        render_too_fast(reader, 0.2),
        render_failed(reader),
        *(render_unreadable(reader, kind) for kind in choose_words(reader).unreadable),
        render_sources([], 1, reader),
        render_latest([], reader),
    ]
    for message in messages:
        text = judge(message).text
        assert "{" not in text
        assert count_units(text) < 1200


def test_start_says_what_it_does_and_offers_the_other_language():
    message = render_start("th", ["รถไฟฟ้าเปิดเมื่อไร"])
    assert judge(message).text.startswith("คำตอบ\nพิมพ์คำถามมาได้เลย")
    assert judge(message).text.endswith("ลองถามดู\n• รถไฟฟ้าเปิดเมื่อไร")
    assert message.keyboard[0][0].press == "l::en"


def test_the_chosen_language_is_marked():
    message = render_language_choice("en", "th")
    assert labels(message) == [["● ภาษาไทย", "English"], ["Automatic"]]
    assert [button.press for row in message.keyboard for button in row] == [
        "l::th",
        "l::en",
        "l::auto",
    ]


def test_privacy_tells_what_is_kept_about_this_person():
    kept = judge(render_privacy("en", PersonCounts("th", 2))).text
    assert kept.endswith(
        "Kept about you right now\n• Chosen language: ภาษาไทย\n• Questions you wait for: 2"
    )
    assert judge(render_privacy("th", PersonCounts())).text.endswith("\nไม่มี")


def test_forgetting_says_what_was_deleted():
    deleted = judge(render_forgotten("th", PersonCounts("en", 1, 3))).text
    assert deleted == "ลบข้อมูลของคุณแล้ว\n• ภาษาที่เลือก: English\n• คำถามที่รอแจ้ง: 1"
    assert judge(render_forgotten("en", PersonCounts(updates=1))).text.startswith(
        "There is nothing"
    )


def test_seconds_to_wait_are_rounded_up():
    assert "รอ 3 วินาที" in judge(render_too_fast("th", 2.1)).text
    assert "wait 1 s" in judge(render_too_fast("en", 0)).text


def test_a_kept_promise_names_the_question_and_gives_the_answer():
    message = render_notice("จีดีพี <คุนซาน>", answered(THAI_QUOTE), context())
    text = judge(message).text
    assert text.startswith(f"🔔 มีคำตอบแล้ว คำถามที่ขอให้แจ้งไว้\n“จีดีพี <คุนซาน>”\n\n{THAI_QUOTE.text}\n— ")


def test_articles_come_in_the_readers_language_first_eight_to_a_page():
    articles = [ENGLISH] + [THAI] * 8
    first = render_sources(articles, 1, "th")
    assert judge(first).text.startswith("บทความทั้งหมด 9 เรื่อง · 1/2\n\n• คุนซาน")
    assert labels(first) == [["2 ›"]]
    last = judge(render_sources(articles, 2, "th")).text
    assert (
        last
        == "บทความทั้งหมด 9 เรื่อง · 2/2\n\n• Kunshan <ties> its growth & Shanghai\nข้อความภาษาอังกฤษ"
    )


def test_the_latest_article_is_first_and_one_without_a_date_last():
    text = judge(render_latest([ENGLISH, THAI], "en")).text
    assert text.index(THAI.title) < text.index(ENGLISH.title)
