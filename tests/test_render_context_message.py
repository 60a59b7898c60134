"""What is around a quote, and the other matches."""

from dataclasses import replace

from hostile import quotes
from hypothesis import given
from render_examples import ENGLISH_QUOTE, THAI, THAI_QUOTE, context, labels, quote
from telegram_judge import judge

from bot.render.context_message import (
    read_around,
    render_closed,
    render_context,
    render_gone,
    render_others,
    render_passage,
)
from bot.render.hypertext import count_units
from index.answer import Quote


def test_the_words_around_a_quote_are_whole_sentences():
    assert read_around(THAI_QUOTE) == ("คุนซานอยู่ในมณฑลเจียงซู", "รถไฟใช้เวลา 17 นาที")
    assert read_around(ENGLISH_QUOTE) == ("Kunshan is in Jiangsu.", "A train takes 17 minutes.")


def test_only_so_much_is_around_a_quote():
    text = "One plain sentence of it. " * 200 + "Here. " + "Another plain sentence. " * 200
    before, after = read_around(quote(replace(THAI, language="en", text=text), "Here."))
    assert before.startswith("One plain")
    assert after.endswith("sentence.")
    assert 300 < len(before) <= 350
    assert 650 < len(after) <= 700


@given(quotes)
def test_what_is_around_comes_from_the_article(quote):
    before, after = read_around(quote)
    assert before.lstrip("…") in quote.article.text[: quote.start]
    assert after.rstrip("…") in quote.article.text[quote.end :]
    assert count_units(before) <= 350
    assert count_units(after) <= 700


def test_the_context_shows_the_quote_between_its_neighbours_and_leads_back():
    message = render_context(THAI_QUOTE, *read_around(THAI_QUOTE), context(), 2)
    parsed = judge(message)
    assert parsed.text == (
        f"2. {THAI.title}\nสำนักข่าวตัวอย่าง · 4 พ.ค. 2564\n"
        "คุนซานอยู่ในมณฑลเจียงซู\n"
        "ในปี 2564 จีดีพีของเมืองอยู่ที่กว่า 4.7 แสนล้านหยวน\n"
        "รถไฟใช้เวลา 17 นาที"
    )
    assert parsed.list("Bold") == ["4.7 แสนล้านหยวน"]
    assert len(parsed.list("BlockQuote")) == 3
    assert labels(message) == [["🔗 เปิดบทความ"], ["‹ กลับไปที่คำตอบ"]]


def test_a_quote_whose_answer_is_unknown_stands_out_as_a_whole():
    unmarked = replace(THAI_QUOTE, answer=None)
    parsed = judge(render_context(unmarked, "ก่อน", "หลัง", context()))
    assert parsed.list("Bold") == [THAI_QUOTE.text]


def test_long_words_around_fold_and_the_quote_does_not():
    parsed = judge(render_context(THAI_QUOTE, "ก่อนหน้า " * 100, "หลังจากนั้น " * 100, context()))
    assert len(parsed.list("ExpandableBlockQuote")) == 2
    assert parsed.list("BlockQuote") == [THAI_QUOTE.text]


def test_a_friend_sees_the_same_passage_and_can_pass_it_on():
    message = render_passage(ENGLISH_QUOTE, "", "", context("en"))
    assert judge(message).list("Bold") == ["470 billion yuan"]
    assert labels(message) == [["📋 Cite", "↗️ Share"]]


def test_other_matches_come_three_to_a_page():
    hits = [Quote(THAI, 0, 10 + number, None) for number in range(7)]
    middle = render_others(hits, 2, context())
    assert judge(middle).text.startswith("ข้อความอื่นที่ใกล้เคียง (อาจไม่ใช่คำตอบ) · 2/3\n\n")
    assert judge(middle).list("BlockQuote") == [hit.text for hit in hits[3:6]]
    assert labels(middle) == [["‹ 1", "3 ›"], ["‹ กลับไปที่คำตอบ"]]
    assert "\n7. " in judge(render_others(hits, 99, context())).text
    assert labels(render_others(hits[:2], 1, context())) == [["‹ กลับไปที่คำตอบ"]]


def test_when_there_is_nothing_to_show_it_is_said():
    assert judge(render_others([], 1, context("en"))).text == "There are no other matches."
    assert "แก้ไข" in judge(render_gone("th")).text
    assert judge(render_closed("en")).text == "Closed"
