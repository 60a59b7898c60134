"""What admins see is taken by Telegram, whatever people asked; judged by TDLib."""

import io
from datetime import date, timedelta
from random import Random

import pytest
from hostile import make_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from telegram_judge import judge

from bot.insight.chart import HEIGHT, WIDTH, draw_usage, round_up
from bot.render.hypertext import count_units
from bot.render.insight_buttons import (
    InsightPress,
    decode_insight_press,
    encode_insight_press,
)
from bot.render.insight_messages import (
    TopicView,
    render_gaps,
    render_grouping,
    render_top,
)
from bot.render.insight_words import choose_insight_words
from bot.render.usage import DayUsage, SlowQuestion, Usage
from bot.render.usage_messages import render_digest, render_usage
from bot.render.why_message import HitView, WhyView, render_why, render_why_help

slow = settings(suppress_health_check=list(HealthCheck))
MOST_CAPTION = 1024
DAY = date(2023, 11, 15)
GOLD = TopicView(17, ("ราคาทองคำวันนี้เท่าไร", "gold price today", "ทองบาทละเท่าไหร่", "ราคาทอง"), 12)
CATS = TopicView(3, ("แมวบินได้ไหม",), 1, tested=True)


def make_usage(days=7, asked=4):
    one = DayUsage(DAY, asked, 1, 2, 1, 0.42)
    all_days = tuple(
        DayUsage(DAY - timedelta(days=days - 1 - number), asked, 1) for number in range(days - 1)
    )
    slowest = (SlowQuestion("ราคาทองคำ <วันนี้>", 3.21),)
    return Usage((*all_days, one), 20, 15, 0.2, 0.42, slowest)


def labels(message):
    return [[button.label for button in row] for row in message.keyboard]


def test_what_cant_be_answered_is_listed_with_its_wordings_and_two_buttons_each():
    message = render_gaps([GOLD, CATS], [], 1, "th")
    assert judge(message).text == (
        "คำถามที่บทความยังตอบไม่ได้: 2 เรื่อง (ถาม 13 ครั้ง)\n\n"
        "1. ราคาทองคำวันนี้เท่าไร\n12 ครั้ง\n   gold price today\n   ทองบาทละเท่าไหร่ (+1)\n\n"
        "2. แมวบินได้ไหม\n1 ครั้ง · 🧪 เป็นข้อทดสอบแล้ว\n\n"
        "🧪 เพิ่มเป็นข้อทดสอบ · ✔️ จัดการแล้ว"
    )
    assert labels(message) == [["🧪 1", "✔️ 1"], ["✔️ 2"]]
    assert message.keyboard[0][0].press == "ins:t:17:1"


def test_pages_go_on_counting_and_undo_is_offered_after_a_press():
    topics = [TopicView(number, (f"คำถาม {number}",), 1) for number in range(7)]
    message = render_gaps(topics, [CATS], 2, "en", undo=1_700_000_000_125)
    text = judge(message).text
    assert text.startswith("What the articles can't answer: 7 topics (asked 7 times) · 2/2\n\n6. ")
    assert "แมวบินได้ไหม" not in text
    assert labels(message)[-2:] == [["↩️ Take back the last one"], ["‹ 1"]]
    assert (
        judge(render_gaps(topics, [CATS], 99, "en")).text
        == judge(render_gaps(topics, [CATS], 2, "en")).text
    )


def test_what_can_be_answered_by_now_is_ticked():
    text = judge(render_gaps([], [CATS], 1, "en")).text
    assert text == (
        "There are no questions without an answer.\n\nAnswered now, in the last 7 days\n"
        "✅ แมวบินได้ไหม"
    )


def test_the_most_asked_say_whether_they_were_answered_and_liked():
    topics = [
        TopicView(0, ("คุนซานอยู่ที่ไหน", "Where is Kunshan?"), 9, answered=1.0, up=3),
        TopicView(1, ("ราคาทอง",), 2, answered=0.5, down=1),
        TopicView(2, ("แมวบินได้ไหม",), 1),
    ]
    assert judge(render_top(topics, 1, 30, "en")).text == (
        "Most asked in 30 days: 3 topics\n\n1. ✅ คุนซานอยู่ที่ไหน\n9× · 👍 3\n   Where is Kunshan?\n\n"
        "2. ➗ ราคาทอง\n2× · 👎 1\n\n3. ❌ แมวบินได้ไหม\n1×\n\n"
        "✅ answered · ❌ not answered · ➗ sometimes"
    )


def test_the_caption_of_the_chart_names_its_colours():
    message = render_usage(make_usage(), "th")
    text = judge(message).text
    assert "🟩 ตอบได้ 28 (80%)\n🟧 ตอบไม่ได้ 7\n🟪 👍 2 · ⬜ 👎 1\n🔵 ใช้เวลา 0.20 วิ" in text
    assert text.endswith("ช้าที่สุด\n• 3.21 วิ ราคาทองคำ <วันนี้>")
    assert count_units(text) <= MOST_CAPTION
    assert labels(message) == [["30 วัน", "90 วัน"]]


