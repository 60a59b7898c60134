"""Ids that tell nothing without the database's own secret."""

import hmac
import sqlite3

from bot.state.transactions import name_refusals


def read_secret(db: sqlite3.Connection) -> bytes:
    """The random secret that this database was made with; 32 bytes."""
    with name_refusals(db):
        (value,) = db.execute("SELECT value FROM secret WHERE name = 'seal'").fetchone()
    return bytes(value)


def seal(secret: bytes, purpose: str, text: str) -> str:
    """HMAC-SHA256 of `text` for one purpose, cut to 128 bits; 32 hexadecimal digits."""
    message = f"{purpose}:{text}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret, message, "sha256").hex()[:32]
