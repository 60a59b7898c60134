"""Puts a backup back: checked first, then exchanged; what was there before is kept.

Everything is unpacked and compared beside the real places. Only then the old files are moved into
the removed folder and the new ones into place, each in one step. If that is cut off, the same
command with --force finishes it, and until then nothing is indexed.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.archive import (
    ARTICLES,
    FETCHED,
    REMOVED,
    STATE,
    measure_free,
    open_archive,
    unpack_archive,
)
from bot.collection import choose_place, refuse_samples
from bot.settings import Settings
from bot.state.database import open_state
from corpus.errors import ArticleError, StateError, UsageError
from index.durable import sync_path, sync_tree, write_atomically
from index.generations import hold_write_lock

_UNPACKED = ".restoring"
_MARK = "restore-unfinished"


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """When the backup was made, how many articles it has, and where the old files are, if any."""

    created: str
    articles: int
    kept: Path | None


def refuse_half_restored(settings: Settings) -> None:
    """Raises ArticleError if a restore was cut off between the old files and the new ones."""
    mark = settings.data / _MARK
    if mark.exists():
        message = f"{mark}: a restore was cut off; run it again: khamtob restore FILE --force"
        raise ArticleError(message)


def restore_backup(settings: Settings, source: Path, *, force: bool) -> RestoreReport:
    """Restore the backup at `source`.

    Raises UsageError if anything is there already (unless `force`), ArticleError if the backup is
    damaged or hostile, StateError if its memory is, or if the bot is running, and IndexBusyError
    if an index run is. Nothing has changed then.
    """
    refuse_samples(settings)
    settings.articles.mkdir(parents=True, exist_ok=True)
    settings.data.mkdir(parents=True, exist_ok=True)
    old = [*_list_visible(settings.articles), *_list_memory(settings)]
    if old and not force:
        message = f"{old[0]}: is there already; to put the backup in its place, use --force"
        raise UsageError(message)
    with hold_write_lock(settings.index_folder), _unpacking(settings) as (articles, others):
        with open_archive(source) as archive:
            _check_room(source, sum(entry.size for entry in archive.entries), settings)
            unpack_archive(source, archive, others)
        _check_state(source, others / STATE)
        if (others / ARTICLES).exists():
            shutil.move(others / ARTICLES, articles)
            sync_tree(articles)
        sync_tree(others)
        _free_state(settings.state_file)
        write_atomically(settings.data / _MARK, b"")
        kept = _put_aside(settings)
        _put_in_place(settings, articles, others)
        (settings.data / _MARK).unlink()
    return RestoreReport(archive.created, archive.count(ARTICLES), kept)


@contextmanager
def _unpacking(settings: Settings) -> Iterator[tuple[Path, Path]]:
    """Hidden folders on the disks of the articles and of the rest, gone in the end."""
    articles, others = settings.articles / _UNPACKED, settings.data / _UNPACKED
    try:
        for folder in (articles, others):
            shutil.rmtree(folder, ignore_errors=True)  # left by one that was cut off
        others.mkdir()
        yield articles, others
    finally:
        for folder in (articles, others):
            shutil.rmtree(folder, ignore_errors=True)


def _check_room(source: Path, needed: int, settings: Settings) -> None:
    for folder in (settings.articles, settings.data):
        free = measure_free(folder)
        if needed > free:
            message = f"{source}: needs {needed:,} bytes, {folder} has {free:,}; make room there"
            raise ArticleError(message)


def _check_state(source: Path, unpacked: Path) -> None:
    if not unpacked.exists():
        return
    try:
        open_state(unpacked).close()
    except StateError as error:
        message = f"{source}: {str(error).removeprefix(f'{unpacked}: ')}"
        raise StateError(message) from error


def _free_state(path: Path) -> None:
    """Everything of the old database in one file; StateError if a bot has it open."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=0)) as db:
            # SQLite leaves the log only if nobody else has the database open.
            db.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        message = f"{path}: in use; stop the bot first"
        raise StateError(message) from error
    except sqlite3.DatabaseError:
        return  # damaged: perhaps the reason to restore


def _put_aside(settings: Settings) -> Path | None:
    """Move what is there into the removed folder; returns where it is now."""
    old = [*_list_visible(settings.articles), *_list_memory(settings)]
    if not old:
        return None
    place = choose_place("before-restore", settings)
    for path in _list_visible(settings.articles):
        (place / ARTICLES).mkdir(parents=True, exist_ok=True)
        shutil.move(path, place / ARTICLES)
    for path in _list_memory(settings):
        place.mkdir(parents=True, exist_ok=True)
        shutil.move(path, place)
    sync_path(place)
    return place


def _put_in_place(settings: Settings, articles: Path, others: Path) -> None:
    if articles.exists():
        for path in sorted(articles.iterdir()):
            path.rename(settings.articles / path.name)
    for path in _list_files(others / REMOVED):
        name = path.relative_to(others / REMOVED).as_posix()
        known = settings.removed_folder.joinpath(*name.split("/"))
        if not (known.is_file() and known.read_bytes() == path.read_bytes()):
            shutil.move(path, choose_place(name, settings))
    for name, target in ((STATE, settings.state_file), (FETCHED, settings.data / FETCHED)):
        if (others / name).exists():
            (others / name).rename(target)
    for folder in (settings.articles, settings.data):
        sync_path(folder)


def _list_visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _list_memory(settings: Settings) -> list[Path]:
    """The database with the files that belong to it, and the memory of the sources."""
    state = settings.state_file
    beside: Iterable[Path] = (state.with_name(f"{state.name}{end}") for end in ("", "-wal", "-shm"))
    return [path for path in (*beside, settings.data / FETCHED) if path.exists()]


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
