"""Where generations live and how one is published; each is a folder that never changes again.

index/
├── CURRENT                 the number of the live generation
├── computed.sqlite         what was computed, by content hash
├── write.lock, writer.txt  who is writing
└── generations/
    ├── 2/                  the one before, for rollback
    └── 3/                  manifest.json, articles.jsonl, passages.npz, vectors.faiss, keywords/
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBusyError, IndexDataError
from index.durable import sync_path, sync_tree, write_atomically
from index.manifest import check_files, read_manifest

CURRENT = "CURRENT"
UNFINISHED = ".unfinished"


def generation_folder(index_folder: Path, number: int) -> Path:
    """Where generation `number` is, or would be."""
    return index_folder / "generations" / str(number)


def list_generations(index_folder: Path) -> list[int]:
    """The numbers of the generations on disk, oldest first."""
    folder = index_folder / "generations"
    if not folder.is_dir():
        return []
    return sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal())


def read_current(index_folder: Path) -> int | None:
    """The number of the live generation, or None before the first one.

    Raises IndexDataError if the pointer is damaged.
    """
    path = index_folder / CURRENT
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        message = f"{path}: not a generation number; run: khamtob rollback, or khamtob index"
        raise IndexDataError(message) from error


@contextmanager
def hold_write_lock(index_folder: Path) -> Iterator[None]:
    """Keeps other writers out; the system releases the lock even if this process is killed.

    Raises IndexBusyError, naming the holder, if another process has it.
    """
    index_folder.mkdir(parents=True, exist_ok=True)
    holder = index_folder / "writer.txt"
    lock = FileLock(index_folder / "write.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "another process"
        message = f"{index_folder}: being written by {who}; wait for it or stop it, then try again"
        raise IndexBusyError(message) from error
    try:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        holder.write_text(f"process {os.getpid()} since {now}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def start_generation(index_folder: Path) -> tuple[int, Path]:
    """A number that was never used and an empty folder to write that generation in."""
    root = index_folder / "generations"
    root.mkdir(parents=True, exist_ok=True)
    for leftover in root.glob(f"*{UNFINISHED}"):
        shutil.rmtree(leftover)
    current = _read_pointer(index_folder) or 0
    number = max([current, *list_generations(index_folder)]) + 1
    folder = root / f"{number}{UNFINISHED}"
    folder.mkdir()
    return number, folder


def publish_generation(index_folder: Path, number: int, unfinished: Path) -> None:
    """Makes the written generation live; until the last step readers see the one before."""
    sync_tree(unfinished)
    folder = generation_folder(index_folder, number)
    unfinished.rename(folder)
    sync_path(folder.parent)
    previous = _read_pointer(index_folder)
    write_atomically(index_folder / CURRENT, f"{number}\n".encode("ascii"))
    for old in list_generations(index_folder):
        if old not in (number, previous):
            shutil.rmtree(generation_folder(index_folder, old))


def roll_back(index_folder: Path) -> int:
    """Makes the newest whole generation before the live one live again; returns its number.

    Raises IndexDataError if there is none.
    """
    current = _read_pointer(index_folder)
    for number in reversed(list_generations(index_folder)):
        if current is None or number < current:
            folder = generation_folder(index_folder, number)
            check_files(folder, read_manifest(folder))
            write_atomically(index_folder / CURRENT, f"{number}\n".encode("ascii"))
            return number
    message = f"{index_folder}: there is no generation before the live one; run: khamtob index"
    raise IndexDataError(message)


def _read_pointer(index_folder: Path) -> int | None:
    try:
        return read_current(index_folder)
    except IndexDataError:
        return None
