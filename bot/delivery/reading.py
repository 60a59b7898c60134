"""Reads updates from what Telegram sent; one that can't be read must not block those behind it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update

# What python-telegram-bot raises for data of another shape than it knows.
UNREADABLE = (
    TypeError, ValueError, LookupError, AttributeError, ArithmeticError, OSError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One update as it came."""

    update_id: int
    raw: str  # JSON
    problem: str | None  # why it can't be read, without its content


def read_update(data: Mapping[str, Any], bot: Bot | None) -> Update:
    """The update; raises one of UNREADABLE if it is none."""
    update = Update.de_json(dict(data), bot)
    if type(update.update_id) is not int:
        message = "update_id is not a number"
        raise ValueError(message)
    return update


def inspect_update(data: Any) -> RawUpdate | None:
    """The update with its problem if it has one; None for data without an id to step over it."""
    update_id = data.get("update_id") if isinstance(data, dict) else None
    if type(update_id) is not int:
        return None
    problem = None
    try:
        read_update(data, None)
    except UNREADABLE as error:
        # The kind of error only: its words may repeat what a person wrote.
        problem = f"{type(error).__name__} in {', '.join(set(data) - {'update_id'})}"
    return RawUpdate(update_id, json.dumps(data), problem)
