"""Runs work in a child process and decides on each change that it makes to files."""

import os
import select
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.campaign.file_calls import FileCall, read_call
from bot.campaign.system_calls import (
    Request,
    answer,
    borrow_file,
    hold_calls,
    let_go,
    receive_request,
)
from corpus.errors import KhamtobError

Verdict = Literal["go", "kill", "kill half-way", "write half"] | int
"""What becomes of a change: it happens, the child is killed instead or in the middle of it, a write
writes half of its bytes, or it fails with this error number."""

Decide = Callable[[int, FileCall], Verdict]
"""Called with the change's number from 1 on and the change."""

DONE, REFUSED, CRASHED = 0, 3, 1


@dataclass(frozen=True, slots=True)
class Ending:
    """How the child ended: its exit code, below 0 for a signal; what it said; its changes."""

    code: int
    message: str
    changes: int


def run_supervised(work: Callable[[], str], folder: Path, decide: Decide) -> Ending:
    """Does `work` in a child; `decide` is asked about each change under `folder`.

    `work` returns what the child says; if it raises, the child says the error.
    """
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _be_child(work, theirs)
    theirs.close()
    with ours:
        _, (listener, *_), _, _ = socket.recv_fds(ours, 1, 1)
        try:
            changes = _supervise(child, listener, folder.resolve(), decide)
        finally:
            os.close(listener)
            if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        message = b"".join(iter(lambda: ours.recv(65536), b"")).decode()
    return Ending(code, message, changes)


def _be_child(work: Callable[[], str], channel: socket.socket) -> None:
    """Never returns; nothing of the parent's is cleaned up here."""
    code = CRASHED
    try:
        socket.send_fds(channel, [b"l"], [hold_calls()])
        message, code = work(), DONE
    except KhamtobError as error:
        message, code = str(error), REFUSED
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent judges it
        message = f"{type(error).__name__}: {error}"
    finally:
        channel.send(message.encode(errors="replace")[:60_000])
        os._exit(code)


def _supervise(child: int, listener: int, folder: Path, decide: Decide) -> int:
    """Decides until the child has ended; returns how many changes there were."""
    changes = 0
    with closing_handle(os.pidfd_open(child)) as ended:
        poll = select.poll()
        poll.register(listener, select.POLLIN)
        poll.register(ended, select.POLLIN)
        while True:
            ready = dict(poll.poll())
            if not ready.get(listener, 0) & select.POLLIN:
                return changes
            try:
                request = receive_request(listener)
                call = read_call(request)
            except (FileNotFoundError, ProcessLookupError):
                continue  # killed meanwhile
            if call is None or not _is_inside(call, folder):
                let_go(listener, request)
                continue
            changes += 1
            _carry_out(decide(changes, call), child, listener, request, call)


def _carry_out(
    verdict: Verdict, child: int, listener: int, request: Request, call: FileCall
) -> None:
    can_be_halved = call.kind == "write" and len(call.data) > 1
    if verdict == "go" or (verdict == "write half" and not can_be_halved):
        let_go(listener, request)
    elif isinstance(verdict, int):
        answer(listener, request, error=verdict)
    else:
        written = _write_half(child, request, call) if can_be_halved and verdict != "kill" else 0
        if verdict == "write half":
            answer(listener, request, written)
        else:
            os.kill(child, signal.SIGKILL)


def _write_half(child: int, request: Request, call: FileCall) -> int:
    """Writes the first half for the child, at its own position; returns how many bytes."""
    half = call.data[: len(call.data) // 2]
    with closing_handle(borrow_file(child, call.handle)) as file:
        if request.name.startswith("p"):
            return os.pwrite(file, half, call.offset)
        return os.write(file, half)


def _is_inside(call: FileCall, folder: Path) -> bool:
    return call.path.is_relative_to(folder)


@contextmanager
def closing_handle(handle: int) -> Iterator[int]:
    """Closes the file descriptor in the end."""
    try:
        yield handle
    finally:
        os.close(handle)
