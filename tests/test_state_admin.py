"""What admins did, and their orders that wait for a button."""

import pytest

from bot.state.admin_log import AdminAction, list_actions, note_action
from bot.state.database import open_state
from bot.state.orders import (
    SECONDS_TO_CONFIRM,
    change_order,
    drop_order,
    find_order,
    list_orders,
    make_order,
    prune_orders,
)


@pytest.fixture
def db(tmp_path):
    database = open_state(tmp_path / "ข้อมูล" / "state.sqlite")
    yield database
    database.close()


def test_the_log_tells_who_did_what_and_when_newest_first(db):
    note_action(db, 9001, "added", "สวนสัตว์.pdf", 100.0)
    note_action(db, 9002, "removed", "คุนซาน\ud800.md" + "ก" * 1000, 101.0)
    newest, oldest = list_actions(db, 9)
    assert oldest == AdminAction(9001, "added", "สวนสัตว์.pdf", 100.0)
    assert (newest.admin_id, newest.action, newest.done) == (9002, "removed", 101.0)
    assert newest.subject.startswith("คุนซาน\ufffd.md")
    assert len(newest.subject) == 500
    assert list_actions(db, 1) == [newest]


def test_an_order_outlasts_a_restart_and_is_forgotten_when_nobody_confirms(tmp_path):
    path = tmp_path / "state.sqlite"
    db = open_state(path)
    made = make_order(db, 9001, "offer", {"article": "สวนสัตว์.pdf", "replaceable": ["ก.md"]}, 5.0)
    db.close()
    db = open_state(path)
    found = find_order(db, made.order_id)
    assert (found.admin_id, found.kind, found.made) == (9001, "offer", 5.0)
    assert dict(found.details) == {"article": "สวนสัตว์.pdf", "replaceable": ["ก.md"]}
    assert prune_orders(db, 5.0, but="run") == 0
    assert prune_orders(db, 5.0 + SECONDS_TO_CONFIRM, but="run") == 1
    assert find_order(db, made.order_id) is None
    db.close()


def test_an_order_becomes_a_run_that_only_its_end_drops(db):
    order = make_order(db, 9001, "offer", {}, 1.0)
    assert change_order(db, order.order_id, "run", {"head": "✅ เพิ่มแล้ว"})
    assert prune_orders(db, 10.0, but="run") == 0
    assert [each.details["head"] for each in list_orders(db, "run")] == ["✅ เพิ่มแล้ว"]
    assert list_orders(db, "offer") == []
    assert drop_order(db, order.order_id)
    assert not drop_order(db, order.order_id)
    assert not change_order(db, order.order_id, "run", {})
