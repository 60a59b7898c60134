"""Follow-ups lean on the questions of the last quarter of an hour."""

from bot.chat.recent_questions import RecentQuestions


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_the_newest_question_comes_first_and_three_are_remembered():
    recent = RecentQuestions(Clock())
    for question in ("ก", "ข", "ค", "ง"):
        recent.add((1, None), question)
    recent.add((2, None), "อื่น")
    assert recent.list_recent((1, None)) == ["ง", "ค", "ข"]
    assert recent.list_recent((3, None)) == []


def test_a_question_is_forgotten_after_a_quarter_of_an_hour_or_when_asked():
    clock = Clock()
    recent = RecentQuestions(clock)
    recent.add(1, "คุนซานอยู่ที่ไหน")
    clock.now = 900.0
    assert recent.list_recent(1) == ["คุนซานอยู่ที่ไหน"]
    clock.now = 901.0
    assert recent.list_recent(1) == []
    recent.add(1, "ใหม่")
    recent.forget(1)
    assert recent.list_recent(1) == []


def test_the_memory_does_not_grow_without_end():
    recent = RecentQuestions(Clock())
    for chat in range(10_050):
        recent.add(chat, "น้ำท่วมที่ไหน")
    assert len(recent) == 10_000
    assert recent.list_recent(49) == []
    assert recent.list_recent(50) == ["น้ำท่วมที่ไหน"]
