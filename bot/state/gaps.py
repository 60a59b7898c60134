"""What becomes of the questions that the articles could not answer: asked again, ticked, handled.

A question leaves the list when an admin handles it, or when it is ticked because a later generation
of the index answers it. Nothing here knows who asked.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.state.transactions import name_refusals, transaction
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer; `tested` says that it is a test case already."""

    gap_id: int
    question: str
    language: Language
    asked: float
    tested: bool


def list_gaps(db: sqlite3.Connection) -> list[Gap]:
    """The questions that are still open, oldest first."""
    return _read(
        db,
        "SELECT unanswered_id, question, language, asked, tested FROM unanswered"
        " WHERE handled = 0 ORDER BY asked, unanswered_id",
    )


def list_ticked(db: sqlite3.Connection, since: float) -> list[Gap]:
    """The questions for which an answer was found since then, oldest first."""
    return _read(
        db,
        "SELECT unanswered_id, question, language, asked, tested FROM unanswered"
        " WHERE answered_at >= ? ORDER BY asked, unanswered_id",
        since,
    )


def list_unchecked(db: sqlite3.Connection, generation: int) -> list[Gap]:
    """The open questions that this generation was not yet asked again, oldest first."""
    return _read(
        db,
        "SELECT unanswered_id, question, language, asked, tested FROM unanswered"
        " WHERE handled = 0 AND checked != ? ORDER BY asked, unanswered_id",
        generation,
    )


def note_checked(db: sqlite3.Connection, gap_ids: Iterable[int], generation: int) -> None:
    """Notes that this generation doesn't answer these questions either."""
    with transaction(db, hurried=True):
        db.executemany(
            "UPDATE unanswered SET checked = ? WHERE unanswered_id = ?",
            [(generation, gap_id) for gap_id in gap_ids],
        )


def tick_gaps(db: sqlite3.Connection, gap_ids: Iterable[int], now: float) -> int:
    """Takes questions that can be answered now from the list; how many were on it."""
    return _end(
        db,
        "UPDATE unanswered SET handled = 1, answered_at = ?"
        " WHERE unanswered_id = ? AND handled = 0",
        gap_ids,
        now,
    )


def handle_gaps(db: sqlite3.Connection, gap_ids: Iterable[int], now: float) -> int:
    """Takes questions that an admin has dealt with from the list; how many were on it."""
    return _end(
        db,
        "UPDATE unanswered SET handled = 1, handled_at = ? WHERE unanswered_id = ? AND handled = 0",
        gap_ids,
        now,
    )


def reopen_gaps(db: sqlite3.Connection, handled_at: float) -> int:
    """Puts back on the list what was handled at exactly this moment; how many."""
    with transaction(db):
        return db.execute(
            "UPDATE unanswered SET handled = 0, handled_at = NULL WHERE handled_at = ?",
            (handled_at,),
        ).rowcount


def mark_tested(db: sqlite3.Connection, gap_ids: Iterable[int]) -> None:
    """Notes that these questions are test cases; they stay on the list until they are answered."""
    with transaction(db):
        db.executemany(
            "UPDATE unanswered SET tested = 1 WHERE unanswered_id = ?",
            [(gap_id,) for gap_id in gap_ids],
        )


def _end(db: sqlite3.Connection, statement: str, gap_ids: Iterable[int], now: float) -> int:
    with transaction(db):
        return sum(db.execute(statement, (now, gap_id)).rowcount for gap_id in gap_ids)


def _read(db: sqlite3.Connection, query: str, *values: float) -> list[Gap]:
    with name_refusals(db):
        rows = db.execute(query, values).fetchall()
    return [
        Gap(gap_id, question, language, asked, bool(tested))
        for gap_id, question, language, asked, tested in rows
    ]
