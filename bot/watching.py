"""Notices changes in the articles folder and has them indexed after a quiet moment.

The system tells of changes at once (by the library watchfiles); where it doesn't, on a network
drive say, they are found by looking every few seconds. What counts is always the folder itself, so
a missed or repeated message does no harm.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch

from corpus.errors import KhamtobError
from corpus.folder_walk import COMPANIONS, scan_folder

Snapshot = tuple[object, ...]

_MOST_DOUBLINGS = 20
_DEBOUNCE_MS, _STEP_MS = 400, 100  # watchfiles gathers messages this long, and looks this often


@dataclass(frozen=True, slots=True)
class WatchTimes:
    """Seconds.

    How long nothing may change before indexing, and at most how long that is waited for; how often
    to look without being told; and the waits after a failure.
    """

    quiet: float = 2.0
    longest_wait: float = 60.0
    look_every: float = 5.0
    first_retry: float = 30.0
    longest_retry: float = 3600.0


class ArticlesWatcher:
    """Watches one articles folder until `stop` is set.

    `update` brings the index up to the folder and returns what it did, in one line; it may raise
    KhamtobError. `report` is called with one line for each event, the same one not twice in a row.
    """

    def __init__(
        self,
        folder: Path,
        update: Callable[[], str],
        report: Callable[[str], None],
        stop: threading.Event,
        times: WatchTimes | None = None,
    ) -> None:
        self._folder = folder
        self._update = update
        self._report = report
        self._stop = stop
        self._times = times or WatchTimes()
        self._indexed: Snapshot | None = None
        self._failures = 0
        self._retry_at = 0.0
        self._reported = ""

    def run(self) -> None:
        """Watch; ends when `stop` is set."""
        while not self._stop.is_set():
            self.look()
            try:
                self._wait_for_messages()
            # The folder is gone, the system has no more watches, or it can't watch this disk.
            except (OSError, RuntimeError):
                self._stop.wait(self._times.look_every)

    def look(self) -> None:
        """Index if the folder differs from what was indexed, or if it is time to try again."""
        try:
            if take_snapshot(self._folder) == self._indexed and not self._is_retry_due():
                return
            snapshot = self._wait_until_quiet()
            if self._stop.is_set():
                return
            self._failures += 1  # until it has worked
            self._indexed = snapshot
            line = self._update()
        except (KhamtobError, OSError) as error:
            doublings = min(max(self._failures - 1, 0), _MOST_DOUBLINGS)
            wait = min(self._times.first_retry * 2**doublings, self._times.longest_retry)
            self._retry_at = time.monotonic() + wait
            self._tell(str(error))
            return
        self._failures = 0
        if line:
            self._reported = ""
            self._tell(line)

    def _wait_for_messages(self) -> None:
        """Look at each message; ends when the folder is another one or the watch ends."""
        identity = self._folder.stat().st_ino
        messages = watch(
            self._folder,
            watch_filter=None,
            debounce=_DEBOUNCE_MS,
            step=_STEP_MS,
            stop_event=self._stop,
            rust_timeout=int(self._times.look_every * 1000),
            yield_on_timeout=True,
        )
        for _ in messages:
            self.look()
            if self._folder.stat().st_ino != identity:
                return

    def _wait_until_quiet(self) -> Snapshot:
        until = time.monotonic() + self._times.longest_wait
        snapshot = take_snapshot(self._folder)
        while not self._stop.wait(self._times.quiet) and time.monotonic() < until:
            before, snapshot = snapshot, take_snapshot(self._folder)
            if snapshot == before:
                break
        return snapshot

    def _is_retry_due(self) -> bool:
        return self._failures > 0 and time.monotonic() >= self._retry_at

    def _tell(self, line: str) -> None:
        if line != self._reported:
            self._reported = line
            self._report(line)


def take_snapshot(folder: Path) -> Snapshot:
    """What tells whether anything was changed; raises ArticleError if there is no such folder."""
    companions = []
    for name in sorted(COMPANIONS):
        try:
            status = (folder / name).stat()
        except OSError:
            continue  # not there, or just gone
        companions.append((name, status.st_size, status.st_mtime_ns, status.st_ino))
    return (scan_folder(folder), tuple(companions))
