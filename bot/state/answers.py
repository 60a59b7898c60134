"""What was answered, without the person who asked: what the buttons under an answer need."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from bot.state.transactions import clean_text, name_refusals, transaction
from corpus.article import Language, Span
from index.answer import Status


@dataclass(frozen=True, slots=True)
class Place:
    """A part of an article's text, in code points, with a digest of its words.

    `answer` is the answer's span inside it, where that is known.
    """

    article_id: str
    start: int
    end: int
    answer: Span | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """An answer by its places in the articles of one generation; `closest` are article ids."""

    answer_id: str
    question: str
    language: Language
    status: Status
    confidence: float
    generation: int
    quotes: tuple[Place, ...]
    closest: tuple[str, ...]
    hits: tuple[Place, ...]
    asked: float


def save_answer(db: sqlite3.Connection, record: AnswerRecord) -> None:
    """Stores the record, in place of one with the same id."""
    row = (
        record.answer_id,
        clean_text(record.question),
        record.language,
        record.status,
        record.confidence,
        record.generation,
        _write_places(record.quotes),
        json.dumps(record.closest),
        _write_places(record.hits),
        record.asked,
    )
    with transaction(db, hurried=True):
        db.execute(
            "INSERT OR REPLACE INTO answers (answer_id, question, language, status, confidence,"
            " generation, quotes, closest, hits, asked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def find_answer(db: sqlite3.Connection, answer_id: str) -> AnswerRecord | None:
    """The record with this id, or None."""
    with name_refusals(db):
        row = db.execute(
            "SELECT answer_id, question, language, status, confidence, generation, quotes, closest,"
            " hits, asked FROM answers WHERE answer_id = ?",
            (answer_id,),
        ).fetchone()
    if row is None:
        return None
    return AnswerRecord(
        answer_id=row[0],
        question=row[1],
        language=row[2],
        status=row[3],
        confidence=row[4],
        generation=row[5],
        quotes=_read_places(row[6]),
        closest=tuple(json.loads(row[7])),
        hits=_read_places(row[8]),
        asked=row[9],
    )


def prune_answers(db: sqlite3.Connection, before: float, rated_before: float) -> int:
    """Forgets answers asked before `before`, and rated ones before `rated_before`; how many.

    Votes on an answer that is gone go with it.
    """
    with transaction(db):
        gone = db.execute(
            "DELETE FROM answers WHERE asked < :rated_before OR (asked < :before AND answer_id"
            " NOT IN (SELECT answer_id FROM feedback WHERE value IS NOT NULL))",
            {"before": before, "rated_before": rated_before},
        ).rowcount
        db.execute("DELETE FROM feedback WHERE answer_id NOT IN (SELECT answer_id FROM answers)")
    return gone


def _write_places(places: Iterable[Place]) -> str:
    return json.dumps([_write_place(place) for place in places])


def _write_place(place: Place) -> list[object]:
    answer = [place.answer.start, place.answer.end] if place.answer else None
    return [place.article_id, place.start, place.end, answer, place.digest]


def _read_places(text: str) -> tuple[Place, ...]:
    return tuple(
        Place(article_id, start, end, Span(*answer) if answer else None, digest)
        for article_id, start, end, answer, digest in json.loads(text)
    )
