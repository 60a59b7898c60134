"""The message that answers, read by TDLib."""

from dataclasses import replace
from datetime import datetime

import pytest
from render_examples import (
    ENGLISH,
    ENGLISH_QUOTE,
    THAI,
    THAI_QUOTE,
    answered,
    context,
    labels,
    quote,
    unanswered,
)
from telegram_judge import Entity, judge

from bot.render.answer_message import render_answer
from bot.render.hypertext import count_units
from corpus.article import Span
from index.answer import Answer, Quote


def test_a_thai_reader_sees_the_quote_the_answer_in_bold_and_the_source():
    message = render_answer(answered(THAI_QUOTE), context())
    assert message.html == (
        "<blockquote>ในปี 2564 จีดีพีของเมืองอยู่ที่กว่า <b>4.7 แสนล้านหยวน</b></blockquote>\n"
        '— <a href="https://example.com/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/1?a=1&amp;b=2#top">'
        "คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้</a>\n"
        "สำนักข่าวตัวอย่าง · 4 พ.ค. 2564"
    )
    parsed = judge(message)
    assert parsed.list("Bold") == ["4.7 แสนล้านหยวน"]
    assert parsed.list("BlockQuote") == [THAI_QUOTE.text]
    assert parsed.list("TextUrl") == [THAI.title]


def test_an_english_reader_of_a_thai_quote_is_told_so_with_its_numbers_explained():
    parsed = judge(render_answer(answered(THAI_QUOTE), context("en")))
    assert parsed.text == (
        "ในปี 2564 จีดีพีของเมืองอยู่ที่กว่า 4.7 แสนล้านหยวน\n"
        "2564 = 2021 · 4.7 แสนล้านหยวน = 470 billion yuan\n"
        "— คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้\n"
        "สำนักข่าวตัวอย่าง · 4 May 2021 · in Thai"
    )


def test_a_title_with_tags_in_it_is_shown_as_it_is_written():
    parsed = judge(render_answer(answered(ENGLISH_QUOTE), context()))
    assert parsed.text.endswith("— Kunshan <ties> its growth & Shanghai\nข้อความภาษาอังกฤษ")
    assert parsed.list("TextUrl") == []


def test_several_sources_are_numbered_and_what_is_known_of_one_is_told_once():
    other = quote(THAI, "รถไฟใช้เวลา 17 นาที")
    parsed = judge(render_answer(answered(THAI_QUOTE, ENGLISH_QUOTE, other), context()))
    assert parsed.text.split("\n\n") == [
        f"{THAI_QUOTE.text}\n1. {THAI.title}\nสำนักข่าวตัวอย่าง · 4 พ.ค. 2564",
        f"{ENGLISH_QUOTE.text}\n470 billion yuan = 4.7 แสนล้านหยวน · 2021 = พ.ศ. 2564\n"
        f"2. {ENGLISH.title}\nข้อความภาษาอังกฤษ",
        f"{other.text}\n3. {THAI.title}",
    ]


def test_no_more_than_three_quotes_are_shown():
    parsed = judge(render_answer(answered(*[THAI_QUOTE] * 5), context()))
    assert len(parsed.list("BlockQuote")) == 3


@pytest.mark.parametrize(("letters", "shown"), [(900, 3), (1900, 2), (2800, 1)])
def test_quotes_that_do_not_fit_are_left_out_and_never_cut(letters, shown):
    words = ("คำตอบอยู่ในนี้ " * 300)[:letters]
    long = Quote(replace(THAI, text=words), 0, len(words), None)
    message = render_answer(answered(long, long, long), context())
    assert judge(message).list("ExpandableBlockQuote") == [words] * shown
    pages = [row for row in labels(message) if "📖" in row[0]]
    assert len(pages[0]) == shown + 1


def test_a_quote_longer_than_a_message_shows_where_it_is_cut_and_keeps_the_answer():
    words = "เมืองนี้ใหญ่ " * 500 + "มีคน 3 ล้านคน " + "และสวย " * 500
    at = words.index("3 ล้านคน")
    huge = Quote(replace(THAI, text=words), 0, len(words), Span(at, at + 8))
    parsed = judge(render_answer(answered(huge), context()))
    assert parsed.list("Bold") == ["3 ล้านคน"]
    (block,) = parsed.list("BlockQuote")
    assert block.startswith("…")
    assert block.endswith("…")
    assert block.strip("…") in words
    assert count_units(block) <= 2800


