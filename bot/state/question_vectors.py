"""Vectors of questions, so that none is computed twice; they go with the questions."""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from bot.state.transactions import clean_text, name_refusals, transaction


def read_vectors(db: sqlite3.Connection, model: str, questions: Sequence[str]) -> dict[str, bytes]:
    """The known vectors of these questions by the model with this fingerprint."""
    asked = {clean_text(question): question for question in questions}
    with name_refusals(db):
        rows = db.execute(
            "SELECT question, vector FROM question_vectors"
            " WHERE model = ? AND question IN (SELECT value FROM json_each(?))",
            (model, json.dumps(list(asked))),
        ).fetchall()
    return {asked[question]: vector for question, vector in rows}


def keep_vectors(db: sqlite3.Connection, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keeps what this model made of these questions."""
    with transaction(db, hurried=True):
        db.executemany(
            "INSERT OR REPLACE INTO question_vectors (question, model, vector) VALUES (?, ?, ?)",
            [(clean_text(question), model, vector) for question, vector in vectors.items()],
        )


def prune_vectors(db: sqlite3.Connection) -> int:
    """Forgets the vectors of questions that are gone; how many."""
    with transaction(db):
        return db.execute(
            "DELETE FROM question_vectors WHERE question NOT IN"
            " (SELECT question FROM answers UNION SELECT question FROM unanswered)"
        ).rowcount
