"""How much people may ask, and what counts as asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_bot import BOT_ID, make_message, make_update

from bot.delivery.arrivals import Arrival, find_lane, read_arrival
from bot.delivery.limits import Admission, Limits

OWN_MESSAGE = make_message(**{"from": {"id": BOT_ID, "is_bot": True, "first_name": "คำตอบ"}})
COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]


def test_messages_keep_order_by_chat_and_presses_and_inline_queries_by_person():
    person = {"id": 7, "is_bot": False, "first_name": "ส"}
    press = {"id": "1", "from": person, "chat_instance": "x", "message": make_message(chat=-100)}
    inline = {"id": "1", "from": person, "query": "คุน", "offset": ""}
    assert find_lane(make_update(message=make_message(chat=-100))) == ("chat", -100)
    assert find_lane(make_update(edited_message=make_message())) == ("chat", 42)
    assert find_lane(make_update(callback_query=press)) == ("press", 7)
    assert find_lane(make_update(inline_query=inline)) == ("inline", 7)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (make_message("คุนซานอยู่ที่ไหน"), "question"),
        (make_message("คุยกันเอง", -100), "ambient"),
        (make_message("ถาม @TestBot หน่อย", -100), "question"),
        (make_message("ต่อ", -100, reply_to_message=OWN_MESSAGE), "question"),
        (make_message("/start", -100, entities=COMMAND), "control"),
    ],
)
def test_talk_in_a_group_is_no_question(message, kind):
    arrival = read_arrival(make_update(message=message), BOT_ID, "@testbot")
    assert arrival == Arrival(42, message["chat"]["id"], message["chat"]["id"] > 0, kind)


def admit_many(limits, arrival, count, now=0.0, waiting=0):
    return [limits.admit(arrival, waiting, now).verdict for _ in range(count)]


def test_a_person_asks_sixty_at_once_and_thirty_a_minute():
    limits, person = Limits(), Arrival(42, 42, private=True, kind="question")
    assert admit_many(limits, person, 62) == ["run"] * 60 + ["too_fast", "silent"]
    assert admit_many(limits, person, 2, now=2.0) == ["run", "silent"]
    assert limits.admit(person, 0, 31.0).verdict == "run"
    assert admit_many(limits, person, 90, now=600.0).count("run") == 60


def test_the_people_of_a_group_share_thirty():
    limits = Limits()
    verdicts = []
    for user in range(1, 5):
        verdicts += admit_many(limits, Arrival(user, -100, private=False, kind="question"), 10)
    assert verdicts == ["run"] * 30 + ["too_fast"] + ["silent"] * 9


def test_a_full_queue_is_said_honestly_and_lets_commands_in():
    limits = Limits(most_waiting=100)
    question = Arrival(42, 42, private=True, kind="question")
    assert limits.admit(question, 100, 0.0) == Admission("busy", 30)
    assert limits.admit(question, 100, 1.0) == Admission("silent")
    assert limits.admit(Arrival(42, 42, private=True, kind="control"), 100, 1.0).verdict == "run"
    assert limits.admit(Arrival(7, 7, private=True, kind="typing"), 100, 1.0).verdict == "silent"
    assert limits.admit(Arrival(8, 8, private=True, kind="control"), 200, 1.0).verdict == "silent"


def test_talk_among_people_costs_nothing():
    limits = Limits()
    assert admit_many(limits, Arrival(1, -100, private=False, kind="ambient"), 500) == ["run"] * 500
    asked = Arrival(1, -100, private=False, kind="question")
    assert limits.admit(asked, 0, 0.0).verdict == "run"


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(0, 20)), max_size=300))
def test_no_person_gets_more_than_the_burst_and_the_rate(steps):
    limits, now, taken = Limits(), 0.0, dict.fromkeys((1, 2, 3), 0)
    for user, seconds in steps:
        now += seconds
        arrival = Arrival(user, user, private=True, kind="question")
        taken[user] += limits.admit(arrival, 0, now).verdict == "run"
    assert all(count <= 60 + now / 2 + 1e-6 for count in taken.values())
