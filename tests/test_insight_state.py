"""What becomes of unanswered questions, what is kept of an answer, and what is counted."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from bot.insight.measuring import find_first_moment, measure_usage
from bot.state.answers import AnswerRecord, save_answer
from bot.state.database import open_state
from bot.state.evidence import Evidence, FoundPassage, Steps, find_evidence, save_evidence
from bot.state.feedback import vote
from bot.state.gaps import (
    Gap,
    handle_gaps,
    list_gaps,
    list_ticked,
    list_unchecked,
    mark_tested,
    note_checked,
    reopen_gaps,
    tick_gaps,
)
from bot.state.pruning import prune
from bot.state.schema import STEPS
from bot.state.unanswered import list_unanswered, note_unanswered
from bot.state.usage import list_asked

DAY = 24 * 3600.0
NOON = 1_700_000_000.0  # 2023-11-15 05:13:20 in Thailand


@pytest.fixture
def db(tmp_path):
    with closing(open_state(tmp_path / "ข้อมูล" / "state.sqlite")) as database:
        yield database


def note(db, *questions):
    for number, question in enumerate(questions):
        note_unanswered(db, f"{question}{number}", question, "th", NOON + number)
    return [gap.gap_id for gap in list_gaps(db)]


def answer(db, answer_id, asked, *, status="answered", seconds=None, language="th"):
    record = AnswerRecord(
        answer_id, f"คำถาม {answer_id}", language, status, 0.5, 1, (), (), (), asked
    )
    save_answer(db, record)
    if seconds is not None:
        save_evidence(db, Evidence(answer_id, seconds, 0.6, (), (), Steps(1.0, 2.0, 3.0)))


def test_a_handled_question_leaves_the_list_and_may_be_taken_back(db):
    cats, gold = note(db, "แมวบินได้ไหม", "ราคาทองคำวันนี้เท่าไร")
    assert handle_gaps(db, [cats], NOON + 9.125) == 1
    assert handle_gaps(db, [cats], NOON + 10) == 0
    assert [gap.gap_id for gap in list_gaps(db)] == [gold]
    assert reopen_gaps(db, NOON + 10) == 0
    assert reopen_gaps(db, NOON + 9.125) == 1
    assert list_gaps(db)[0] == Gap(cats, "แมวบินได้ไหม", "th", NOON, tested=False)


def test_a_question_that_can_be_answered_is_ticked_and_stays_so(db):
    cats, gold = note(db, "แมวบินได้ไหม", "ราคาทองคำวันนี้เท่าไร")
    note_checked(db, [cats, gold], 7)
    assert list_unchecked(db, 7) == []
    assert [gap.gap_id for gap in list_unchecked(db, 8)] == [cats, gold]
    assert tick_gaps(db, [gold], NOON + 60) == 1
    assert [gap.gap_id for gap in list_ticked(db, NOON + 60)] == [gold]
    assert list_ticked(db, NOON + 61) == []
    assert [each.question for each in list_unanswered(db)] == ["แมวบินได้ไหม"]


def test_a_test_case_stays_on_the_list_until_it_is_answered(db):
    (cats,) = note(db, "แมวบินได้ไหม")
    mark_tested(db, [cats])
    assert [gap.tested for gap in list_gaps(db)] == [True]


def test_an_edited_question_is_a_new_one(db):
    (cats,) = note(db, "แมวบินได้ไหม")
    handle_gaps(db, [cats], NOON)
    mark_tested(db, [cats])
    note_unanswered(db, "แมวบินได้ไหม0", "ปลาเดินได้ไหม", "th", NOON + 5)
    assert list_gaps(db) == [Gap(cats, "ปลาเดินได้ไหม", "th", NOON + 5, tested=False)]


def test_evidence_comes_back_as_it_was_and_goes_with_its_answer(db):
    hits = (FoundPassage("ข่าว/น้ำท่วม.md", 3, 90, 0.9, 0.8, 12.5),)
    kept = Evidence("ก", 0.25, 0.61, ("น้ำท่วม", "\ufffd"), hits, Steps(10.5, 2.0, 30.0))
    answer(db, "ก", NOON)
    save_evidence(db, kept)
    assert find_evidence(db, "ก") == kept
    assert find_evidence(db, "ข") is None
    assert prune(db, NOON + 91 * DAY) == 2
    assert find_evidence(db, "ก") is None


def test_a_memory_of_the_first_version_gets_what_is_new(tmp_path):
    path = tmp_path / "state.sqlite"
    open_state(path).close()
    path.unlink()
    with closing(sqlite3.connect(path)) as old:
        for statement in STEPS[0]:
            old.execute(statement)
        old.execute("INSERT INTO secret VALUES ('seal', zeroblob(32))")
        old.execute(
            "INSERT INTO unanswered (seal, question, language, asked, handled)"
            " VALUES ('x', 'แมวบินได้ไหม', 'th', 5.0, 0)"
        )
        old.execute(f"PRAGMA application_id={0x4B484D54}")
        old.execute("PRAGMA user_version=1")
        old.commit()
    with closing(open_state(path)) as db:
        assert list_gaps(db) == [Gap(1, "แมวบินได้ไหม", "th", 5.0, tested=False)]
        assert [gap.gap_id for gap in list_unchecked(db, 1)] == [1]


def test_usage_is_counted_by_days_in_thailand(db):
    answer(db, "ก", NOON, seconds=0.2)
    answer(db, "ข", NOON - DAY, status="not_found", language="en", seconds=0.4)
    answer(db, "ค", NOON - 9 * DAY)
    # 23:30 in Thailand is the day before, 16:30 in London.
    answer(db, "ง", NOON - 5.8 * 3600)
    vote(db, "ก", "ผู้ใช้", "up", NOON)
    vote(db, "ก", "อีกคน", "down", NOON)
    first = find_first_moment(NOON, 7)
    usage = measure_usage(list_asked(db, first, NOON + 1), NOON, 7)
    assert [day.day for day in usage.days][-2:] == [date(2023, 11, 14), date(2023, 11, 15)]
    assert len(usage.days) == 7
    assert [(day.answered, day.not_found) for day in usage.days[-2:]] == [(1, 1), (1, 0)]
    assert (usage.asked, usage.answered, usage.thai, usage.english) == (3, 2, 2, 1)
    assert (usage.up, usage.down, usage.days[-1].up) == (1, 1, 1)
    assert (usage.median, usage.slow) == (pytest.approx(0.3), 0.4)
    assert [each.question for each in usage.slowest] == ["คำถาม ข", "คำถาม ก"]


def test_days_without_questions_are_there_too():
    usage = measure_usage([], NOON, 30)
    assert len(usage.days) == 30
    assert (usage.asked, usage.median, usage.slow, usage.slowest) == (0, None, None, ())
