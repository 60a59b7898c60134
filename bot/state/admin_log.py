"""What admins did: who, what and when; it is never pruned, for it is how faults are found."""

import sqlite3
from dataclasses import dataclass

from bot.state.transactions import clean_text, name_refusals, transaction

_LONGEST_SUBJECT = 500  # characters; a name or a reason, never a whole text


@dataclass(frozen=True, slots=True)
class AdminAction:
    """One thing done: by whom (Telegram's user id), to what, and when (epoch seconds)."""

    admin_id: int
    action: str
    subject: str
    done: float


def note_action(
    db: sqlite3.Connection, admin_id: int, action: str, subject: str, now: float
) -> None:
    """Keeps what this admin did; on the disk when it returns."""
    with transaction(db):
        db.execute(
            "INSERT INTO admin_log (admin_id, action, subject, done) VALUES (?, ?, ?, ?)",
            (admin_id, clean_text(action), clean_text(subject)[:_LONGEST_SUBJECT], now),
        )


def list_actions(db: sqlite3.Connection, most: int) -> list[AdminAction]:
    """The last `most` actions of all admins, newest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT admin_id, action, subject, done FROM admin_log ORDER BY action_id DESC LIMIT ?",
            (most,),
        ).fetchall()
    return [AdminAction(*row) for row in rows]
