"""Chats, unanswered questions, promises, what is known of a person, and how long."""

import json
from dataclasses import replace

import pytest
from test_state_answers import RECORD

from bot.state.answers import find_answer, save_answer
from bot.state.chats import move_chat, read_language, set_language
from bot.state.database import open_state
from bot.state.deliveries import find_delivery, open_delivery
from bot.state.feedback import count_votes, pseudonym, vote
from bot.state.inbox import finish_updates, list_pending, store_updates
from bot.state.people import PersonData, describe_person, forget_person
from bot.state.promises import (
    Promise,
    keep_promise,
    list_chat_promises,
    list_open_promises,
    make_promise,
    withdraw_promises,
)
from bot.state.pruning import prune
from bot.state.unanswered import Unanswered, list_unanswered, mark_handled, note_unanswered

DAY = 24 * 3600.0


@pytest.fixture
def db(tmp_path):
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def test_a_chat_has_the_language_it_chose_until_it_is_forgotten(db):
    assert read_language(db, -1001) is None
    set_language(db, -1001, "th")
    set_language(db, -1001, "en")
    assert read_language(db, -1001) == "en"
    assert read_language(db, 1001) is None
    set_language(db, -1001, None)
    assert read_language(db, -1001) is None


def test_a_group_that_became_a_supergroup_keeps_its_things(db):
    set_language(db, -5, "en")
    make_promise(db, -5, None, "น้ำท่วมที่ไหน", "th", 1.0)
    move_chat(db, -5, -1005)
    assert read_language(db, -5) is None
    assert read_language(db, -1005) == "en"
    assert [promise.question for promise in list_chat_promises(db, -1005)] == ["น้ำท่วมที่ไหน"]


def test_a_move_leaves_what_the_new_chat_has_set(db):
    set_language(db, -5, "en")
    set_language(db, -1005, "th")
    move_chat(db, -5, -1005)
    assert (read_language(db, -5), read_language(db, -1005)) == (None, "th")


def test_an_unanswered_question_is_kept_once_per_key(db):
    note_unanswered(db, "แชต 1/2", "ใครคือนายก", "th", 2.0)
    note_unanswered(db, "แชต 1/2", "ใครคือนายก", "th", 9.0)
    note_unanswered(db, "แชต 1/1", "Who is the PM?", "en", 1.0)
    first, second = list_unanswered(db)
    assert first == Unanswered(first.unanswered_id, "Who is the PM?", "en", 1.0)
    assert second == Unanswered(second.unanswered_id, "ใครคือนายก", "th", 2.0)


def test_an_edited_question_replaces_the_one_of_its_key_and_waits_again(db):
    note_unanswered(db, "แชต 1/2", "ใครคือนายก", "th", 1.0)
    (first,) = list_unanswered(db)
    assert mark_handled(db, first.unanswered_id)
    note_unanswered(db, "แชต 1/2", "ใครคือนายกคนแรก", "th", 2.0)
    assert [item.question for item in list_unanswered(db)] == ["ใครคือนายกคนแรก"]


def test_a_handled_question_leaves_the_list_once(db):
    note_unanswered(db, "แชต 1/2", "ใครคือนายก", "th", 1.0)
    (item,) = list_unanswered(db)
    assert mark_handled(db, item.unanswered_id)
    assert not mark_handled(db, item.unanswered_id)
    assert list_unanswered(db) == []


def test_a_promise_waits_until_it_is_kept(db):
    assert make_promise(db, -5, 7, "น้ำท่วมที่ไหน", "th", 1.0) == "made"
    assert list_open_promises(db) == [Promise(1, -5, 7, "th", "น้ำท่วมที่ไหน", 1.0)]
    assert keep_promise(db, 1)
    assert not keep_promise(db, 1)
    assert list_open_promises(db) == []


def test_a_later_promise_never_gets_the_id_of_one_that_was_kept(db):
    make_promise(db, 1, None, "หนึ่ง", "th", 1.0)
    keep_promise(db, 1)
    make_promise(db, 1, None, "สอง", "th", 1.0)
    assert [promise.promise_id for promise in list_open_promises(db)] == [2]


@pytest.mark.parametrize("again", ["น้ำท่วม ที่ไหน Café", "  น้ำท่วม\nที่ไหน cafe\u0301 "])
def test_the_same_question_of_a_chat_waits_once(db, again):
    make_promise(db, 1, None, "น้ำท่วม ที่ไหน Café", "th", 1.0)
    assert make_promise(db, 1, None, again, "th", 2.0) == "waiting"
    assert make_promise(db, 2, None, again, "th", 2.0) == "made"
    assert make_promise(db, 1, None, "น้ำท่วม ที่ไหน", "th", 2.0) == "made"


