"""Questions that the articles can't answer yet, without the persons who asked."""

import sqlite3
from dataclasses import dataclass

from bot.state.seal import read_secret, seal
from bot.state.transactions import clean_text, name_refusals, transaction
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer; `asked` in epoch seconds."""

    unanswered_id: int
    question: str
    language: Language
    asked: float


def note_unanswered(
    db: sqlite3.Connection, key: str, question: str, language: Language, now: float
) -> None:
    """Keeps the question once per key (only its seal is stored); an edited one replaces it."""
    with transaction(db, hurried=True):
        db.execute(
            "INSERT INTO unanswered (seal, question, language, asked) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (seal) DO UPDATE SET question = excluded.question,"
            " language = excluded.language, asked = excluded.asked, handled = 0"
            " WHERE question != excluded.question",
            (seal(read_secret(db), "unanswered", key), clean_text(question), language, now),
        )


def list_unanswered(db: sqlite3.Connection) -> list[Unanswered]:
    """The questions that nobody has handled, oldest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT unanswered_id, question, language, asked FROM unanswered"
            " WHERE handled = 0 ORDER BY asked, unanswered_id"
        ).fetchall()
    return [Unanswered(*row) for row in rows]


def mark_handled(db: sqlite3.Connection, unanswered_id: int) -> bool:
    """Takes the question from the list; False if it wasn't on it."""
    with transaction(db):
        changed = db.execute(
            "UPDATE unanswered SET handled = 1 WHERE unanswered_id = ? AND handled = 0",
            (unanswered_id,),
        ).rowcount
    return changed == 1


def prune_unanswered(db: sqlite3.Connection, before: float) -> int:
    """Forgets questions asked before `before`, handled or not; how many."""
    with transaction(db):
        return db.execute("DELETE FROM unanswered WHERE asked < ?", (before,)).rowcount
