"""Promises to tell a chat the answer once the articles have it ("tell me when you know")."""

import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.state.transactions import clean_text, name_refusals, transaction
from corpus.article import Language

MOST_PROMISES = 20  # that wait in one chat

Promised = Literal["made", "waiting", "full"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A question whose answer this chat waits for; `made` in epoch seconds."""

    promise_id: int
    chat_id: int
    thread_id: int | None
    language: Language
    question: str
    made: float


def make_promise(
    db: sqlite3.Connection,
    chat_id: int,
    thread_id: int | None,
    question: str,
    language: Language,
    now: float,
) -> Promised:
    """Keeps the promise: "made"; or not: "waiting" (the chat has the same one) or "full"."""
    question = clean_text(question)
    with transaction(db):
        waiting = list_chat_promises(db, chat_id)
        if _fold(question) in {_fold(promise.question) for promise in waiting}:
            return "waiting"
        if len(waiting) >= MOST_PROMISES:
            return "full"
        db.execute(
            "INSERT INTO promises (chat_id, thread_id, language, question, made)"
            " VALUES (?, ?, ?, ?, ?)",
            (chat_id, thread_id, language, question, now),
        )
    return "made"


def list_open_promises(db: sqlite3.Connection) -> list[Promise]:
    """All promises that wait, oldest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT promise_id, chat_id, thread_id, language, question, made FROM promises"
            " ORDER BY promise_id"
        ).fetchall()
    return [Promise(*row) for row in rows]


def list_chat_promises(db: sqlite3.Connection, chat_id: int) -> list[Promise]:
    """The promises that wait in this chat, oldest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT promise_id, chat_id, thread_id, language, question, made FROM promises"
            " WHERE chat_id = ? ORDER BY promise_id",
            (chat_id,),
        ).fetchall()
    return [Promise(*row) for row in rows]


def keep_promise(db: sqlite3.Connection, promise_id: int) -> bool:
    """Erases a promise that was kept, and so its question; False if it doesn't wait any more."""
    with transaction(db):
        gone = db.execute("DELETE FROM promises WHERE promise_id = ?", (promise_id,)).rowcount
    return gone == 1


def withdraw_promises(db: sqlite3.Connection, chat_id: int) -> int:
    """Erases all promises to this chat; how many."""
    with transaction(db):
        return db.execute("DELETE FROM promises WHERE chat_id = ?", (chat_id,)).rowcount


def prune_promises(db: sqlite3.Connection, before: float) -> int:
    """Erases promises made before `before`; how many."""
    with transaction(db):
        return db.execute("DELETE FROM promises WHERE made < ?", (before,)).rowcount


def _fold(question: str) -> str:
    """Questions are the same whatever their spaces, their capitals and their Unicode form."""
    return " ".join(unicodedata.normalize("NFC", question).casefold().split())
