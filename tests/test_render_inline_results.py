"""What appears as somebody types in any chat."""

from dataclasses import replace

from render_examples import ENGLISH_QUOTE, THAI, THAI_QUOTE, answered, context, labels, unanswered
from telegram_judge import judge

from bot.render.inline_results import render_inline


def test_each_quote_is_a_result_headed_by_its_answer():
    thai, english = render_inline(answered(THAI_QUOTE, ENGLISH_QUOTE), context())
    assert thai.title == "4.7 แสนล้านหยวน"
    assert thai.description == "ในปี 2564 จีดีพีของเมืองอยู่ที่กว่า 4.7 แสนล้านหยวน"
    assert thai.url == "https://example.com/%E0%B8%82%E0%B9%88%E0%B8%B2%E0%B8%A7/1?a=1&b=2#top"
    assert english.url is None
    assert judge(thai.message).list("BlockQuote") == [THAI_QUOTE.text]
    assert labels(thai.message) == [["📋 อ้างอิง", "🔗 เปิดบทความ", "💬 ถามต่อในบอท"]]


def test_a_quote_without_a_known_answer_is_headed_by_its_words_over_the_source():
    (result,) = render_inline(answered(replace(THAI_QUOTE, answer=None)), context("en"))
    assert result.title == THAI_QUOTE.text
    assert result.description == f"{THAI.title} · สำนักข่าวตัวอย่าง · 4 May 2021 · in Thai"


def test_no_button_calls_a_bot_that_may_not_be_in_the_chat():
    (result,) = render_inline(answered(THAI_QUOTE), context())
    assert all(button.press is None for row in result.message.keyboard for button in row)


def test_the_same_quote_is_one_result_and_not_found_is_none():
    assert len(render_inline(answered(THAI_QUOTE, THAI_QUOTE), context())) == 1
    assert render_inline(unanswered(THAI), context()) == ()
