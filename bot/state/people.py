"""What is stored on a person, and how all of it is deleted (Thailand's PDPA is the measure)."""

import re
import sqlite3
from dataclasses import dataclass

from bot.state.chats import read_language, set_language
from bot.state.feedback import name_voter
from bot.state.inbox import list_pending
from bot.state.promises import list_chat_promises, withdraw_promises
from bot.state.seal import read_secret
from bot.state.transactions import clear_log, name_refusals, transaction
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is stored on a person: the language chosen, and how many promises, votes and updates.

    `votes` are those that can be recognised with the database's secret. `updates` are questions in
    work; they erase themselves when they are answered.
    """

    language: Language | None
    promises: int
    votes: int
    updates: int


def describe_person(db: sqlite3.Connection, user_id: int) -> PersonData:
    """What is stored on this person, whose private chat has the same id."""
    named = re.compile(rf'"id"\s*:\s*{user_id}(?!\d)')
    return PersonData(
        language=read_language(db, user_id),
        promises=len(list_chat_promises(db, user_id)),
        votes=len(_list_votes(db, user_id)),
        updates=sum(1 for update in list_pending(db) if named.search(update.raw)),
    )


def forget_person(db: sqlite3.Connection, user_id: int) -> PersonData:
    """Deletes what is stored on this person, and gives what that was.

    Updates in work stay, for they are being answered.
    """
    with transaction(db):
        stored = describe_person(db, user_id)
        set_language(db, user_id, None)
        withdraw_promises(db, user_id)
        db.executemany(
            "DELETE FROM feedback WHERE answer_id = ? AND voter = ?", _list_votes(db, user_id)
        )
    clear_log(db)
    return stored


def _list_votes(db: sqlite3.Connection, user_id: int) -> list[tuple[str, str]]:
    """(answer id, voter) of the person's votes: each answer has another name for the person."""
    secret = read_secret(db)
    with name_refusals(db):
        rows = db.execute("SELECT answer_id, voter FROM feedback").fetchall()
    return [row for row in rows if row[1] == name_voter(secret, user_id, row[0])]
