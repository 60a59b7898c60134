"""What the handlers for admins share."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.admin.index_runner import IndexRunner
from bot.admin.recent_errors import RecentErrors
from bot.chat.markup import to_outgoing
from bot.chat.services import Services, now
from bot.delivery.exactly_once import show
from bot.render.message import Message
from bot.state.admin_log import note_action
from bot.state.orders import SECONDS_TO_CONFIRM, Order, find_order

Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)
_THREADS = 2  # reading uploads and fetching links; the index has its own


@dataclass(slots=True)
class Desk:
    """The services, and what admins' work needs besides.

    `changing` is held while the articles folder or the index is changed.
    """

    services: Services
    runner: IndexRunner
    errors: RecentErrors
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_THREADS, thread_name_prefix="admin")
    )

    async def work(self, job: Callable[[], Result]) -> Result:
        """What `job` returns, computed in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, job)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs this beside the handlers; an order on the disk must tell what is left of it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def note(self, admin_id: int, action: str, subject: str) -> None:
        """Writes it into the admins' log."""
        note_action(self.services.database, admin_id, action, subject, now())

    def find_order(self, order_id: str, admin_id: int, kind: str) -> Order | None:
        """The order, if it is of this kind, this admin's, and not too old."""
        order = find_order(self.services.database, order_id)
        if order is None or order.kind != kind or order.admin_id != admin_id:
            return None
        return order if now() - order.made <= SECONDS_TO_CONFIRM else None

    async def show(self, bot: ExtBot[int], chat_id: int, message_id: int, message: Message) -> None:
        """Makes a message read so; what Telegram refuses is logged, for the work itself is done."""
        try:
            await show(bot, chat_id, message_id, to_outgoing(message))
        except TelegramError as error:
            _LOG.warning("an admin's message could not be shown: %s", error)

    def close(self) -> None:
        """Gives up what runs; its orders are taken up at the next start."""
        self.runner.close()
        for task in self._tasks:
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("work for an admin failed: %r", error, exc_info=error)
