"""Answers and the votes on them."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.state.answers import AnswerRecord, Place, find_answer, prune_answers, save_answer
from bot.state.database import open_state
from bot.state.feedback import count_votes, give_reason, pseudonym, vote

RECORD = AnswerRecord(
    answer_id="aZ09_-aZ09_",
    question="เศรษฐกิจไทยปี 2564 โตเท่าไร",
    language="th",
    status="answered",
    confidence=0.97,
    generation=3,
    quotes=(Place("ข่าว/จีดีพี.md", 812, 951), Place("economy.md", 0, 40)),
    closest=("ข่าว/จีดีพี.md",),
    hits=(Place("ข่าว/จีดีพี.md", 640, 951),),
    asked=1_620_000_000.5,
)
VOTER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def db(tmp_path):
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def test_an_answer_is_found_as_it_was_saved(db):
    save_answer(db, RECORD)
    assert find_answer(db, RECORD.answer_id) == RECORD
    assert find_answer(db, "ไม่มี") is None


def test_an_answer_saved_again_replaces_the_first(db):
    save_answer(db, RECORD)
    later = replace(RECORD, question="แล้วปี 2565 ล่ะ", status="not_found", quotes=())
    save_answer(db, later)
    assert find_answer(db, RECORD.answer_id) == later


def test_an_answer_has_no_place_for_a_person(db):
    columns = {row[1] for row in db.execute("PRAGMA table_info(answers)")}
    assert not {name for name in columns if "user" in name or "chat" in name or "voter" in name}


PLACES = st.lists(
    st.builds(Place, st.text(max_size=5), st.integers(0, 10**9), st.integers(0, 10**9)), max_size=3
).map(tuple)
RECORDS = st.builds(
    AnswerRecord,
    st.text(max_size=11),
    st.text(),
    st.sampled_from(["th", "en"]),
    st.sampled_from(["answered", "not_found"]),
    st.floats(0, 1),
    st.integers(0, 2**40),
    PLACES,
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
    PLACES,
    st.floats(0, 4e9),
)


@settings(max_examples=25)
@given(st.lists(RECORDS, max_size=3))
def test_any_answer_is_found_as_it_was_saved_last(records):
    with tempfile.TemporaryDirectory() as folder:
        db = open_state(Path(folder) / "คำตอบ.sqlite")
        for record in records:
            save_answer(db, record)
        for record in {record.answer_id: record for record in records}.values():
            assert find_answer(db, record.answer_id) == record
        db.close()


def test_pruning_keeps_rated_answers_longer_and_takes_votes_with_the_answer(db):
    for answer_id, asked in [("เก่ามาก", 1.0), ("เก่า", 5.0), ("เก่า ถอนแล้ว", 5.0), ("ใหม่", 9.0)]:
        save_answer(db, replace(RECORD, answer_id=answer_id, asked=asked))
    save_answer(db, replace(RECORD, answer_id="เก่า ไม่มีใครโหวต", asked=5.0))
    for answer_id in ("เก่ามาก", "เก่า", "เก่า ถอนแล้ว"):
        vote(db, answer_id, VOTER, "up", 6.0)
    vote(db, "เก่า ถอนแล้ว", VOTER, "up", 6.0)
    assert prune_answers(db, 8.0, 2.0) == 3
    kept = [row[0] for row in db.execute("SELECT answer_id FROM answers ORDER BY asked")]
    assert kept == ["เก่า", "ใหม่"]
    assert db.execute("SELECT answer_id FROM feedback").fetchall() == [("เก่า",)]


def test_a_second_vote_replaces_the_first_and_the_same_again_withdraws_it(db):
    assert vote(db, "คำตอบ", VOTER, "up", 1.0) == "up"
    assert count_votes(db, "คำตอบ") == (1, 0)
    assert vote(db, "คำตอบ", VOTER, "down", 2.0) == "down"
    assert count_votes(db, "คำตอบ") == (0, 1)
    assert vote(db, "คำตอบ", VOTER, "down", 3.0) is None
    assert count_votes(db, "คำตอบ") == (0, 0)
    assert vote(db, "คำตอบ", VOTER, "down", 4.0) == "down"


def test_the_same_tap_delivered_twice_counts_once(db):
    assert vote(db, "คำตอบ", VOTER, "up", 1.0, press="แตะ 1") == "up"
    assert vote(db, "คำตอบ", VOTER, "up", 1.0, press="แตะ 1") == "up"
    assert vote(db, "คำตอบ", VOTER, "up", 2.0, press="แตะ 2") is None
    assert vote(db, "คำตอบ", VOTER, "up", 2.0, press="แตะ 2") is None
    assert count_votes(db, "คำตอบ") == (0, 0)


def test_votes_are_counted_by_voter_and_answer(db):
    for user_id in range(5):
        voter = pseudonym(db, user_id, "คำตอบ")
        vote(db, "คำตอบ", voter, "up" if user_id < 3 else "down", 1.0)
    vote(db, "อีกคำตอบ", VOTER, "down", 1.0)
    assert count_votes(db, "คำตอบ") == (3, 2)
    assert count_votes(db, "อีกคำตอบ") == (0, 1)
    assert count_votes(db, "ไม่มีใครโหวต") == (0, 0)


def test_a_reason_needs_a_vote_and_goes_with_it(db):
    assert not give_reason(db, "คำตอบ", VOTER, "ผิดเรื่อง")
    vote(db, "คำตอบ", VOTER, "down", 1.0)
    assert give_reason(db, "คำตอบ", VOTER, "ผิดเรื่อง")
    assert db.execute("SELECT reason FROM feedback").fetchall() == [("ผิดเรื่อง",)]
    vote(db, "คำตอบ", VOTER, "up", 2.0)
    assert db.execute("SELECT reason FROM feedback").fetchall() == [(None,)]
    vote(db, "คำตอบ", VOTER, "up", 3.0)
    assert not give_reason(db, "คำตอบ", VOTER, "ผิดเรื่อง")


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("กขค"), st.sampled_from(["up", "down"]))))
def test_each_voter_has_at_most_the_vote_that_the_last_call_gave(taps):
    with tempfile.TemporaryDirectory() as folder:
        db = open_state(Path(folder) / "โหวต.sqlite")
        standing = {}
        for voter, value in taps:
            expected = None if standing.get(voter) == value else value
            assert vote(db, "คำตอบ", voter, value, 1.0) == expected
            standing[voter] = expected
            values = list(standing.values())
            assert count_votes(db, "คำตอบ") == (values.count("up"), values.count("down"))
        db.close()


def test_a_voter_has_one_name_per_answer_that_another_database_does_not_know(db, tmp_path):
    name = pseudonym(db, 4242, "คำตอบ")
    assert len(name) == 32
    assert name == pseudonym(db, 4242, "คำตอบ")
    other = open_state(tmp_path / "other.sqlite")
    names = {name, pseudonym(db, 4242, "อีกคำตอบ"), pseudonym(db, 4243, "คำตอบ")}
    assert len(names | {pseudonym(other, 4242, "คำตอบ")}) == 4
    other.close()
