"""Where generations live and how one is published; each is a folder that never changes again.

index/
├── CURRENT                 the number of the live generation, with a checksum
├── computed.sqlite         what was computed, by content hash
├── write.lock, writer.txt  who is writing
└── generations/
    ├── 2/                  the one before, for rollback
    └── 3/                  manifest.json, articles.jsonl, passages.npz, vectors.faiss, keywords/
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBusyError, IndexDataError
from index.durable import (
    make_folder,
    name_refusals,
    sync_path,
    sync_tree,
    write_atomically,
)
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
    names = [path.name for path in folder.iterdir() if path.name.isdecimal()]
    return sorted(int(name) for name in names if name == str(int(name)))


def read_current(index_folder: Path) -> int | None:
    """The number of the live generation, or None before the first one.

    Raises IndexDataError if the pointer is damaged or can't be read.
    """
    path = index_folder / CURRENT
    try:
        text = path.read_text(encoding="ascii")
        number = int(text.partition(" ")[0])
        # The bare number is what an older Khamtob wrote, or somebody by hand.
        if text not in (_seal_number(number), f"{number}\n"):
            raise ValueError(text)
        return number
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        message = f"{path}: not a generation number; run: khamtob rollback, or khamtob index"
        raise IndexDataError(message) from error


def _seal_number(number: int) -> str:
    """The pointer's content: the number and a checksum, since a flipped bit makes 2 of 3."""
    checksum = hashlib.sha256(f"generation {number}".encode()).hexdigest()[:8]
    return f"{number} sha256:{checksum}\n"


@contextmanager
def hold_write_lock(index_folder: Path) -> Iterator[None]:
    """Keeps other writers out; the system releases the lock even if this process is killed.

    Raises IndexBusyError, naming the holder, if another process has it, and IndexDataError if the
    folder can't be written.
    """
    holder = index_folder / "writer.txt"
    lock = FileLock(index_folder / "write.lock", timeout=0)
    with name_refusals(index_folder):
        make_folder(index_folder)
        try:
            lock.acquire()
        except Timeout as error:
            who = _read_holder(holder)
            message = f"{index_folder}: being written by {who}; wait for it or stop it"
            raise IndexBusyError(message) from error
    try:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with name_refusals(index_folder):
            holder.write_text(f"process {os.getpid()} since {now}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def start_generation(index_folder: Path) -> tuple[int, Path]:
    """A number that was never used and an empty folder to write that generation in."""
    root = index_folder / "generations"
    make_folder(root)
    _remove_unfinished(index_folder)
    current = _read_pointer(index_folder) or 0
    number = max([current, *list_generations(index_folder)]) + 1
    folder = root / f"{number}{UNFINISHED}"
    folder.mkdir()
    return number, folder


@contextmanager
def writing_generation(index_folder: Path) -> Iterator[tuple[int, Path]]:
    """What `start_generation` gives; unless it is published, it is removed at the end.

    Raises IndexDataError for what the system refuses, on a full disk say, with its space free.
    """
    with name_refusals(index_folder):
        try:
            yield start_generation(index_folder)
        finally:
            _remove_unfinished(index_folder)


def _remove_unfinished(index_folder: Path) -> None:
    for leftover in (index_folder / "generations").glob(f"*{UNFINISHED}"):
        shutil.rmtree(leftover, ignore_errors=True)
        if leftover.exists():  # a reader of the candidate may have put a lock file into it
            shutil.rmtree(leftover)


def publish_generation(index_folder: Path, number: int, unfinished: Path) -> None:
    """Makes the written generation live; until the last step readers see the one before."""
    sync_tree(unfinished)
    folder = generation_folder(index_folder, number)
    unfinished.rename(folder)
    sync_path(folder.parent)
    previous = _read_pointer(index_folder)
    write_atomically(index_folder / CURRENT, _seal_number(number).encode("ascii"))
    for old in list_generations(index_folder):
        if old not in (number, previous):
            # The new one is live already; what stays (Windows keeps open files) goes the next time.
            shutil.rmtree(generation_folder(index_folder, old), ignore_errors=True)


def list_earlier(index_folder: Path) -> list[int]:
    """The generations before the live one, newest first; without a whole pointer all of them."""
    current = _read_pointer(index_folder)
    newest_first = list_generations(index_folder)[::-1]
    return [number for number in newest_first if current is None or number < current]


def roll_back(index_folder: Path) -> int:
    """Makes the newest whole generation before the live one live again; returns its number.

    Raises IndexDataError if there is none.
    """
    for number in list_earlier(index_folder):
        if _is_whole(index_folder, number):
            with name_refusals(index_folder):
                write_atomically(index_folder / CURRENT, _seal_number(number).encode("ascii"))
            return number
    message = f"{index_folder}: no whole generation before the live one; run: khamtob index"
    raise IndexDataError(message)


def _is_whole(index_folder: Path, number: int) -> bool:
    folder = generation_folder(index_folder, number)
    try:
        check_files(folder, read_manifest(folder))
    except IndexDataError:
        return False
    return True


def _read_holder(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except (OSError, ValueError):
        return "another process"  # it has just begun, or just ended


def _read_pointer(index_folder: Path) -> int | None:
    try:
        return read_current(index_folder)
    except IndexDataError:
        return None
