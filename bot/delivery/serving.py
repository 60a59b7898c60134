"""Runs the application from its first call to Telegram to its orderly end."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from telegram.error import InvalidToken
from telegram.ext import Application

from bot.delivery.receiving import Receiver, keep_trying
from bot.delivery.update_queue import DurableQueue
from bot.delivery.watchdog import Watchdog
from corpus.errors import UsageError

logger = logging.getLogger(__name__)

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def serve(
    application: AnyApplication,
    queue: DurableQueue,
    receiver: Receiver,
    watchdog: Watchdog,
    prepare: Callable[[], Awaitable[None]],
) -> None:
    """Answers until SIGINT or SIGTERM; then what came is answered, for a while, and all closed.

    `prepare` runs when the bot knows itself and before the first update is handled. Raises
    UsageError if Telegram does not know the token.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in _STOP_SIGNALS:
        loop.add_signal_handler(each, stop.set)
    try:
        await _run(application, queue, receiver, watchdog, prepare, stop)
    except InvalidToken:
        # Not "from error": its words hold the token.
        message = "KHAMTOB_TOKEN: Telegram does not know it; ask @BotFather for the current one"
        raise UsageError(message) from None
    finally:
        for each in _STOP_SIGNALS:
            loop.remove_signal_handler(each)


async def _run(
    application: AnyApplication,
    queue: DurableQueue,
    receiver: Receiver,
    watchdog: Watchdog,
    prepare: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
) -> None:
    await _unless_stopped(keep_trying(application.initialize), stop)
    if stop.is_set():
        return
    try:
        await prepare()
        restored = queue.restore(application.bot)
        logger.info("serving; %d updates were left by the last run", restored)
        await application.start()
        watchdog.start()
        await _unless_stopped(receiver.start(), stop)
        await stop.wait()
    finally:
        logger.info("stopping")
        watchdog.stop()
        await receiver.stop()
        if application.running:
            await application.stop()
        await application.shutdown()


async def _unless_stopped(work: Awaitable[None], stop: asyncio.Event) -> None:
    """Waits for `work`, or gives it up when the process is to end first."""
    working = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    else:
        working.cancel()
        await asyncio.wait([working])
