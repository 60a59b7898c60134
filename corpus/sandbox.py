"""Parses files in a process of its own, which may be as slow, hungry or broken as it likes.

One worker is kept for many files and replaced when it stops. Files and results travel as bytes
and JSON over its pipes, so nothing that a file makes the parser do reaches this process.
"""

import dataclasses
import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.feed_entry import Feed, FeedEntry
from corpus.limits import DEFAULT_LIMITS, ReadingLimits

# `-P` keeps the current folder, where a file may be called like a module, off the path. The main
# module of this process is not imported there, as `multiprocessing` would do.
_START_WORKER = "import sys; sys.path.append(sys.argv[1]); from corpus.worker import main; main()"
_PROJECT_FOLDER = Path(__file__).resolve().parent.parent
# JSON writes a letter in at most twelve bytes (a pair of \uXXXX), and a draft has small fields.
_BYTES_PER_LETTER = 12
_SMALL_FIELDS = 1_000_000


class Sandbox:
    """A worker process under `limits`; a context manager that ends it.

    >>> with Sandbox() as sandbox:
    ...     draft = sandbox.read_draft(path.read_bytes(), ".pdf")
    """

    def __init__(self, limits: ReadingLimits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read_draft(self, data: bytes, suffix: str) -> Draft:
        """The draft of a file with this content and `suffix` (".pdf").

        Raises `ArticleError`, without the file's name, for whatever the file does. Where that may
        be the machine's fault (too slow, out of memory, killed) its cause is an `OSError`.
        """
        return Draft(**self._request({"suffix": suffix}, data)["draft"])

    def read_feed(self, data: bytes, url: str) -> Feed:
        """The feed that was fetched from `url`; raises `ArticleError` as `read_draft` does."""
        feed = self._request({"suffix": ".xml", "url": url}, data)["feed"]
        return Feed(feed["title"], tuple(FeedEntry(**entry) for entry in feed["entries"]))

    def close(self) -> None:
        """End the worker if there is one; the next file starts another."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()

    def _request(self, header: Mapping[str, str], data: bytes) -> dict[str, Any]:
        """The worker's answer if it is a good one."""
        worker = self._worker = self._worker or self._start_worker()
        timed_out = threading.Event()
        timer = threading.Timer(self.limits.seconds, _stop_late, [worker, timed_out])
        timer.start()
        try:
            line = self._exchange(worker, data, header)
        finally:
            timer.cancel()
            timer.join()
        if timed_out.is_set():
            self.close()
            message = f"takes longer than {self.limits.seconds:g} s to read; save it as .txt"
            raise ArticleError(message) from TimeoutError(message)
        if not line.endswith(b"\n"):
            raise self._explain_stop(worker)
        answer: dict[str, Any] = json.loads(line)
        if "exhausted" in answer:
            self.close()
            raise self._explain_hunger()
        if "problem" in answer:
            raise ArticleError(answer["problem"])
        return answer

    def _start_worker(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(  # noqa: S603  (this Python, no word of it from outside)
            [sys.executable, "-P", "-c", _START_WORKER, str(_PROJECT_FOLDER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if worker.stdin:
            worker.stdin.write(json.dumps(dataclasses.asdict(self.limits)).encode() + b"\n")
        return worker

    def _exchange(
        self, worker: subprocess.Popen[bytes], data: bytes, header: Mapping[str, str]
    ) -> bytes:
        """The worker's answer, a line of JSON; empty or cut short if it stopped."""
        if worker.stdin is None or worker.stdout is None:
            return b""
        line = json.dumps({**header, "length": len(data)}).encode()
        try:
            worker.stdin.write(line + b"\n" + data)
            worker.stdin.flush()
        except BrokenPipeError:
            return b""
        longest = _BYTES_PER_LETTER * self.limits.characters + _SMALL_FIELDS
        return worker.stdout.readline(longest)

    def _explain_stop(self, worker: subprocess.Popen[bytes]) -> ArticleError:
        """The error for a worker that ended by itself: a Python error (1) or a crash (< 0)."""
        self.close()
        if worker.returncode == 1:
            return ArticleError("is broken or not what its name says; save it again, or as .txt")
        return self._explain_hunger()

    def _explain_hunger(self) -> ArticleError:
        megabytes = self.limits.worker_memory_bytes // 1_000_000
        message = f"needs more than {megabytes:,} MB or crashes its parser; save it as .txt"
        error = ArticleError(message)
        error.__cause__ = ChildProcessError(message)
        return error


def _stop_late(worker: subprocess.Popen[bytes], timed_out: threading.Event) -> None:
    timed_out.set()
    worker.kill()