def test_a_long_quote_folds_unless_that_hides_its_answer():
    words = "ตอนต้น " * 80 + "คำตอบ"
    long = replace(THAI, text=words)
    first, last = Span(0, 6), Span(len(words) - 5, len(words))
    folded = judge(render_answer(answered(Quote(long, 0, len(words), first)), context()))
    opened = judge(render_answer(answered(Quote(long, 0, len(words), last)), context()))
    assert folded.list("ExpandableBlockQuote") == [words]
    assert opened.list("BlockQuote") == [words]


def test_offsets_count_emoji_as_telegram_does():
    article = replace(THAI, text="😀👩‍👩‍👧 คำตอบ", url=None)
    parsed = judge(render_answer(answered(quote(article, article.text, "คำตอบ")), context()))
    assert Entity("Bold", 11, 5) in parsed.entities


def test_not_found_is_said_without_a_source_and_the_closest_articles_stand_apart():
    message = render_answer(unanswered(THAI, ENGLISH), context())
    assert judge(message).text == (
        "ไม่พบคำตอบในบทความ\n"
        "ลองถามด้วยคำอื่นหรือเจาะจงขึ้น\n"
        "หรือแตะ 🔔 แล้วจะแจ้งเมื่อบทความมีคำตอบ\n\n"
        "บทความที่ใกล้เคียงที่สุด (ไม่ใช่คำตอบ)\n"
        "• คุนซานเดินหน้าเชื่อมเศรษฐกิจกับเซี่ยงไฮ้\nสำนักข่าวตัวอย่าง · 4 พ.ค. 2564\n"
        "• Kunshan <ties> its growth & Shanghai\nข้อความภาษาอังกฤษ"
    )
    assert labels(message) == [["🔔 แจ้งเมื่อมีคำตอบ"]]
    assert message.keyboard[0][0].press == "n:Xa9-_kQ2b7E:"


def test_who_waits_for_an_answer_is_not_offered_to_wait_again():
    message = render_answer(unanswered(), context("en", promised=True))
    assert judge(message).text == "The articles don't say.\nTry other words, or be more specific."
    assert labels(message) == [["🔔 I'll tell you"]]


def test_small_talk_gets_words_and_no_buttons():
    message = render_answer(unanswered(question="สวัสดีครับ"), context())
    assert "สวัสดี" in judge(message).text
    assert message.keyboard == ()


@pytest.mark.parametrize(
    ("question", "now", "line"),
    [
        ("ราคาวันนี้เท่าไร", datetime(2021, 5, 21), True),
        ("What is the latest price?", datetime(2021, 5, 21), True),
        ("Do you know the answer?", datetime(2021, 5, 21), False),
        ("คุนซานอยู่ที่ไหน", datetime(2021, 5, 21), False),
        ("คุนซานอยู่ที่ไหน", datetime(2021, 6, 30), True),
    ],
)
def test_the_date_of_the_index_is_said_where_it_matters(question, now, line):
    answer = Answer(question, "th", "answered", 0.9, (THAI_QUOTE,), ())
    parsed = judge(render_answer(answer, context(now=now)))
    assert parsed.text.endswith("\n\nข้อมูลจากบทความ ณ 20 พ.ค. 2564") == line


def test_the_buttons_of_one_quote():
    message = render_answer(answered(THAI_QUOTE), context("en", votes=(2, 0)))
    assert labels(message) == [
        ["📖 More context", "🔎 Other matches"],
        ["👍 2", "👎"],
        ["📋 Cite", "🔗 Open article", "↗️ Share"],
    ]
    cite, opened, share = message.keyboard[2]
    assert cite.copy.startswith(f"{THAI.title}, สำนักข่าวตัวอย่าง, 4 May 2021, https://example.com/")
    assert opened.url.startswith(
        "https://example.com/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/1?a=1&b=2#top:~:text="
    )
    assert share.url.startswith(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fkhamtob_bot%3Fstart%3Dq"
    )


def test_each_of_several_quotes_has_its_own_button_for_the_context():
    message = render_answer(answered(THAI_QUOTE, ENGLISH_QUOTE), context(has_others=False))
    assert [button.press for button in message.keyboard[0]] == [
        "c:Xa9-_kQ2b7E:1",
        "c:Xa9-_kQ2b7E:2",
    ]


def test_after_a_thumb_down_the_reasons_are_one_tap_away():
    message = render_answer(answered(ENGLISH_QUOTE), context(asks_why=True, bot_username=None))
    assert labels(message) == [
        ["📖 อ่านเพิ่ม", "🔎 ข้อความอื่น"],
        ["👍", "👎"],
        ["ไม่ตรงคำถาม", "ผิดบทความ"],
        ["ข้อมูลเก่า", "อ่านไม่เข้าใจ"],
        ["📋 อ้างอิง"],
    ]
    assert message.keyboard[2][0].press == "r:Xa9-_kQ2b7E:off"
