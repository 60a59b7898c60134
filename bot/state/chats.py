"""What a chat has set."""

import sqlite3

from bot.state.transactions import name_refusals, transaction
from corpus.article import Language


def read_language(db: sqlite3.Connection, chat_id: int) -> Language | None:
    """The language that this chat chose, or None."""
    with name_refusals(db):
        row = db.execute("SELECT language FROM chats WHERE chat_id = ?", (chat_id,)).fetchone()
    if row is None:
        return None
    return "th" if row[0] == "th" else "en"


def set_language(db: sqlite3.Connection, chat_id: int, language: Language | None) -> None:
    """Keeps the language that this chat chose; None forgets it."""
    with transaction(db):
        if language is None:
            db.execute("DELETE FROM chats WHERE chat_id = ?", (chat_id,))
        else:
            db.execute(
                "INSERT OR REPLACE INTO chats (chat_id, language) VALUES (?, ?)",
                (chat_id, language),
            )


def move_chat(db: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """Gives what is kept for a group to the supergroup that Telegram made of it.

    What the new one has set already stays.
    """
    with transaction(db):
        db.execute("UPDATE OR IGNORE chats SET chat_id = ? WHERE chat_id = ?", (new_id, old_id))
        db.execute("DELETE FROM chats WHERE chat_id = ?", (old_id,))
        db.execute("UPDATE promises SET chat_id = ? WHERE chat_id = ?", (new_id, old_id))
