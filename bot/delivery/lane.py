"""One lane: the updates of a chat (or of a person's presses) in their order."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from telegram import Update

from bot.delivery.arrivals import LaneKey
from bot.delivery.failures import Decision
from bot.delivery.limits import Admission


@dataclass(slots=True, eq=False)
class Place:
    """The place of one update in its lane."""

    update: Update
    key: LaneKey
    admission: Admission
    # True: it may run; False: it was finished with another one, or is left to the next start.
    turn: asyncio.Future[bool]
    task: asyncio.Task[None] | None
    decision: Decision | None = None  # how it failed, if it did
    absorbed: list["Place"] = field(default_factory=list)


class Lane:
    """Updates that run one after the other; the first has the turn."""

    def __init__(self) -> None:
        self._places: deque[Place] = deque()
        # Nobody has the turn until this update, which failed, comes back.
        self.held_for: int | None = None

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places)

    @property
    def is_idle(self) -> bool:
        """Whether it can be forgotten."""
        return not self._places and self.held_for is None

    def join(self, place: Place) -> None:
        """Lines `place` up: last, or first if it is the one that the lane is held for."""
        if self.held_for == place.update.update_id:
            self.held_for = None
            self._places.appendleft(place)
        else:
            self._places.append(place)
        self._pass_turn()

    def leave(self, place: Place) -> None:
        """Takes `place` out and gives the turn on; without effect if it is out already."""
        if place in self._places:
            self._places.remove(place)
        self._pass_turn()

    def send_away(self, place: Place) -> None:
        """Takes out a place that waits: it will not run here."""
        if not place.turn.done():
            place.turn.set_result(False)
        if place in self._places:
            self._places.remove(place)

    def send_all_away(self) -> None:
        """Leaves all that wait to the next start."""
        for place in list(self._places):
            if not place.turn.done():
                self.send_away(place)

    def _pass_turn(self) -> None:
        if self.held_for is None and self._places and not self._places[0].turn.done():
            self._places[0].turn.set_result(True)
