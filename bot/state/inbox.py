"""Updates from Telegram: stored before they are acknowledged, done after they are answered."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.state.transactions import clean_text, name_refusals, transaction

Outcome = Literal["done", "dead", "dropped", "unreadable"]

# Telegram offers an update again for 24 hours; twice that, an id that was seen stays known.
SECONDS_KNOWN = 48 * 3600.0


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that isn't finished: its JSON, and how often its handling was begun."""

    update_id: int
    raw: str
    tries: int


def store_updates(
    db: sqlite3.Connection, updates: Sequence[tuple[int, str]], now: float
) -> list[int]:
    """Stores (id, JSON) pairs, all or none, on the disk when it returns; the ids that were new."""
    if not updates:
        return []
    with transaction(db):
        return [
            update_id
            for update_id, raw in updates
            if db.execute(
                "INSERT INTO inbox (update_id, raw, stored) VALUES (?, ?, ?)"
                " ON CONFLICT (update_id) DO NOTHING",
                (update_id, clean_text(raw), now),
            ).rowcount
        ]


def list_pending(db: sqlite3.Connection) -> list[StoredUpdate]:
    """What was stored and isn't finished, in the order of the ids."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT update_id, raw, tries FROM inbox WHERE outcome IS NULL ORDER BY update_id"
        ).fetchall()
    return [StoredUpdate(*row) for row in rows]


def count_pending(db: sqlite3.Connection) -> int:
    """How many updates are stored and not finished."""
    with name_refusals(db):
        row = db.execute("SELECT count(*) FROM inbox WHERE outcome IS NULL").fetchone()
    return int(row[0])


def start_update(db: sqlite3.Connection, update_id: int) -> int | None:
    """Adds a try and gives how many there were, this one included; None if finished or unknown."""
    with transaction(db, hurried=True):
        row = db.execute(
            "UPDATE inbox SET tries = tries + 1 WHERE update_id = ? AND outcome IS NULL"
            " RETURNING tries",
            (update_id,),
        ).fetchone()
    return None if row is None else int(row[0])


def finish_updates(db: sqlite3.Connection, update_ids: Iterable[int], outcome: Outcome) -> None:
    """Notes how these updates ended and erases their JSON; the first outcome of each stays.

    A power cut may take the note: then the update is handled again, and its delivery tells that it
    was answered.
    """
    with transaction(db, hurried=True):
        db.executemany(
            "UPDATE inbox SET outcome = ?, raw = NULL WHERE update_id = ? AND outcome IS NULL",
            [(outcome, update_id) for update_id in update_ids],
        )


def prune_updates(db: sqlite3.Connection, before: float) -> int:
    """Forgets finished updates stored before `before`; how many.

    Whatever `before` is, those of the 48 hours up to the newest update stay known, so that one that
    Telegram sends again is recognised.
    """
    with transaction(db):
        return db.execute(
            "DELETE FROM inbox WHERE outcome IS NOT NULL AND stored < ?"
            " AND stored < (SELECT max(stored) FROM inbox) - ?",
            (before, SECONDS_KNOWN),
        ).rowcount
