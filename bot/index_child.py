"""Runs `khamtob index` in a process of its own: its memory, its crashes and its load stay there."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from corpus.errors import KhamtobError

_START = "import sys; sys.path.append(sys.argv.pop(1)); from bot.__main__ import main; main()"
_PROJECT_FOLDER = Path(__file__).resolve().parent.parent
_COUNTS = re.compile(r"^(new|changed|gone|unreadable|duplicates): ([\d,]+)$", re.M)
_NICENESS = 10  # so that questions are answered first
_LOOK_SECONDS = 0.2


def index_apart(stop: threading.Event) -> str:
    """What changed and was published, in one line; empty if it was stopped by `stop`.

    The index is the one of the settings in this process's environment. Raises KhamtobError with
    the one line that the process says if it can't be done or the gate refuses.
    """
    with subprocess.Popen(  # noqa: S603  (this Python, no word of it from outside)
        # `-P` keeps the current folder, where a file may be called like a module, off the path.
        [sys.executable, "-P", "-c", _START, str(_PROJECT_FOLDER), "index"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        _give_way(process.pid)
        out, err = _wait(process, stop)
    if stop.is_set():
        return ""
    if process.returncode:
        lines = err.strip().splitlines()
        raise KhamtobError(lines[-1] if lines else f"indexing ended with {process.returncode}")
    counts = ", ".join(f"{name}: {count}" for name, count in _COUNTS.findall(out))
    summary = out.strip().rpartition("\n")[2]
    return f"{counts}; {summary}" if counts else summary


def _give_way(process_id: int) -> None:
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, process_id, _NICENESS)


def _wait(process: subprocess.Popen[str], stop: threading.Event) -> tuple[str, str]:
    """What it printed; on `stop` it is ended, which an index run survives at any point."""
    while True:
        try:
            return process.communicate(timeout=_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if stop.is_set():
                process.terminate()
