"""Faults by script: which call meets which."""

import pytest

from bot.emulator.faults import Fault, Faults
from corpus.errors import UsageError


def _kinds(faults, calls):
    met = [faults.take(method, {"chat_id": chat}) for method, chat in calls]
    return [fault and fault.description for fault in met]


def test_a_fault_meets_only_its_method_and_chat_and_so_many_times():
    faults = Faults()
    record = {"method": "sendMessage", "chat_id": 42, "times": 2, "status": 403}
    faults.add([Fault.read({**record, "description": "Forbidden: bot was blocked by the user"})])
    calls = [("sendMessage", "43"), ("getMe", None), *[("sendMessage", "42")] * 3]
    words = "Forbidden: bot was blocked by the user"
    assert _kinds(faults, calls) == [None, None, words, words, None]
    assert len(faults) == 0


def test_a_star_is_every_method_and_skipped_calls_go_well():
    faults = Faults()
    faults.add([Fault.read({"method": "*", "skip": 2, "status": 502, "description": "เกตเวย์เสีย"})])
    calls = [("getMe", None), ("sendMessage", "1"), ("getUpdates", None), ("getMe", None)]
    assert _kinds(faults, calls) == [None, None, "เกตเวย์เสีย", None]


def test_faults_of_one_method_come_in_the_order_of_the_script():
    faults = Faults()
    faults.add(Fault.read({"method": "getMe", "description": word}) for word in ("หนึ่ง", "สอง"))
    assert _kinds(faults, [("getMe", None)] * 3) == ["หนึ่ง", "สอง", None]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"method": "getMe", "statsu": 400}, "unknown field of a fault: statsu; use chat_id, "),
        ({"status": 400}, 'a fault has a method (or "*") and a kind of refuse, '),
        ({"method": "getMe", "kind": "ช้า"}, 'a fault has a method (or "*") and a kind of refuse, '),
    ],
)
def test_a_mistake_in_a_fault_is_told(record, message):
    with pytest.raises(UsageError) as refusal:
        Fault.read(record)
    assert str(refusal.value).startswith(message)
