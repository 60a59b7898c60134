"""How much one person, one chat and all together may ask before they are told to wait."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from bot.delivery.arrivals import Arrival
from bot.delivery.buckets import Buckets, Rate

# No one types as fast, and whoever pastes a list of questions gets them answered one by one.
PRIVATE_QUESTIONS = Rate(burst=60, per_second=30 / 60)
# Of these so many at once; then they take turns with the questions of everybody else.
PACE = Rate(burst=5, per_second=2)
GROUP_QUESTIONS = Rate(burst=30, per_second=30 / 60)
# A person presses buttons and types faster than they ask.
CONTROLS = Rate(burst=30, per_second=1)
LETTERS = Rate(burst=60, per_second=3)
# One notice, then silence: an answer to each refused message would be a flood too.
NOTICES = Rate(burst=1, per_second=1 / 30)
MOST_WAITING = 2000


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether an update is let in.

    "run": handle it. "too_fast" and "busy": tell the person, with the seconds to wait.
    "silent": leave it out, since they were told a moment ago.
    """

    verdict: Literal["run", "too_fast", "busy", "silent"]
    seconds: int = 0


class Limits:
    """The budgets of all people and chats; `now` is seconds of a clock that only goes forward."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._people: Buckets[Hashable] = Buckets(PRIVATE_QUESTIONS)
        self._groups: Buckets[Hashable] = Buckets(GROUP_QUESTIONS)
        self._controls: Buckets[Hashable] = Buckets(CONTROLS)
        self._letters: Buckets[Hashable] = Buckets(LETTERS)
        self._notices: Buckets[Hashable] = Buckets(NOTICES)

    def admit(self, arrival: Arrival, waiting: int, now: float) -> Admission:
        """Whether to handle an update while `waiting` others are not finished."""
        if waiting >= 2 * self._most_waiting:
            return Admission("silent")
        if arrival.kind == "ambient":
            return Admission("run")
        if arrival.kind == "typing":
            late = self._letters.find(arrival.user_id, now).take(now)
            return Admission("silent" if late or waiting >= self._most_waiting else "run")
        if arrival.kind == "control":
            late = self._controls.find(arrival.user_id, now).take(now)
            return self._refuse("too_fast", late, arrival, now) if late else Admission("run")
        if waiting >= self._most_waiting:
            return self._refuse("busy", 30.0, arrival, now)
        late = self._people.find(arrival.user_id, now).take(now)
        if not late and not arrival.private:
            late = self._groups.find(arrival.chat_id, now).take(now)
        return self._refuse("too_fast", late, arrival, now) if late else Admission("run")

    def _refuse(
        self, verdict: Literal["too_fast", "busy"], seconds: float, arrival: Arrival, now: float
    ) -> Admission:
        """The refusal, told once in a while in each chat."""
        if self._notices.find((verdict, arrival.chat_id), now).take(now):
            return Admission("silent")
        return Admission(verdict, max(1, math.ceil(seconds)))
