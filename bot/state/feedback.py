"""Votes on answers, by voters who can't be told from one answer to the next."""

import sqlite3
from typing import Literal

from bot.state.seal import read_secret, seal
from bot.state.transactions import clean_text, name_refusals, transaction

Vote = Literal["up", "down"]


def pseudonym(db: sqlite3.Connection, user_id: int, answer_id: str) -> str:
    """The name of this person as a voter on this answer, and on no other; 32 hexadecimal digits.

    It is made with the database's secret: who has only the votes can't find the person.
    """
    return name_voter(read_secret(db), user_id, answer_id)


def name_voter(secret: bytes, user_id: int, answer_id: str) -> str:
    """`pseudonym`, for many answers at once."""
    return seal(secret, "voter", f"{user_id}:{answer_id}")


def vote(
    db: sqlite3.Connection,
    answer_id: str,
    voter: str,
    value: Vote,
    now: float,
    press: str | None = None,
) -> Vote | None:
    """The vote that stands afterwards: a second one replaces the first, the same again withdraws.

    `press` is the id of the tap, where there is one: the same tap delivered twice counts once.
    """
    with transaction(db):
        standing, last_press = db.execute(
            "SELECT value, press FROM feedback WHERE answer_id = ? AND voter = ?",
            (answer_id, voter),
        ).fetchone() or (None, None)
        if press is not None and press == last_press:
            return _as_vote(standing)
        stands = None if standing == value else value
        db.execute(
            "INSERT OR REPLACE INTO feedback (answer_id, voter, value, press, voted)"
            " VALUES (?, ?, ?, ?, ?)",
            (answer_id, voter, stands, press, now),
        )
    return stands


def give_reason(db: sqlite3.Connection, answer_id: str, voter: str, reason: str) -> bool:
    """Keeps why this voter voted so; False if no vote of theirs stands. A new vote erases it."""
    with transaction(db):
        changed = db.execute(
            "UPDATE feedback SET reason = ?"
            " WHERE answer_id = ? AND voter = ? AND value IS NOT NULL",
            (clean_text(reason), answer_id, voter),
        ).rowcount
    return changed == 1


def count_votes(db: sqlite3.Connection, answer_id: str) -> tuple[int, int]:
    """How many votes up and how many down stand on this answer."""
    with name_refusals(db):
        up, down = db.execute(
            "SELECT count(*) FILTER (WHERE value = 'up'), count(*) FILTER (WHERE value = 'down')"
            " FROM feedback WHERE answer_id = ?",
            (answer_id,),
        ).fetchone()
    return up, down


def _as_vote(value: str | None) -> Vote | None:
    return "up" if value == "up" else "down" if value == "down" else None
