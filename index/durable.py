"""Writes files so that after a crash, a power failure or on a full disk each is whole or absent."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from corpus.errors import IndexDataError


@contextmanager
def name_refusals(path: Path) -> Iterator[None]:
    """Raises IndexDataError for what the system or SQLite refuses at `path`, on a full disk say."""
    try:
        yield
    except (OSError, sqlite3.DatabaseError) as error:
        message = f"{path}: can't be written ({error}); make room there, then run: khamtob index"
        raise IndexDataError(message) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replaces the file at `path` by `data`, or leaves it as it was."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(data)
    sync_path(unfinished)
    unfinished.replace(path)
    sync_path(path.parent)


def make_folder(folder: Path) -> None:
    """Makes the folder, and those it lies in, so that a power failure does not undo it."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        sync_path(each.parent)


def write_array(path: Path, array: np.ndarray) -> None:
    """What `np.save` writes; that one doesn't notice when the disk gets full at the very end."""
    array = np.asarray(array, order="C")
    with path.open("wb") as file:
        header = np.lib.format.header_data_from_array_1_0(array)
        np.lib.format.write_array_header_1_0(file, header)
        file.write(array.data)


def sync_path(path: Path) -> None:
    """Waits until the file or folder at `path` is on the disk; an error here is never ignored."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle for folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Waits until every file and folder under `folder`, and `folder` itself, is on the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync_path(path)
    sync_path(folder)
