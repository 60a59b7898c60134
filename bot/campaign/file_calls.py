"""A system call that waits, as the change of a file that it asks for."""

import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.campaign.system_calls import Request

Kind = Literal["create", "write", "truncate", "rename", "remove", "mkdir", "sync"]

_CURRENT_FOLDER = 0xFFFFFF9C  # AT_FDCWD
_LONGEST_PATH = 4096
_GONE = " (deleted)"  # what Linux puts behind the name of an open file without one


@dataclass(frozen=True, slots=True)
class FileCall:
    """A change of the file or folder at `path`.

    A write puts `data` at `offset`; `offset` is also the size that a truncation leaves (a creation
    leaves 0, or -1: what there is stays). A rename goes to `target`. `handle` is the file's number
    in its process, for a write.
    """

    kind: Kind
    path: Path
    offset: int = 0
    data: bytes = b""
    target: Path | None = None
    handle: int = -1


def read_call(request: Request) -> FileCall | None:
    """What the call changes; None where it is no file with a name, a pipe or a socket say.

    Raises NotImplementedError for a call that changes files in a way that nobody here has met.
    """
    name, (first, second, third, fourth, *_) = request.name, request.arguments
    thread = request.thread
    if name in ("write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate"):
        return _read_handle_call(request)
    match name:
        case "open":
            return _creation(_read_path(thread, _CURRENT_FOLDER, first), second)
        case "openat":
            return _creation(_read_path(thread, first, second), third)
        case "mkdir":
            return FileCall("mkdir", _read_path(thread, _CURRENT_FOLDER, first))
        case "mkdirat":
            return FileCall("mkdir", _read_path(thread, first, second))
        case "unlink" | "rmdir":
            return FileCall("remove", _read_path(thread, _CURRENT_FOLDER, first))
        case "unlinkat":
            return FileCall("remove", _read_path(thread, first, second))
        case "rename":
            source = _read_path(thread, _CURRENT_FOLDER, first)
            return FileCall(
                "rename", source, target=_read_path(thread, _CURRENT_FOLDER, second)
            )
        case "renameat" | "renameat2":
            source = _read_path(thread, first, second)
            return FileCall("rename", source, target=_read_path(thread, third, fourth))
    raise NotImplementedError(name)


def _read_handle_call(request: Request) -> FileCall | None:
    """A call on an open file."""
    name, (handle, second, third, fourth, *_) = request.name, request.arguments
    path = _find_path(request.thread, handle)
    if path is None:
        return None
    if name in ("fsync", "fdatasync"):
        return FileCall("sync", path)
    if name == "ftruncate":
        return FileCall("truncate", path, second)
    if name in ("writev", "pwritev"):
        data = _read_pieces(request.thread, second, third)
    else:
        data = _read_memory(request.thread, second, third)
    offset = fourth if name.startswith("p") else _find_offset(request.thread, handle)
    return FileCall("write", path, offset, data, handle=handle)


def _creation(path: Path, flags: int) -> FileCall | None:
    """Opening to write, if that changes anything: makes the file or empties it."""
    if path.exists() and not flags & os.O_TRUNC:
        return None
    if not path.exists() and not flags & os.O_CREAT:
        return None
    return FileCall("create", path, 0 if flags & os.O_TRUNC else -1)


def _read_path(thread: int, folder: int, address: int) -> Path:
    text = _read_memory(thread, address, _LONGEST_PATH).partition(b"\0")[0]
    path = Path(os.fsdecode(text))
    if path.is_absolute():
        return path
    at = "cwd" if folder & 0xFFFFFFFF == _CURRENT_FOLDER else f"fd/{folder}"
    return Path(os.readlink(f"/proc/{thread}/{at}")) / path  # noqa: PTH115 - pathlib resolves it


def _find_path(thread: int, handle: int) -> Path | None:
    where = os.readlink(f"/proc/{thread}/fd/{handle}")  # noqa: PTH115 - pathlib resolves it
    return None if not where.startswith("/") or where.endswith(_GONE) else Path(where)


def _find_offset(thread: int, handle: int) -> int:
    lines = Path(f"/proc/{thread}/fdinfo/{handle}").read_text(encoding="ascii").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    if int(fields["flags"], 8) & os.O_APPEND:
        return Path(f"/proc/{thread}/fd/{handle}").stat().st_size
    return int(fields["pos"])


def _read_memory(thread: int, address: int, length: int) -> bytes:
    """Up to `length` bytes; fewer where the process has no more memory there."""
    memory = os.open(f"/proc/{thread}/mem", os.O_RDONLY)
    try:
        return os.pread(memory, length, address)
    finally:
        os.close(memory)


def _read_pieces(thread: int, address: int, count: int) -> bytes:
    table = struct.iter_unpack("QQ", _read_memory(thread, address, 16 * count))
    return b"".join(_read_memory(thread, start, length) for start, length in table)
