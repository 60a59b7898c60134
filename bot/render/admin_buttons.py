"""Buttons for admins: `adm:` before what they say, so that no other handler takes them."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from bot.render.buttons import Button, Keyboard, drop_empty_rows
from bot.render.hypertext import shorten

AdminVerb: TypeAlias = Literal[
    "add", "swap", "no", "pub", "force", "undo", "again", "back", "list", "show", "take", "gone",
    "swapme",
]  # fmt: skip
"""add, swap (with candidate n), no: what becomes of an upload. pub: publish what /reindex shows.
force, undo, again: after a run that did not publish. back: to the generation before. list: page n.
show: an article. take: asks before it is removed, gone: removes it. swapme: it is to be replaced.
"""

PATTERN = r"^adm:"
_PRESS = re.compile(r"adm:([a-z]{2,6}):([A-Za-z0-9_-]{0,24}):(\d{0,6})")
_MOST_UNITS = 60  # of a label; Telegram allows 64


@dataclass(frozen=True, slots=True)
class AdminPress:
    """What a button says: what to do, with which order or article, and a number."""

    verb: AdminVerb
    subject: str = ""
    number: int = 0


def make_admin_button(label: str, verb: AdminVerb, subject: str = "", number: int = 0) -> Button:
    """A button that says this to the bot."""
    return Button(shorten(label, _MOST_UNITS), press=f"adm:{verb}:{subject}:{number or ''}")


def decode_admin_press(data: str) -> AdminPress | None:
    """What the button says; None for data that no button of ours has.

    >>> decode_admin_press("adm:swap:Xa9-_kQ2b7E:1")
    AdminPress(verb='swap', subject='Xa9-_kQ2b7E', number=1)
    """
    match = _PRESS.fullmatch(data)
    if match is None or match[1] not in get_args(AdminVerb):
        return None
    return AdminPress(cast("AdminVerb", match[1]), match[2], int(match[3] or 0))


def make_list_row(order_id: str, page: int, pages: int) -> Keyboard:
    """One row that turns to the page before and the page after, where there are such."""
    before = make_admin_button(f"‹ {page - 1}", "list", order_id, page - 1) if page > 1 else None
    after = make_admin_button(f"{page + 1} ›", "list", order_id, page + 1) if page < pages else None
    return drop_empty_rows((before, after))
