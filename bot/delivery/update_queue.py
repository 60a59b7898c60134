"""The queue between Telegram and the handlers: an update is stored before it is acknowledged.

python-telegram-bot acknowledges an update once it was put into its queue: with the next getUpdates
in polling, with the 200 of a webhook. So it is stored here, before `put` returns.
"""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence

from telegram import Bot, Update

from bot.delivery.reading import UNREADABLE, read_update
from bot.state.inbox import finish_updates, list_pending, store_updates

logger = logging.getLogger(__name__)


class DurableQueue(asyncio.Queue[object]):
    """Takes each update once, however often Telegram sends it, and keeps it until it is finished.

    Nothing in it waits, so that no cancelled task can leave an update stored by halves.
    """

    def __init__(
        self, database: sqlite3.Connection, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        # Stored already, waiting for python-telegram-bot to put them: True for those that are new.
        self._announced: dict[int, bool] = {}
        self._restored: set[int] = set()
        self._closing_calls: list[Callable[[], None]] = []
        self.closing = False

    def store(self, updates: Sequence[tuple[int, str]]) -> frozenset[int]:
        """Stores updates as (id, JSON) in one transaction; returns the ids that were new.

        What was stored may be acknowledged: a `put` of it only hands it on.
        """
        new = frozenset(store_updates(self._database, updates, self._clock()))
        # An id that was announced as new and not yet put stays new.
        for update_id, _raw in updates:
            self._announced[update_id] = update_id in new or self._announced.get(update_id, False)
        return new

    def store_unreadable(self, update_id: int, raw: str) -> None:
        """Keeps the id of an update that can't be read, so that it is stepped over for good."""
        self.store([(update_id, raw)])
        self._announced[update_id] = False
        finish_updates(self._database, [update_id], "unreadable")

    async def put(self, item: object) -> None:
        """Hands `item` on to the handlers, unless it is an update that came before."""
        if not isinstance(item, Update):
            self._close()
            super().put_nowait(item)
            return
        if item.update_id not in self._announced:
            self.store([(item.update_id, item.to_json())])
        if self._announced.pop(item.update_id):
            super().put_nowait(item)
        else:
            logger.info("update came before, left out", extra={"update_id": item.update_id})

    def requeue(self, update: Update) -> None:
        """Hands a stored update to the handlers once more; not while stopping.

        Stopping waits until the queue is worked off, and nobody takes from it any more; the
        update stays in the inbox for the next start.
        """
        if not self.closing:
            super().put_nowait(update)

    def restore(self, bot: Bot) -> int:
        """Queues what an earlier process left unfinished, eldest first; returns how many."""
        count = 0
        for stored in list_pending(self._database):
            try:
                update = read_update(json.loads(stored.raw), bot)
            except UNREADABLE:
                logger.exception(
                    "stored update is unreadable", extra={"update_id": stored.update_id}
                )
                finish_updates(self._database, [stored.update_id], "unreadable")
                continue
            self._restored.add(stored.update_id)
            super().put_nowait(update)
            count += 1
        return count

    def take_restored(self, update_id: int) -> bool:
        """Whether the update is one that an earlier process had accepted; True only once."""
        was_restored = update_id in self._restored
        self._restored.discard(update_id)
        return was_restored

    def when_closing(self, call: Callable[[], None]) -> None:
        """Has `call` called when the application begins to stop."""
        self._closing_calls.append(call)

    def _close(self) -> None:
        """Leaves what no handler has begun to the next start, and says that the end is near.

        The only thing that python-telegram-bot puts besides updates is its own sign to stop.
        Updates behind it would be started without being waited for.
        """
        self.closing = True
        while not self.empty():
            self.get_nowait()
            self.task_done()
        for call in self._closing_calls:
            call()
