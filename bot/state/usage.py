"""What was asked and how it went, counted for the admins; nobody's name is in it."""

import sqlite3
from dataclasses import dataclass

from bot.state.transactions import name_refusals
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked: when, whether it was answered, and what was thought of it.

    `asked` is in epoch seconds, `seconds` is None where it wasn't measured.
    """

    question: str
    language: Language
    answered: bool
    asked: float
    up: int
    down: int
    seconds: float | None


def list_asked(db: sqlite3.Connection, since: float, until: float) -> list[AskedQuestion]:
    """The questions asked from `since` to before `until`, oldest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT question, language, status = 'answered', asked,"
            " count(*) FILTER (WHERE value = 'up'), count(*) FILTER (WHERE value = 'down'), seconds"
            " FROM answers LEFT JOIN evidence USING (answer_id)"
            " LEFT JOIN feedback USING (answer_id)"
            " WHERE asked >= ? AND asked < ? GROUP BY answer_id ORDER BY asked, answer_id",
            (since, until),
        ).fetchall()
    return [
        AskedQuestion(question, language, bool(answered), asked, up, down, seconds)
        for question, language, answered, asked, up, down, seconds in rows
    ]
