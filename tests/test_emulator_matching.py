"""Which of the bot's messages answers which question."""

from bot.emulator.load import measure
from bot.emulator.matching import Asked, match_answers
from bot.emulator.world import Event

KEYBOARD = {"inline_keyboard": [[{"text": "👍", "callback_data": "u"}]]}


def _event(number, kind, chat_id, message_id, text, reply_to=None, buttons=KEYBOARD):
    message = {"chat": {"id": chat_id}, "message_id": message_id, "text": text}
    if reply_to:
        message["reply_to_message"] = {"message_id": reply_to}
    if buttons:
        message["reply_markup"] = buttons
    return Event(number, 100.0 + number, kind, chat_id, message)


def _count(matches):
    return [len(match.answers) for match in matches.matches]


def test_answers_that_reply_are_told_apart_whatever_their_order():
    asked = [Asked(1, 1, 100.0), Asked(1, 2, 100.0)]
    events = [
        _event(1, "message", 1, 3, "🔎 …", reply_to=2),
        _event(2, "message", 1, 4, "🔎 …", reply_to=1),
        _event(3, "edit", 1, 3, "คำตอบสอง", reply_to=2),
        _event(4, "edit", 1, 4, "คำตอบหนึ่ง", reply_to=1),
    ]
    matches = match_answers(asked, events)
    assert [match.answers[0].text for match in matches.matches] == ["คำตอบหนึ่ง", "คำตอบสอง"]
    assert [match.seconds for match in matches.matches] == [4.0, 3.0]
    assert matches.orphans == ()


def test_an_answer_that_replies_to_nothing_goes_to_the_first_question_without_one():
    asked = [Asked(1, 1, 100.0), Asked(1, 2, 100.0), Asked(2, 1, 100.0)]
    events = [
        _event(1, "message", 1, 3, "คำตอบหนึ่ง", reply_to=1),
        _event(2, "message", 1, 4, "คำตอบสอง"),
        _event(3, "message", 2, 2, "คำตอบของอีกคน"),
    ]
    assert _count(match_answers(asked, events)) == [1, 1, 1]


def test_a_second_answer_a_missing_one_and_an_orphan_are_found():
    asked = [Asked(1, 1, 100.0), Asked(2, 1, 100.0), Asked(3, 1, 100.0)]
    events = [
        _event(1, "message", 1, 2, "คำตอบ"),
        _event(2, "message", 1, 3, "คำตอบ"),
        _event(3, "message", 2, 2, "🔎 กำลังค้น"),
        _event(4, "message", 3, 2, "ช้าหน่อย", buttons=None),
    ]
    matches = match_answers(asked, events)
    assert _count(matches) == [2, 0, 1]
    assert [match.asked.chat_id for match in matches.answered_twice] == [1]
    assert [match.asked.chat_id for match in matches.unanswered] == [2]
    assert [match.asked.chat_id for match in matches.refused] == [3]
    assert [shown.chat_id for shown in matches.orphans] == [2]


def test_a_placeholder_that_was_deleted_is_no_orphan():
    events = [
        _event(1, "message", 1, 2, "🔎 กำลังค้น"),
        Event(2, 102.0, "delete", 1, {"message_id": 2}),
        _event(3, "message", 1, 3, "คำตอบ"),
    ]
    matches = match_answers([Asked(1, 1, 100.0)], events)
    assert (_count(matches), matches.orphans) == ([1], ())


def test_seconds_are_counted_from_the_question_to_the_last_edit():
    asked = [Asked(chat, 1, 100.0) for chat in range(1, 21)]
    events = [_event(chat, "message", chat, 2, "คำตอบ") for chat in range(1, 21)]
    rate, half, most = measure(match_answers(asked, events))
    assert (rate, half, most) == (1.0, 11.0, 20.0)
    assert measure(match_answers(asked, [])) == (0.0, 0.0, 0.0)
