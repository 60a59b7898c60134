"""Writes a backup while the bot runs: the articles, what was taken out, and what it remembers."""

import hashlib
import os
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.archive import (
    ARTICLES,
    CHUNK,
    FETCHED,
    REMOVED,
    STATE,
    Archive,
    Entry,
    check_archive,
    is_safe_name,
    write_manifest,
)
from bot.settings import Settings
from corpus.errors import ArticleError, StateError, UsageError
from index.durable import sync_path


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What is in the backup, its size in bytes, and the names of files that were left out."""

    archive: Archive
    size: int
    left_out: tuple[str, ...]


def write_backup(settings: Settings, target: Path, *, force: bool) -> BackupReport:
    """Write the backup to `target`, whole or not at all, and read it again to be sure.

    Raises UsageError if the file is there already (unless `force`) or would lie in the articles
    folder, StateError if what the bot remembers is damaged.
    """
    if target.exists() and not force:
        message = f"{target}: is there already; name another file, or use --force"
        raise UsageError(message)
    if target.resolve().is_relative_to(settings.articles.resolve()):
        message = f"{target}: lies in the articles folder, which is backed up; name another place"
        raise UsageError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        left_out = _write_files(settings, unfinished)
        archive = check_archive(unfinished)
        sync_path(unfinished)
        unfinished.replace(target)
        sync_path(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return BackupReport(archive, target.stat().st_size, tuple(left_out))


def _write_files(settings: Settings, unfinished: Path) -> list[str]:
    entries: list[Entry] = []
    left_out: list[str] = []
    unfinished.unlink(missing_ok=True)
    # It holds what people asked: nobody else's business.
    handle = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with (
        os.fdopen(handle, "w+b") as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file,
        TemporaryDirectory(dir=unfinished.parent, prefix=".khamtob-") as temporary,
    ):
        for name, path in _list_files(settings, Path(temporary)):
            if not is_safe_name(name):
                left_out.append(name)
            elif entry := _add_file(file, name, path):
                entries.append(entry)
            else:
                left_out.append(name)
        write_manifest(file, entries, datetime.now(UTC).isoformat(timespec="seconds"))
    return left_out


def _list_files(settings: Settings, temporary: Path) -> Iterator[tuple[str, Path]]:
    for folder_name, folder in ((ARTICLES, settings.articles), (REMOVED, settings.removed_folder)):
        for path in _walk(folder):
            yield f"{folder_name}/{path.relative_to(folder).as_posix()}", path
    if (settings.data / FETCHED).exists():
        yield FETCHED, settings.data / FETCHED
    if settings.state_file.exists():
        copy = temporary / STATE
        _copy_state(settings.state_file, copy)
        yield STATE, copy


def _walk(folder: Path) -> Iterator[Path]:
    """All files that are neither hidden nor links, in order."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place) / name
            if not name.startswith((".", "~$")) and not path.is_symlink():
                yield path


def _copy_state(source: Path, target: Path) -> None:
    """A copy of the database as it is at one moment, whatever is being written to it."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        message = f"{source}: can't be copied ({error}); restore it from an older backup"
        raise StateError(message) from error
    if verdict != "ok":
        message = f"{source}: damaged ({verdict}); restore it from an older backup"
        raise StateError(message)


def _add_file(file: zipfile.ZipFile, name: str, path: Path) -> Entry | None:
    """The file as it was read; None if it is gone or no ordinary file."""
    digest, size = hashlib.sha256(), 0
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            return None
        source = path.open("rb")
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}); check its permissions"
        raise ArticleError(message) from error
    written = datetime.fromtimestamp(max(status.st_mtime, _FIRST_ZIP_TIME), UTC)
    info = zipfile.ZipInfo(name, written.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    with source, file.open(info, "w", force_zip64=True) as out:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return Entry(name, size, digest.hexdigest())


_FIRST_ZIP_TIME = 315_619_200.0  # zip's calendar begins in 1980
