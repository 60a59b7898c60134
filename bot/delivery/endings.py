"""How updates begin and end in the inbox: done, dropped, tried again, or given up."""

import logging
import sqlite3
from collections.abc import Iterable

from bot.delivery.failures import Decision, decide
from bot.delivery.timers import Timers
from bot.state.inbox import Outcome, finish_updates, start_update

logger = logging.getLogger(__name__)

# An update that was begun so often and never ended is one that ends the process.
MOST_STARTS = 20
_DROP_SECONDS = 0.05


class Endings:
    """Notes in the inbox what became of each update."""

    def __init__(self, database: sqlite3.Connection, timers: Timers) -> None:
        self._database = database
        self._timers = timers
        self._failures: dict[int, int] = {}
        self._dropped: list[int] = []

    def begin(self, update_id: int) -> bool:
        """Whether the handlers are to run; False for an update that ended already."""
        starts = start_update(self._database, update_id)
        if starts is not None and starts > MOST_STARTS:
            logger.critical("update ended the process %d times: given up", MOST_STARTS)
            self.finish([update_id], "dead")
            return False
        return starts is not None

    def fail(self, update_id: int, error: BaseException) -> Decision:
        """What becomes of an update after one more failure."""
        self._failures[update_id] = self._failures.get(update_id, 0) + 1
        return decide(error, self._failures[update_id])

    def finish(self, update_ids: Iterable[int], outcome: Outcome) -> None:
        """The end of these updates, in one transaction."""
        ended = list(update_ids)
        finish_updates(self._database, ended, outcome)
        for update_id in ended:
            self._failures.pop(update_id, None)

    def drop(self, update_id: int) -> None:
        """The end of a refused update; many are noted together, since a flood brings many."""
        self._dropped.append(update_id)
        if len(self._dropped) == 1:
            self._timers.plan(_DROP_SECONDS, self.finish_dropped)

    def finish_dropped(self) -> None:
        """Notes those that were dropped and not noted yet."""
        if self._dropped:
            self.finish(self._dropped, "dropped")
            self._dropped = []
