"""Ends a process that no update can reach any more, so that its supervisor starts a new one."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.delivery.listening import Listening

logger = logging.getLogger(__name__)

EXIT_DEAF = 70  # EX_SOFTWARE of sysexits.h
DEAF_SECONDS = 120.0
BEAT_SECONDS = 2.0


def find_trouble(listening: Listening, stillness: float, deaf_after: float | None) -> str | None:
    """Why the process should end; None while it is well.

    `stillness` is how many seconds ago the event loop last ran. Where Telegram calls us it may be
    silent as long as it likes: then `deaf_after` is None.
    """
    if listening.refusal is not None:
        return listening.refusal
    if stillness > (deaf_after or DEAF_SECONDS):
        return f"the event loop has stood still for {stillness:.0f} s"
    if deaf_after is not None and listening.silence() > deaf_after:
        return f"no good answer to getUpdates for {listening.silence():.0f} s"
    return None


class Watchdog:
    """Touches a heartbeat file while all is well, and ends the process when it is not.

    It looks from a thread of its own, since an event loop that hangs can't look for itself.
    """

    def __init__(
        self,
        listening: Listening,
        heartbeat: Path,
        deaf_after: float | None = DEAF_SECONDS,
        end: Callable[[int], object] = os._exit,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        self._listening = listening
        self._heartbeat = heartbeat
        self._deaf_after = deaf_after
        self._end = end
        self._beat_seconds = beat_seconds
        self._last_run = time.monotonic()
        self._stopped = threading.Event()
        self._beating: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to watch; to be called where the event loop runs."""
        self._last_run = time.monotonic()
        self._beating = asyncio.create_task(self._beat())
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Stops watching: from now on silence is meant."""
        self._stopped.set()
        if self._beating is not None:
            self._beating.cancel()
        self._heartbeat.unlink(missing_ok=True)

    async def _beat(self) -> None:
        while True:
            self._last_run = time.monotonic()
            await asyncio.sleep(self._beat_seconds)

    def _watch(self) -> None:
        while not self._stopped.wait(self._beat_seconds / 2):
            stillness = time.monotonic() - self._last_run
            trouble = find_trouble(self._listening, stillness, self._deaf_after)
            if trouble is not None:
                logger.critical("ends with %d: %s", EXIT_DEAF, trouble)
                logging.shutdown()
                self._end(EXIT_DEAF)
                return
            if stillness < 2 * self._beat_seconds + 1:
                self._touch()

    def _touch(self) -> None:
        try:
            self._heartbeat.touch()
        except OSError as error:
            logger.warning("heartbeat can't be written: %s", error)
