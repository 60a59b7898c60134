"""Orders of admins: what waits for a button, and index runs that are not done yet.

They outlast a restart of the bot; what was never confirmed is forgotten after a day.
"""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.state.transactions import clean_text, name_refusals, transaction

SECONDS_TO_CONFIRM = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the admin with this Telegram user id; `made` in epoch seconds.

    `details` are values that JSON knows; which, the `kind` decides.
    """

    order_id: str
    admin_id: int
    kind: str
    details: Mapping[str, Any]
    made: float


def make_order(
    db: sqlite3.Connection, admin_id: int, kind: str, details: Mapping[str, Any], now: float
) -> Order:
    """A new order, on the disk when it returns; its id has 11 letters of A-Z a-z 0-9 _ -."""
    order = Order(secrets.token_urlsafe(8), admin_id, kind, MappingProxyType(dict(details)), now)
    with transaction(db):
        db.execute(
            "INSERT INTO orders (order_id, admin_id, kind, details, made) VALUES (?, ?, ?, ?, ?)",
            (order.order_id, admin_id, kind, _write(details), now),
        )
    return order


def find_order(db: sqlite3.Connection, order_id: str) -> Order | None:
    """The order with this id, or None."""
    with name_refusals(db):
        row = db.execute(
            "SELECT order_id, admin_id, kind, details, made FROM orders WHERE order_id = ?",
            (order_id,),
        ).fetchone()
    return None if row is None else _read(row)


def list_orders(db: sqlite3.Connection, kind: str | None = None) -> list[Order]:
    """All orders (of this kind), oldest first."""
    with name_refusals(db):
        rows = db.execute(
            "SELECT order_id, admin_id, kind, details, made FROM orders"
            " WHERE ? IN (kind, '') ORDER BY made, order_id",
            (kind or "",),
        ).fetchall()
    return [_read(row) for row in rows]


def change_order(
    db: sqlite3.Connection, order_id: str, kind: str, details: Mapping[str, Any]
) -> bool:
    """Makes another kind of order of it, under the same id; False if it isn't there any more."""
    with transaction(db):
        changed = db.execute(
            "UPDATE orders SET kind = ?, details = ? WHERE order_id = ?",
            (kind, _write(details), order_id),
        ).rowcount
    return changed == 1


def drop_order(db: sqlite3.Connection, order_id: str) -> bool:
    """Forgets the order; False if it was not there."""
    with transaction(db):
        gone = db.execute("DELETE FROM orders WHERE order_id = ?", (order_id,)).rowcount
    return gone == 1


def prune_orders(db: sqlite3.Connection, before: float, but: str) -> int:
    """Forgets orders made before `before`, but those of the kind `but`; how many."""
    with transaction(db):
        return db.execute("DELETE FROM orders WHERE made < ? AND kind != ?", (before, but)).rowcount


def _write(details: Mapping[str, Any]) -> str:
    return clean_text(json.dumps(dict(details), ensure_ascii=False))


def _read(row: tuple[str, int, str, str, float]) -> Order:
    order_id, admin_id, kind, details, made = row
    return Order(order_id, admin_id, kind, MappingProxyType(json.loads(details)), made)
