"""Follow-ups: which messages lean on the question before, and what they then ask."""

import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from index.follow_ups import LONGEST_EARLIER, LONGEST_FOLLOW_UP, resolve_follow_up

CONVERSATIONS = yaml.safe_load((Path(__file__).parent / "follow_ups.yaml").read_text("utf-8"))
# What follow-ups are made of, put together at random.
LISTED = (
    "แล้ว ล่ะ ปี 2565 ๒๕๖๔ มัน เขา นี้ ใคร กี่ เมื่อไหร่ คุนซาน and what about in 2022 it there that"
    " who when Suez the 's ? ' ( [ \\ ๆ ์"
)
PIECES = st.lists(st.sampled_from(LISTED.split()), max_size=12)
TEXTS = st.one_of(st.text(max_size=120), PIECES.map("".join), PIECES.map(" ".join))


def count(part):
    """How many are right, taken for a follow-up by mistake, and all."""
    right = carried = 0
    for talk in CONVERSATIONS[part]:
        found = resolve_follow_up(talk["said"], talk["earlier"])
        right += read_loosely(found) == read_loosely(talk["stands_for"])
        carried += talk["stands_for"] is None and found is not None
    return right, carried, len(CONVERSATIONS[part])


def read_loosely(question):
    """The question without capitals, spaces and the mark at its end."""
    return question and question.casefold().rstrip("?").replace(" ", "")


@pytest.mark.parametrize(("part", "floor"), [("development", 0.97), ("held_out", 0.9)])
def test_most_messages_stand_for_the_right_question_and_no_topic_is_carried_on(part, floor):
    right, carried, total = count(part)
    sys.stdout.write(f"{part}: {right} of {total} right, {carried} carried on by mistake\n")
    assert right >= floor * total
    assert carried == 0


def test_half_of_the_conversations_are_no_follow_ups_and_both_languages_take_part():
    talks = [talk for part in CONVERSATIONS.values() for talk in part]
    alone = sum(talk["stands_for"] is None for talk in talks)
    thai = sum(any("ก" <= letter <= "๎" for letter in talk["said"]) for talk in talks)
    assert len(talks) >= 120
    assert 0.45 <= alone / len(talks) <= 0.6
    assert 0.4 <= thai / len(talks) <= 0.6


@pytest.mark.parametrize(
    ("said", "earlier", "stands_for"),
    [
        ("แล้วปี 2565 ล่ะ", "คุนซานมีจีดีพีเท่าไรในปี 2564", "คุนซานมีจีดีพีเท่าไรในปี 2565"),
        ("แล้วปี 65 ล่ะ", "What was Kunshan's GDP in 2021?", "What was Kunshan's GDP in 2022?"),
        ("and in 2022?", "คุนซานมีจีดีพีเท่าไรในปี พ.ศ. 2564", "คุนซานมีจีดีพีเท่าไรในปี พ.ศ. 2565"),
        ("what year was that?", "What did Jenner discover?", "What year did Jenner discover?"),
        ("แล้วอะพอลโล 17 ล่ะ", "อะพอลโล 11 ลงจอดวันไหน", "อะพอลโล 17 ลงจอดวันไหน"),
        ("แล้ว MRT ล่ะ", "ค่าโดยสารบีทีเอสเท่าไร", "ค่าโดยสาร MRT เท่าไร"),
        ("last year?", "What was Kunshan's GDP in 2021?", None),
        ("แล้วปีก่อนหน้าล่ะ", "สงกรานต์ปี ๒๕๖๔ จัดที่ไหน", "สงกรานต์ปี 2563 จัดที่ไหน"),
        ("who built it?", "When did the Suez Canal open?", "who built the Suez Canal?"),
        ("ใครสร้าง", "When did the Suez Canal open?", "Suez Canal ใครสร้าง"),
        ("what about Shanghai?", "What was Kunshan's GDP?", "What was Shanghai's GDP?"),
        ("when?", "ใครสร้างคลองสุเอซ", "สร้างคลองสุเอซ เมื่อไหร่"),
    ],
)
def test_a_follow_up_stands_for_the_question_before_with_one_thing_changed(
    said, earlier, stands_for
):
    assert resolve_follow_up(said, [earlier]) == stands_for


def test_the_newest_question_counts_and_small_talk_between_does_not():
    earlier = ["ขอบคุณครับ", "คลองสุเอซยาวเท่าไร", "คุนซานอยู่ที่ไหน"]
    assert resolve_follow_up("ใครสร้าง", earlier) == "คลองสุเอซใครสร้าง"


def test_a_long_message_and_a_long_earlier_question_are_not_looked_into():
    assert resolve_follow_up("แล้วปี 2565 ล่ะ".ljust(LONGEST_FOLLOW_UP + 1), ["คุนซานอยู่ไหน"]) is None
    assert resolve_follow_up("who built it?", ["ก" * (LONGEST_EARLIER + 1)]) is None
    assert resolve_follow_up("แล้ว" * 500_000, ["คุนซานอยู่ไหน"]) is None


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_whatever_is_said_gives_a_bounded_line_or_nothing(said, earlier):
    found = resolve_follow_up(said, earlier)
    if found is not None:
        assert found.strip()
        assert "\n" not in found
        assert len(found) <= len(said) + max(map(len, earlier)) + 40


@given(TEXTS)
def test_without_an_earlier_question_everything_stands_alone(said):
    assert resolve_follow_up(said, []) is None
    assert resolve_follow_up(said, ["สวัสดีครับ"]) is None


@pytest.mark.parametrize(
    ("earlier", "said", "article", "quote"),
    [
        ("คุนซานมีจีดีพีเท่าไรในปี 2563", "แล้วปี 2564 ล่ะ", "kunshan-shanghai-th.md", "4.7 แสนล้าน"),
        ("คุนซานอยู่ที่ไหน", "แล้วจีดีพีล่ะ", "kunshan-shanghai-th.md", "4.7 แสนล้าน"),
        (
            "How big was Kunshan's economy in 2020?",
            "and 2021?",
            "kunshan-shanghai.md",
            "470 billion",
        ),
        ("When did the Suez Canal open?", "how long is it?", "suez-canal.md", "193 kilometres"),
        ("When did the Suez Canal open?", "who built it?", "suez-canal.md", "de Lesseps"),
        ("Who flew the Eagle?", "where did it land?", "apollo-11.md", "Tranquility"),
        ("When did Eagle land on the Moon?", "where?", "apollo-11.md", "Tranquility"),
        ("บีทีเอสเปิดวิ่งวันแรกเมื่อไหร่", "แล้วมีกี่สถานี", "bts-skytrain-th.md", "23 แห่ง"),
        ("ไข้เลือดออกเกิดจากอะไร", "โรคนี้รักษายังไง", "ไข้เลือดออก.md", "รักษาตามอาการ"),
        ("นางสงกรานต์ของวันเสาร์ชื่ออะไร", "แล้ววันอาทิตย์ล่ะ", "สงกรานต์.md", "นางทุงสะเทวี"),
        ("Who sedated the Wild Boars?", "where is he from?", "tham-luang-rescue.md", "Australian"),
        ("What is PDPA?", "เริ่มใช้เมื่อไหร่", "pdpa-th.md", "2565"),
    ],
)
def test_the_right_article_answers_a_follow_up(sample_engine, earlier, said, article, quote):
    answer = sample_engine.ask(resolve_follow_up(said, [earlier])).answer
    assert [first.article.id for first in answer.quotes[:1]] == [article]
    assert quote in answer.quotes[0].text
