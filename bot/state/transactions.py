"""Writes to `state.sqlite` that happen together or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StateError


@contextmanager
def transaction(db: sqlite3.Connection, *, hurried: bool = False) -> Iterator[None]:
    """What is written inside is written together or not at all; inside another one it joins that.

    When it ends, the writes outlast a power cut. A hurried one doesn't wait for the disk: its
    writes outlast the end of the process at any moment, but a power cut may take the last of them,
    never one before another; they are on the disk with the next one that isn't hurried. Raises
    StateError when the disk or another process refuses.
    """
    if db.in_transaction:
        yield
        return
    with name_refusals(db):
        if hurried:
            db.execute("PRAGMA synchronous=NORMAL")
        try:
            db.execute("BEGIN IMMEDIATE")
            yield
            db.execute("COMMIT")
        finally:
            db.rollback()  # nothing to do after COMMIT
            if hurried:
                db.execute("PRAGMA synchronous=FULL")


@contextmanager
def name_refusals(db: sqlite3.Connection) -> Iterator[None]:
    """Raises StateError for what the disk, another process or a damaged file refuses."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a mistake of the caller
    except sqlite3.DatabaseError as error:
        path = Path(db.execute("PRAGMA database_list").fetchone()[2])
        raise StateError(describe_refusal(path, error)) from error


def describe_refusal(path: Path, error: sqlite3.DatabaseError) -> str:
    """One line that says what SQLite refused at `path`, and the way out."""
    if not isinstance(error, sqlite3.OperationalError):
        return describe_damage(path, str(error))
    return (
        f"{path}: can't be used ({error}); see that its disk has room, that it may be written and"
        " that no other program holds it"
    )


def describe_damage(path: Path, damage: str) -> str:
    """One line that says that the file at `path` is damaged, and the way out."""
    return (
        f"{path}: is damaged or not a database ({damage}); put a backup there, or move it and"
        f" {path.name}-wal away to begin with an empty one"
    )


def clear_log(db: sqlite3.Connection) -> None:
    """Moves what is in the write-ahead log into the file and empties it.

    The log holds what was erased from the file until then. Another process that reads just now
    keeps it from being emptied; the next time does.
    """
    with name_refusals(db):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def clean_text(text: str) -> str:
    """`text` as SQLite can store it: a lone half of a surrogate pair becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
