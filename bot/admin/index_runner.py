"""Runs index updates beside the answering: short ones in a thread, long ones in a process.

A thread has the model loaded, so that one article more is answered in seconds. A process gives way
to questions, which a thread can't, but it takes seconds to start.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.admin.run_summary import summarise
from bot.render.admin_index import RunSummary, Step
from bot.settings import Settings
from bot.updating import update_from_articles
from corpus.errors import GateError, IndexBusyError, KhamtobError
from corpus.folder_walk import scan_folder
from index.encoder import Encoder
from index.generation import Generation

OnStep = Callable[[Step], None]

MOST_PASSAGES_HERE = 24
"""More than these are embedded in a process of their own."""
MOST_FILES_HERE = 20
"""More new or changed files than these are read in a process of their own."""

_START = (
    "import sys; sys.path.append(sys.argv.pop(1)); from bot.admin.index_worker import main; main()"
)
_PROJECT_FOLDER = Path(__file__).resolve().parent.parent.parent
_BUSY_SECONDS = 120.0  # how long another index run is waited for
_LOOK_SECONDS = 0.5


class IndexRunner:
    """Runs one update at a time; its methods block, and are for threads."""

    def __init__(
        self, settings: Settings, encoder: Encoder, find_live: Callable[[], Generation]
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._find_live = find_live
        self._stop = threading.Event()
        self._child: subprocess.Popen[str] | None = None

    def compare(self, on_step: OnStep) -> RunSummary:
        """What an update would do; nothing is published. Raises KhamtobError."""
        return self._run(on_step, ["dry-run"], apart=False)

    def update(self, on_step: OnStep, *, apart: bool, force: bool) -> RunSummary:
        """Brings the index up to the articles, in a process if `apart`.

        Raises GateError if questions of the gate break (not with `force`), KhamtobError if it
        can't be done.
        """
        return self._run(on_step, ["force"] * force, apart=apart)

    def close(self) -> None:
        """Ends a process that runs, which an index run survives at any point."""
        self._stop.set()
        if self._child is not None:
            self._child.terminate()

    def _run(self, on_step: OnStep, options: Sequence[str], *, apart: bool) -> RunSummary:
        """What a run gives, tried again while another process is writing the index."""
        run = (
            self._run_apart if apart or self._count_changes() > MOST_FILES_HERE else self._run_here
        )
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return run(on_step, options)
            except IndexBusyError:
                if time.monotonic() > deadline or self._stop.wait(_LOOK_SECONDS):
                    raise
                on_step(Step("Waiting", 0, 0))

    def _count_changes(self) -> int:
        """How many files may have to be read: unknown to the live generation, or younger."""
        live = self._find_live()
        indexed = {article.id for article in live.table.articles}
        made_ns = datetime.fromisoformat(live.manifest.created).timestamp() * 1e9
        stamps = scan_folder(self._settings.articles)
        return sum(stamp.id not in indexed or stamp.changed_ns > made_ns for stamp in stamps)

    def _run_here(self, on_step: OnStep, options: Sequence[str]) -> RunSummary:
        report = update_from_articles(
            self._settings,
            self._encoder,
            dry_run="dry-run" in options,
            force="force" in options,
            progress=lambda step, done, total: on_step(Step(step, done, total)),
        )
        return summarise(report)

    def _run_apart(self, on_step: OnStep, options: Sequence[str]) -> RunSummary:
        # `-P` keeps the current folder, where a file may be called like a module, off the path.
        command = [sys.executable, "-P", "-c", _START, str(_PROJECT_FOLDER), *options]
        with subprocess.Popen(  # noqa: S603  (this Python, no word of it from outside)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        ) as child:
            self._child = child
            try:
                if self._stop.is_set():
                    child.terminate()
                record = _read_records(child.stdout or (), on_step)
            finally:
                self._child = None
        if "summary" in record:
            return _read_summary(record["summary"])
        problem = record.get("problem") or f"the index run ended with {child.returncode}"
        if record.get("broken"):
            raise GateError(problem, record["broken"])
        raise IndexBusyError(problem) if record.get("busy") else KhamtobError(problem)


def _read_summary(record: dict[str, Any]) -> RunSummary:
    """The summary as it was before it was JSON, which has lists for tuples."""
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    return RunSummary(**fields)


def _read_records(lines: Iterable[str], on_step: OnStep) -> dict[str, Any]:
    """What the process said last, with its steps told on; empty if it was cut off."""
    last: dict[str, Any] = {}
    for line in lines:
        try:
            record: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        if "step" in record:
            on_step(Step(*record["step"]))
        else:
            last = record
    return last
