"""Runs the handlers: in order within a chat, side by side between chats, each update to its end."""

import asyncio
import inspect
import logging
import sqlite3
from collections.abc import Awaitable, Iterable
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.delivery.admitting import Admit, Refuse, admit_all, refuse_silently
from bot.delivery.arrivals import LaneKey, find_lane
from bot.delivery.endings import Endings
from bot.delivery.failures import Decision
from bot.delivery.lane import Lane, Place
from bot.delivery.limits import Admission
from bot.delivery.log import log_about
from bot.delivery.timers import Timers
from bot.delivery.update_queue import DurableQueue
from bot.state.inbox import Outcome
from corpus.errors import StateError

logger = logging.getLogger(__name__)

# python-telegram-bot lets this many updates in at once. It must never be what queues: there one
# chat's flood would stand before the others.
_UNBOUNDED = 1_000_000
SLOTS = 64
DRAIN_SECONDS = 20.0


class Lanes(BaseUpdateProcessor):
    """Gives each update its turn and marks it finished in the inbox after its handlers ended.

    `admit` is asked when an update comes, with the number of those not finished; `refuse` runs
    instead of the handlers for one that is to be told so. At most `slots` run at once; a chat
    takes one of them at a time. What is not finished `drain_seconds` after the application began
    to stop is given up and stays in the inbox. Handlers must block: what one leaves to a task of
    its own is not waited for.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        queue: DurableQueue,
        *,
        admit: Admit = admit_all,
        refuse: Refuse = refuse_silently,
        slots: int = SLOTS,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> None:
        super().__init__(_UNBOUNDED)
        self._queue = queue
        self._admit = admit
        self._refuse = refuse
        self._slots = asyncio.Semaphore(slots)
        self._drain_seconds = drain_seconds
        self._timers = Timers()
        self._endings = Endings(database, self._timers)
        self._lanes: dict[LaneKey, Lane] = {}
        self._running: dict[int, Place] = {}
        self._unfinished = 0
        self._given_up = False
        queue.when_closing(self._drain)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Forgets planned tries; the updates are in the inbox."""
        self._timers.cancel()
        self._endings.finish_dropped()

    @property
    def unfinished(self) -> int:
        """How many updates wait, run, or will be tried again."""
        return self._unfinished

    def waiting(self, chat_id: int) -> list[Update]:
        """What waits behind the running update of this chat, in order."""
        return self._list_behind(("chat", chat_id))

    def waiting_behind(self, update: Update) -> list[Update]:
        """What waits in the lane of `update`; of a person's inline queries, the newer ones."""
        return self._list_behind(find_lane(update))

    def absorb(self, update_ids: Iterable[int]) -> None:
        """Lets the running update of their chat answer these waiting ones too.

        They are finished together with it, in one transaction; if it fails, they wait on.
        """
        wanted = set(update_ids)
        for running in self._running.values():
            for place in self._lanes[running.key]:
                if place.update.update_id in wanted and not place.turn.done():
                    running.absorbed.append(place)

    def report(self, update: object, error: BaseException) -> Decision | None:
        """What becomes of `update` after `error`; to be called by the error handler.

        None if the error is not that of an update in work, but of polling, say.
        """
        place = self._running.get(update.update_id) if isinstance(update, Update) else None
        if place is None:
            return None
        decision = self._endings.fail(place.update.update_id, error)
        if place.decision is None or place.decision.outcome == "dead":
            place.decision = decision
        return decision

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Runs `coroutine`, the handlers of `update`, when it is its turn."""
        try:
            if isinstance(update, Update):
                await self._process(update, coroutine)
            else:
                await coroutine
        finally:
            if inspect.iscoroutine(coroutine):
                coroutine.close()  # without effect where it ran

    async def _process(self, update: Update, coroutine: Awaitable[Any]) -> None:
        """No wait before the place is taken: the order of the queue is that of the lane."""
        key = find_lane(update)
        admission = self._let_in(update, key)
        if admission.verdict == "silent":
            self._endings.drop(update.update_id)
            return
        loop = asyncio.get_running_loop()
        place = Place(update, key, admission, loop.create_future(), asyncio.current_task())
        lane = self._lanes.setdefault(key, Lane())
        self._unfinished += lane.held_for != update.update_id  # that one is still counted
        lane.join(place)
        try:
            if await place.turn:
                async with self._slots:
                    await self._run(place, coroutine)
        finally:
            self._unfinished -= lane.held_for != update.update_id
            lane.leave(place)
            if lane.is_idle:
                self._lanes.pop(key, None)

    def _let_in(self, update: Update, key: LaneKey) -> Admission:
        """What came back after a failure or a restart was let in before."""
        was_restored = self._queue.take_restored(update.update_id)
        lane = self._lanes.get(key)
        if was_restored or (lane is not None and lane.held_for == update.update_id):
            return Admission("run")
        return self._admit(update, self._unfinished)

    async def _run(self, place: Place, coroutine: Awaitable[Any]) -> None:
        update_id = place.update.update_id
        with log_about(update_id=update_id):
            try:
                if not self._given_up and self._endings.begin(update_id):
                    await self._handle(place, coroutine)
            except StateError as error:
                logger.critical("state can't be written: %s", error)
                self._try_again(place, self._endings.fail(update_id, error).delay)

    async def _handle(self, place: Place, coroutine: Awaitable[Any]) -> None:
        self._running[place.update.update_id] = place
        try:
            if place.admission.verdict == "run":
                await coroutine
            else:
                await self._tell_refusal(place)
        finally:
            del self._running[place.update.update_id]
        if place.decision is not None and place.decision.outcome == "again":
            self._try_again(place, place.decision.delay)
        else:
            self._conclude(place)

    async def _tell_refusal(self, place: Place) -> None:
        try:
            await self._refuse(place.update, place.admission)
        except TelegramError as error:
            logger.warning("refusal could not be told: %s", error)

    def _try_again(self, place: Place, delay: float) -> None:
        """Plans the next try; until then nobody overtakes it in its lane."""
        logger.info("update is tried again in %.1f s", delay)
        lane = self._lanes[place.key]
        lane.held_for = place.update.update_id
        self._timers.plan(delay, self._queue.requeue, place.update)
        if self._queue.closing:
            lane.send_all_away()

    def _conclude(self, place: Place) -> None:
        """Marks the update finished, and those that it answered too."""
        outcome: Outcome = "done" if place.admission.verdict == "run" else "dropped"
        if place.decision is not None:
            logger.error("update is given up")
            outcome = "dead"
        together = [place, *place.absorbed]
        self._endings.finish([each.update.update_id for each in together], outcome)
        for other in place.absorbed:
            self._lanes[place.key].send_away(other)

    def _list_behind(self, key: LaneKey) -> list[Update]:
        taken = {id(other) for running in self._running.values() for other in running.absorbed}
        return [
            place.update
            for place in self._lanes.get(key, ())
            if not place.turn.done() and place.admission.verdict == "run" and id(place) not in taken
        ]

    def _drain(self) -> None:
        """Lets what is in work and what waits come to its end, but only for a while."""
        for lane in list(self._lanes.values()):
            if lane.held_for is not None:
                lane.send_all_away()
        self._timers.plan(self._drain_seconds, self._give_up)

    def _give_up(self) -> None:
        self._given_up = True
        for lane in list(self._lanes.values()):
            lane.send_all_away()
        for place in list(self._running.values()):
            if place.task is not None:
                place.task.cancel()
