"""How an answer came about: what was found, how it scored, how long it took; nobody's name."""

import json
import sqlite3
from dataclasses import astuple, dataclass

from bot.state.transactions import clean_text, name_refusals, transaction


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was found: its place in an article, its score and the two parts of that."""

    article_id: str
    start: int
    end: int
    score: float
    similarity: float
    keyword_score: float


@dataclass(frozen=True, slots=True)
class Steps:
    """How long the steps of an answer took, in milliseconds."""

    encode: float
    search: float
    read: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one answer was decided from.

    `seconds` go from taking the question up until its answer was ready to be shown; `hits` are the
    best passages, best first.
    """

    answer_id: str
    seconds: float
    threshold: float
    matched: tuple[str, ...]
    hits: tuple[FoundPassage, ...]
    steps: Steps


def save_evidence(db: sqlite3.Connection, evidence: Evidence) -> None:
    """Stores the evidence, in place of one for the same answer."""
    row = (
        evidence.answer_id,
        evidence.seconds,
        evidence.threshold,
        clean_text(json.dumps(evidence.matched, ensure_ascii=False)),
        json.dumps([astuple(hit) for hit in evidence.hits]),
        json.dumps(astuple(evidence.steps)),
    )
    with transaction(db, hurried=True):
        db.execute(
            "INSERT OR REPLACE INTO evidence (answer_id, seconds, threshold, matched, hits,"
            " timings) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )


def find_evidence(db: sqlite3.Connection, answer_id: str) -> Evidence | None:
    """The evidence for this answer; None where it wasn't kept."""
    with name_refusals(db):
        row = db.execute(
            "SELECT answer_id, seconds, threshold, matched, hits, timings FROM evidence"
            " WHERE answer_id = ?",
            (answer_id,),
        ).fetchone()
    if row is None:
        return None
    hits = tuple(FoundPassage(*hit) for hit in json.loads(row[4]))
    matched = tuple(json.loads(row[3]))
    return Evidence(row[0], row[1], row[2], matched, hits, Steps(*json.loads(row[5])))


def prune_evidence(db: sqlite3.Connection) -> int:
    """Forgets the evidence for answers that are gone; how many."""
    with transaction(db):
        return db.execute(
            "DELETE FROM evidence WHERE answer_id NOT IN (SELECT answer_id FROM answers)"
        ).rowcount