def test_the_digest_stands_beside_the_week_before():
    text = judge(render_digest(make_usage(), make_usage(7, 1), [GOLD], [CATS], [], "en")).text
    assert text.startswith("📊 The week from 9 Nov 2023 to 15 Nov 2023\n\nQuestions: 35 (Thai 20")
    assert "The week before: 14 questions, 50% answered" in text
    assert "• ราคาทองคำวันนี้เท่าไร (12×)" in text
    assert "❌ แมวบินได้ไหม (1×)" in text


def make_why(random=None, **changes):
    text = (lambda: make_text(random)) if random else (lambda: "รถไฟฟ้า <เปิด> เมื่อไร")
    hits = tuple(HitView(text(), text(), 0.912, 0.8735, 14.2) for _ in range(5))
    given = {
        "question": text(),
        "answered": True,
        "confidence": 0.8312,
        "threshold": 0.6,
        "matched": (text(), "เปิด"),
        "hits": hits,
        "generation": 3,
        "live": 4,
        "seconds": 0.123,
        "encode": 10.25,
        "search": 2.0,
        "read": 30.5,
    }
    return WhyView(**(given | changes))


def test_why_shows_scores_words_threshold_generation_and_times():
    text = judge(render_why(make_why(), "en")).text
    for part in (
        "✅ Answered: confidence 0.831 (answers from 0.600)",
        "Matched words: รถไฟฟ้า <เปิด> เมื่อไร เปิด",
        "Generation 3 (live: 4)",
        "0.12 s: encode 10.2 + search 2.0 + read 30.5 ms",
        "score 0.912 · similarity 0.874 · keywords 14.20",
    ):
        assert part in text
    bare = judge(render_why(make_why(hits=(), matched=(), answered=False, again=True), "th")).text
    assert "คำที่ตรงกัน: ไม่มี" in bare
    assert "ไม่พบข้อความใดเลย" in bare
    assert "ถามใหม่ตอนนี้" in bare


@slow
@given(st.integers(0, 2**32), st.sampled_from(["th", "en"]), st.integers(1, 3))
def test_telegram_takes_hostile_questions_in_every_list(seed, reader, page):
    random = Random(seed)  # noqa: S311
    topics = [
        TopicView(number, tuple(make_text(random) for _ in range(random.randint(1, 4))), 10**6)
        for number in range(random.randint(0, 12))
    ]
    usage = make_usage()
    hostile = Usage(
        usage.days, 1, 1, 0.1, 0.1, tuple(SlowQuestion(make_text(random), 9.9) for _ in range(3))
    )
    judge(render_gaps(topics, topics, page, reader, undo=10**13))
    judge(render_top(topics, page, 30, reader))
    assert count_units(judge(render_usage(hostile, reader)).text) <= MOST_CAPTION
    judge(render_digest(hostile, hostile, topics, topics, topics, reader))
    judge(render_why(make_why(random), reader))


@pytest.mark.parametrize("reader", ["th", "en"])
def test_small_messages_and_commands_are_fit_for_telegram(reader):
    judge(render_why_help(reader))
    judge(render_grouping(reader))
    judge(render_usage(Usage((DayUsage(DAY),), 0, 0, None, None, ()), reader))
    words = choose_insight_words(reader)
    assert [name for name, _ in words.commands] == ["unanswered", "top", "stats", "why"]
    assert all(1 <= count_units(text) <= 256 for _, text in words.commands)


@given(st.text())
def test_foreign_data_is_no_press(text):
    press = decode_insight_press(text)
    assert press is None or encode_insight_press(press) == text


def test_a_press_comes_back_from_its_data_within_telegrams_limit():
    press = InsightPress("z", 1_700_000_000_125, 123456)
    assert decode_insight_press(encode_insight_press(press)) == press
    assert len(encode_insight_press(press).encode()) <= 64
    assert decode_insight_press("ins:h:๑:1") is None


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_the_chart_is_a_picture_that_shows_each_kind_of_day(days):
    picture = Image.open(io.BytesIO(draw_usage(make_usage(days))))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    colours = {colour for _, colour in picture.getcolors(1 << 20)}
    green, orange, blue = (46, 158, 91), (240, 138, 36), (47, 111, 214)
    purple, grey = (142, 91, 192), (138, 143, 152)
    assert {green, orange, blue, purple, grey} <= colours


def test_a_chart_of_nothing_is_a_picture_too():
    empty = Usage(tuple(DayUsage(DAY) for _ in range(7)), 0, 0, None, None, ())
    assert Image.open(io.BytesIO(draw_usage(empty))).size == (WIDTH, HEIGHT)


@given(st.floats(0.001, 1e9))
def test_a_scale_reaches_its_values_and_not_much_further(value):
    assert value * 0.998 <= round_up(value) <= max(value * 2.01, 1e-9)