def test_a_chat_has_at_most_twenty_promises(db):
    made = [make_promise(db, 1, None, f"คำถามที่ {number}", "th", 1.0) for number in range(21)]
    assert made == ["made"] * 20 + ["full"]
    assert make_promise(db, 1, None, "คำถามที่ 3", "th", 1.0) == "waiting"
    assert make_promise(db, 2, None, "คำถามที่ 20", "th", 1.0) == "made"
    keep_promise(db, 1)
    assert make_promise(db, 1, None, "คำถามที่ 20", "th", 1.0) == "made"


def test_withdrawing_takes_the_promises_of_one_chat(db):
    for chat_id in (1, 1, 2):
        make_promise(db, chat_id, None, f"ถาม {len(list_open_promises(db))}", "th", 1.0)
    assert withdraw_promises(db, 1) == 2
    assert [promise.chat_id for promise in list_open_promises(db)] == [2]


def fill_person(db):
    """Two persons, 42 and 142, with a language, a promise, votes and an update each."""
    for user_id in (42, 142):
        set_language(db, user_id, "th")
        make_promise(db, user_id, None, "น้ำท่วมที่ไหน", "th", 1.0)
        for answer_id in ("คำตอบ", "อีกคำตอบ"):
            vote(db, answer_id, pseudonym(db, user_id, answer_id), "up", 1.0)
        message = {"from": {"id": user_id}, "chat": {"id": -9}, "text": "ถาม", "message_id": 42}
        store_updates(db, [(user_id, json.dumps({"message": message}))], 1.0)


def test_a_person_is_described_by_what_is_stored_with_their_id(db):
    fill_person(db)
    everything = PersonData(language="th", promises=1, votes=2, updates=1)
    assert describe_person(db, 42) == everything
    assert describe_person(db, 4) == PersonData(language=None, promises=0, votes=0, updates=0)
    finish_updates(db, [42], "done")
    assert describe_person(db, 42) == replace(everything, updates=0)


def test_a_forgotten_person_leaves_nothing_and_the_others_keep_theirs(db):
    fill_person(db)
    stored = describe_person(db, 42)
    assert forget_person(db, 42) == stored
    assert describe_person(db, 42) == PersonData(language=None, promises=0, votes=0, updates=1)
    assert describe_person(db, 142) == stored
    assert count_votes(db, "คำตอบ") == (1, 0)
    assert [update.update_id for update in list_pending(db)] == [42, 142]


def test_a_forgotten_question_is_in_no_file_of_the_state(db, tmp_path):
    make_promise(db, 42, None, "โรคของฉันรักษาอย่างไร", "th", 1.0)
    forget_person(db, 42)
    for file in tmp_path.iterdir():
        assert "โรคของฉัน".encode() not in file.read_bytes()


def test_each_thing_is_remembered_for_its_time(db):
    store_updates(db, [(1, "เก่า")], 0.0)
    store_updates(db, [(2, "ใหม่")], 30 * DAY)
    finish_updates(db, [1, 2], "done")
    open_delivery(db, "แชต 1/1", 0.0)
    for answer_id in ("เฉย", "โหวต"):
        save_answer(db, replace(RECORD, answer_id=answer_id, asked=0.0))
    vote(db, "โหวต", "ใครสักคน", "down", 0.0)
    note_unanswered(db, "แชต 1/1", "ใครคือนายก", "th", 0.0)
    make_promise(db, 1, None, "ใครคือนายก", "th", 0.0)
    assert prune(db, 6.9 * DAY) == 0
    assert prune(db, 7.1 * DAY) == 2
    assert find_delivery(db, "แชต 1/1") is None
    assert store_updates(db, [(1, "มาอีก"), (2, "มาอีก")], 31 * DAY) == [1]
    assert prune(db, 89.9 * DAY) == 0
    assert prune(db, 90.1 * DAY) == 1
    assert find_answer(db, "เฉย") is None
    assert find_answer(db, "โหวต") is not None
    assert prune(db, 364.9 * DAY) == 0
    assert prune(db, 365.1 * DAY) == 3
    assert (list_unanswered(db), list_open_promises(db)) == ([], [])
    assert count_votes(db, "โหวต") == (0, 0)
