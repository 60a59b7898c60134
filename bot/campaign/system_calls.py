"""Holds a process's file-changing system calls until another process has decided on each.

Linux's seccomp user notifications (seccomp_unotify(2), Linux 5.5 or newer) see the calls of every
thread and library, SQLite's and Tantivy's too, and need neither root nor a compiler. Not seen are
writes to mapped memory; of what an index run writes only SQLite's `-shm` file is mapped, which
SQLite makes anew after a crash.
"""

import ctypes
import fcntl
import os
import platform
import signal
import struct
import sys
from dataclasses import dataclass

# The calls' numbers on x86_64 and aarch64; None where the machine has no such call.
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "write": (1, 64),
    "pwrite64": (18, 68),
    "writev": (20, 66),
    "pwritev": (296, 70),
    "sendfile": (40, 71),
    "copy_file_range": (326, 285),
    "open": (2, None),
    "openat": (257, 56),
    "creat": (85, None),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "fallocate": (285, 47),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
}
_FLAGS_ARGUMENT = {"open": 1, "openat": 2}
_CHANGING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_LOAD, _EQUALS, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06  # of the classic packet filter
_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_NUMBER_AT, _ARGUMENTS_AT = 0, 16  # in struct seccomp_data
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES, _FILTER_MODE, _NEW_LISTENER = 1, 38, 1, 8
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_PIDFD_GETFD = 438
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_REQUEST, _RESPONSE = "QIIiIQ6Q", "QqiI"
_CONTINUE = 1


@dataclass(frozen=True, slots=True)
class Request:
    """A call that waits: whose thread makes it, its name and its six arguments."""

    ticket: int
    thread: int
    name: str
    arguments: tuple[int, ...]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def is_supported() -> bool:
    """Whether this system can hold calls; the kernel is only asked when it is tried."""
    return sys.platform == "linux" and platform.machine() in _SECCOMP


def hold_calls() -> int:
    """The listener's file descriptor; from now on this process's file changes wait for it.

    It is killed when its parent ends, who has the listener. Raises OSError where the kernel, or a
    container around it, forbids that.
    """
    code = _build_filter()
    buffer = ctypes.create_string_buffer(code)
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    number = _SECCOMP[platform.machine()]
    listener: int = libc.syscall(number, _FILTER_MODE, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return listener


def receive_request(listener: int) -> Request:
    """The next call that waits; raises OSError if its process is gone."""
    data = bytearray(struct.calcsize(_REQUEST))
    fcntl.ioctl(listener, _RECEIVE, data)
    ticket, thread, _, number, _, _, *arguments = struct.unpack(_REQUEST, data)
    return Request(ticket, thread, _names()[number], tuple(arguments))


def let_go(listener: int, request: Request) -> None:
    """Let the call happen."""
    _respond(listener, struct.pack(_RESPONSE, request.ticket, 0, 0, _CONTINUE))


def answer(listener: int, request: Request, value: int = 0, error: int = 0) -> None:
    """Return `value`, or fail with the error number, without the call's happening."""
    _respond(listener, struct.pack(_RESPONSE, request.ticket, value, -error, 0))


def borrow_file(process: int, number: int) -> int:
    """The other process's open file, sharing its position; the caller closes it."""
    handle = os.pidfd_open(process)
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        borrowed: int = libc.syscall(_PIDFD_GETFD, handle, number, 0)
    finally:
        os.close(handle)
    if borrowed < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    return borrowed


def _respond(listener: int, response: bytes) -> None:
    try:
        fcntl.ioctl(listener, _SEND, bytearray(response))
    except FileNotFoundError:
        return  # killed meanwhile


def _names() -> dict[int, str]:
    column = list(_SECCOMP).index(platform.machine())
    return {at: name for name, numbers in NUMBERS.items() if (at := numbers[column]) is not None}


def _build_filter() -> bytes:
    """A program for the kernel: which calls wait. A file that is only read is no change."""
    steps = [(_LOAD, 0, 0, _NUMBER_AT)]
    for number, name in _names().items():
        if name in _FLAGS_ARGUMENT:
            flags_at = _ARGUMENTS_AT + 8 * _FLAGS_ARGUMENT[name]
            steps += [
                (_EQUALS, 0, 5, number),
                (_LOAD, 0, 0, flags_at),
                (_AND, 0, 0, _CHANGING_FLAGS),
                (_EQUALS, 1, 0, 0),
                (_RETURN, 0, 0, _NOTIFY),
                (_RETURN, 0, 0, _ALLOW),
            ]
        else:
            steps += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _NOTIFY)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in steps)
