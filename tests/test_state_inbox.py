"""The inbox: nothing that was acknowledged is lost, nothing is handled as new twice."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.state.database import open_state
from bot.state.inbox import (
    StoredUpdate,
    count_pending,
    finish_updates,
    list_pending,
    prune_updates,
    start_update,
    store_updates,
)
from bot.state.transactions import clear_log

HOUR = 3600.0


@pytest.fixture
def db(tmp_path):
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def test_updates_wait_in_the_order_of_their_ids(db):
    assert store_updates(db, [(12, "สอง"), (11, "หนึ่ง")], 1.0) == [12, 11]
    assert list_pending(db) == [StoredUpdate(11, "หนึ่ง", 0), StoredUpdate(12, "สอง", 0)]
    assert count_pending(db) == 2


def test_an_update_sent_again_is_not_new_and_changes_nothing(db):
    store_updates(db, [(11, "เดิม")], 1.0)
    assert store_updates(db, [(11, "ซ้ำ"), (12, "ใหม่"), (12, "ใหม่ซ้ำ")], 2.0) == [12]
    assert [update.raw for update in list_pending(db)] == ["เดิม", "ใหม่"]
    finish_updates(db, [11], "done")
    assert store_updates(db, [(11, "ซ้ำอีก")], 3.0) == []
    assert count_pending(db) == 1


def test_no_updates_are_nothing_new(db):
    assert store_updates(db, [], 1.0) == []


def test_each_start_adds_a_try(db):
    store_updates(db, [(11, "คำถาม")], 1.0)
    assert [start_update(db, 11), start_update(db, 11)] == [1, 2]
    assert list_pending(db) == [StoredUpdate(11, "คำถาม", 2)]


def test_a_finished_or_unknown_update_is_not_started(db):
    store_updates(db, [(11, "คำถาม")], 1.0)
    finish_updates(db, [11, 99], "dead")
    assert start_update(db, 11) is None
    assert start_update(db, 99) is None


def test_the_first_outcome_stays(db):
    store_updates(db, [(11, "คำถาม")], 1.0)
    finish_updates(db, [11], "dropped")
    finish_updates(db, [11], "done")
    assert db.execute("SELECT outcome FROM inbox").fetchall() == [("dropped",)]


def test_an_update_with_half_a_surrogate_pair_is_stored(db):
    store_updates(db, [(11, '{"text": "ก\ud83d"}')], 1.0)
    assert list_pending(db)[0].raw == '{"text": "ก\ufffd"}'


def test_a_finished_question_is_in_no_file_of_the_state_any_more(db, tmp_path):
    question = "รหัสลับของฉันคืออะไร"
    store_updates(db, [(11, f'{{"from": {{"id": 4242}}, "text": "{question}"}}')], 1.0)
    store_updates(db, [(12, "ยังไม่เสร็จ")], 1.0)
    assert any(question.encode() in file.read_bytes() for file in tmp_path.iterdir())
    finish_updates(db, [11], "done")
    clear_log(db)
    for file in tmp_path.iterdir():
        assert question.encode() not in file.read_bytes()
    assert "ยังไม่เสร็จ".encode() in (tmp_path / "state.sqlite").read_bytes()


def test_pruning_takes_old_finished_updates_only(db):
    store_updates(db, [(1, "เก่า เสร็จ"), (2, "เก่า ไม่เสร็จ")], 0.0)
    store_updates(db, [(3, "ใหม่ เสร็จ"), (4, "ใหม่")], 100 * HOUR)
    finish_updates(db, [1, 3], "done")
    assert prune_updates(db, 90 * HOUR) == 1
    assert store_updates(db, [(1, ""), (2, ""), (3, ""), (4, "")], 101 * HOUR) == [1]


def test_for_48_hours_an_id_stays_known_whatever_is_pruned(db):
    store_updates(db, [(1, "ถาม")], 0.0)
    store_updates(db, [(2, "ถาม")], 1 * HOUR)
    store_updates(db, [(3, "ถาม")], 48.5 * HOUR)
    finish_updates(db, [1, 2, 3], "done")
    assert prune_updates(db, 1e12) == 1
    assert store_updates(db, [(1, ""), (2, ""), (3, "")], 49 * HOUR) == [1]


IDS = st.integers(1, 6)
ACTIONS = st.one_of(
    st.tuples(st.just("store"), st.lists(st.tuples(IDS, st.text(max_size=5)), max_size=4)),
    st.tuples(st.just("start"), IDS),
    st.tuples(st.just("finish"), st.lists(IDS, max_size=3)),
    st.tuples(st.just("reopen"), st.none()),
)


@settings(max_examples=25)
@given(st.lists(ACTIONS, max_size=14))
def test_whatever_happens_no_update_is_lost_or_new_twice(actions):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ข้อความ.sqlite"
        db = open_state(path)
        waiting, known = {}, set()
        for action, value in actions:
            if action == "store":
                new = []
                for update_id, raw in value:
                    if update_id not in known:
                        known.add(update_id)
                        waiting[update_id] = StoredUpdate(update_id, raw, 0)
                        new.append(update_id)
                assert store_updates(db, value, 1.0) == new
            elif action == "start":
                tries = start_update(db, value)
                if value in waiting:
                    assert tries == waiting[value].tries + 1
                    waiting[value] = StoredUpdate(value, waiting[value].raw, tries)
                else:
                    assert tries is None
            elif action == "finish":
                finish_updates(db, value, "done")
                for update_id in value:
                    waiting.pop(update_id, None)
            else:
                db.close()
                db = open_state(path)
            assert list_pending(db) == [waiting[update_id] for update_id in sorted(waiting)]
            assert count_pending(db) == len(waiting)
        db.close()


WORK = """
import sys
from pathlib import Path
from bot.state.database import open_state
from bot.state.inbox import finish_updates, start_update, store_updates
db = open_state(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    new = store_updates(db, [(number, "ถามแล้วเสร็จ"), (number + 1, "ถามแล้วรอ")], 1.0)
    print(f"stored {number} {new == [number, number + 1]}", flush=True)
    start_update(db, number)
    finish_updates(db, [number], "done")
    print(f"finished {number}", flush=True)
    number += 2
"""


def run_and_kill(path, first, seconds):
    """The words of each line that the child wrote before it was killed."""
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", WORK, str(path), str(first)], stdout=subprocess.PIPE
    )
    begun = child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    written = begun + child.communicate()[0]
    return [line.split() for line in written.decode().splitlines()]


def test_after_kill_9_everything_that_was_acknowledged_is_there(tmp_path):
    path = tmp_path / "state.sqlite"
    waiting, first = set(), 0
    for seconds in (0.0, 0.011, 0.047, 0.132):
        lines = run_and_kill(path, first, seconds)
        stored = [int(words[1]) for words in lines if words[0] == "stored"]
        finished = [int(words[1]) for words in lines if words[0] == "finished"]
        assert all(words[2] == "True" for words in lines if words[0] == "stored")
        db = open_state(path)
        found = {update.update_id for update in list_pending(db)}
        db.close()
        waiting |= {number + 1 for number in stored}
        # What the child did last, it may have done without telling.
        untold = {stored[-1], stored[-1] + 2, stored[-1] + 3} - set(finished)
        assert waiting <= found
        assert found <= waiting | untold
        waiting, first = found, stored[-1] + 4
