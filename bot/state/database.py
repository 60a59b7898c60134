"""Opens `state.sqlite`: makes it, checks it and brings its tables up to this version."""

import os
import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from bot.state.schema import STEPS
from bot.state.transactions import describe_damage, describe_refusal, transaction
from corpus.errors import StateError
from index.durable import sync_path

APPLICATION_ID = 0x4B484D54  # "KHMT": tells this file from any other program's SQLite file
SECONDS_TO_WAIT = 5.0  # for another process's write, which takes milliseconds


def open_state(path: Path) -> sqlite3.Connection:
    """The database at `path`, made if there is none, with the tables of this version.

    Only the thread that opened it may use it; several processes may have it open at once. A damaged
    or foreign file, one made by a newer Khamtob, or a place that can't be written raises
    StateError, and the file stays as it is.
    """
    try:
        _make_file(path)
        return _open_checked(path)
    except OSError as error:
        message = f"{path}: can't be opened ({error.strerror}); check KHAMTOB_DATA"
        raise StateError(message) from error
    except sqlite3.DatabaseError as error:
        raise StateError(describe_refusal(path, error)) from error


def _open_checked(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        db.execute("BEGIN")  # one look: another process may be making the tables just now
        _check_owner(db, path)
        db.execute("COMMIT")
        _check_pages(db, path)
        _set_up(db, path)
        _migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _make_file(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives its side files the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    sync_path(path.parent)


def _check_owner(db: sqlite3.Connection, path: Path) -> None:
    """Before anything is written: a file with tables must be Khamtob's, and not a newer one's."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (tables or application):
        message = f"{path}: is another program's database; move it away, or set KHAMTOB_DATA"
        raise StateError(message)
    version = _read_version(db)
    if version > len(STEPS):
        message = (
            f"{path}: made by a newer Khamtob (version {version}, this one knows {len(STEPS)});"
            " use that one, or set KHAMTOB_DATA to another folder"
        )
        raise StateError(message)


def _set_up(db: sqlite3.Connection, path: Path) -> None:
    if _begin_log(db) != "wal":
        message = f"{path}: its disk can't share a write-ahead log; set KHAMTOB_DATA to a local one"
        raise StateError(message)
    db.execute("PRAGMA synchronous=FULL")
    # What is deleted is overwritten: an erased question isn't left in a free page of the file.
    db.execute("PRAGMA secure_delete=ON")


def _begin_log(db: sqlite3.Connection) -> str:
    """The journal mode after asking for WAL; here SQLite itself doesn't wait for others."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            return str(db.execute("PRAGMA journal_mode=WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _read_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Also at the newest version it takes the write lock, so that a read-only file is told now."""
    with transaction(db):
        _check_owner(db, path)  # again: another process may have been first
        if _read_version(db) == len(STEPS):
            return
        for step in STEPS[_read_version(db) :]:
            for statement in step:
                db.execute(statement)
        db.execute(
            "INSERT OR IGNORE INTO secret (name, value) VALUES ('seal', ?)",
            (secrets.token_bytes(32),),
        )
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={len(STEPS)}")


def _check_pages(db: sqlite3.Connection, path: Path) -> None:
    with closing(db.execute("PRAGMA quick_check(1)")) as found:
        verdict = found.fetchone()[0]
    if verdict != "ok":
        raise StateError(describe_damage(path, " ".join(verdict.split())))
