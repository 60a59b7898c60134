"""Deliveries: an answer's way to its message, known by a key that isn't stored."""

import re

import pytest

from bot.state.database import open_state
from bot.state.deliveries import (
    Delivery,
    find_delivery,
    finish_delivery,
    note_message,
    open_delivery,
    prune_deliveries,
    reopen_delivery,
)
from bot.state.transactions import clear_log
from corpus.errors import StateError

KEY = "แชต 4242/17"


@pytest.fixture
def db(tmp_path):
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def test_a_new_delivery_has_a_fresh_answer_id_and_no_message(db):
    delivery = open_delivery(db, KEY, 1.0)
    assert delivery == Delivery(KEY, delivery.answer_id, None, done=False)
    assert re.fullmatch(r"[A-Za-z0-9_-]{11}", delivery.answer_id)
    assert open_delivery(db, "แชต 4242/18", 1.0).answer_id != delivery.answer_id


def test_opened_again_it_goes_on_where_it_was(db, tmp_path):
    answer_id = open_delivery(db, KEY, 1.0).answer_id
    note_message(db, KEY, 555)
    db.close()
    db = open_state(tmp_path / "state.sqlite")
    assert open_delivery(db, KEY, 2.0) == Delivery(KEY, answer_id, 555, done=False)
    finish_delivery(db, KEY)
    assert open_delivery(db, KEY, 3.0) == Delivery(KEY, answer_id, 555, done=True)
    db.close()


def test_an_unknown_key_has_no_delivery(db):
    assert find_delivery(db, KEY) is None
    assert reopen_delivery(db, KEY) is None


def test_noting_or_finishing_what_was_never_opened_is_refused(db):
    with pytest.raises(StateError, match="แชต 4242/17: no delivery is open under this key"):
        note_message(db, KEY, 555)
    with pytest.raises(StateError, match="open it first"):
        finish_delivery(db, KEY)


def test_a_reopened_delivery_keeps_its_message_and_gets_another_answer_id(db):
    first = open_delivery(db, KEY, 1.0)
    note_message(db, KEY, 555)
    finish_delivery(db, KEY)
    again = reopen_delivery(db, KEY)
    assert again == Delivery(KEY, again.answer_id, 555, done=False)
    assert again.answer_id != first.answer_id
    assert find_delivery(db, KEY) == again


def test_two_connections_open_the_same_delivery(db, tmp_path):
    other = open_state(tmp_path / "state.sqlite")
    assert open_delivery(db, KEY, 1.0) == open_delivery(other, KEY, 1.0)
    other.close()


def test_pruning_takes_what_was_opened_before(db):
    open_delivery(db, "เก่า", 1.0)
    open_delivery(db, "ใหม่", 3.0)
    assert prune_deliveries(db, 2.0) == 1
    assert find_delivery(db, "เก่า") is None
    assert find_delivery(db, "ใหม่") is not None


def test_the_key_is_in_no_file_of_the_state(db, tmp_path):
    delivery = open_delivery(db, KEY, 1.0)
    note_message(db, KEY, 555)
    clear_log(db)
    data = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert delivery.answer_id.encode() in data
    assert b"4242" not in data
