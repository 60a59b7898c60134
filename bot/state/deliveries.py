"""Answers that must show exactly once, however often the handling is begun again.

A key says where an answer belongs (a chat and a message, say); only its seal is stored, so that the
file doesn't tell whose question an answer was.
"""

import secrets
import sqlite3
from dataclasses import dataclass

from bot.state.seal import read_secret, seal
from bot.state.transactions import name_refusals, transaction
from corpus.errors import StateError


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far an answer has come: `message_id` once its placeholder shows, `done` once it does."""

    key: str
    answer_id: str
    message_id: int | None
    done: bool


def open_delivery(db: sqlite3.Connection, key: str, now: float) -> Delivery:
    """The delivery of this key as it stands; a new one with a fresh answer id if there is none."""
    return find_delivery(db, key) or _make_delivery(db, key, now)


def find_delivery(db: sqlite3.Connection, key: str) -> Delivery | None:
    """The delivery of this key, or None."""
    with name_refusals(db):
        row = db.execute(
            "SELECT answer_id, message_id, done FROM deliveries WHERE seal = ?",
            (_seal_key(db, key),),
        ).fetchone()
    return None if row is None else Delivery(key, row[0], row[1], bool(row[2]))


def note_message(db: sqlite3.Connection, key: str, message_id: int) -> None:
    """Keeps the message that shows the answer, on the disk when it returns.

    A key that was never opened raises StateError.
    """
    with transaction(db):
        _change_delivery(db, key, "UPDATE deliveries SET message_id = ? WHERE seal = ?", message_id)


def finish_delivery(db: sqlite3.Connection, key: str) -> None:
    """Notes that the answer shows; a key that was never opened raises StateError.

    A power cut may take the note: then the answer is put into the same message again.
    """
    with transaction(db, hurried=True):
        _change_delivery(db, key, "UPDATE deliveries SET done = ? WHERE seal = ?", 1)


def reopen_delivery(db: sqlite3.Connection, key: str) -> Delivery | None:
    """The delivery of an edited question, to be done again in the same message; None if unknown.

    It gets a fresh answer id: votes on the old answer don't count for the new one.
    """
    with transaction(db, hurried=True):
        db.execute(
            "UPDATE deliveries SET done = 0, answer_id = ? WHERE seal = ?",
            (_make_answer_id(), _seal_key(db, key)),
        )
        return find_delivery(db, key)


def prune_deliveries(db: sqlite3.Connection, before: float) -> int:
    """Forgets deliveries opened before `before`; how many."""
    with transaction(db):
        return db.execute("DELETE FROM deliveries WHERE opened < ?", (before,)).rowcount


def _make_delivery(db: sqlite3.Connection, key: str, now: float) -> Delivery:
    with transaction(db, hurried=True):
        answer_id, message_id, done = db.execute(
            "INSERT INTO deliveries (seal, answer_id, opened) VALUES (?, ?, ?)"
            # Another process may have been first: its delivery is the one that counts.
            " ON CONFLICT (seal) DO UPDATE SET seal = seal RETURNING answer_id, message_id, done",
            (_seal_key(db, key), _make_answer_id(), now),
        ).fetchone()
    return Delivery(key, answer_id, message_id, bool(done))


def _change_delivery(db: sqlite3.Connection, key: str, statement: str, value: int) -> None:
    if not db.execute(statement, (value, _seal_key(db, key))).rowcount:
        message = f"{key}: no delivery is open under this key; open it first"
        raise StateError(message)


def _make_answer_id() -> str:
    return secrets.token_urlsafe(8)


def _seal_key(db: sqlite3.Connection, key: str) -> str:
    return seal(read_secret(db), "delivery", key)
