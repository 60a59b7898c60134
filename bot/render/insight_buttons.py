"""Buttons under what admins see of people's questions, and what a press on one says."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from bot.render.buttons import Button, Keyboard, drop_empty_rows

InsightVerb = Literal["g", "h", "t", "z", "p", "s"]
"""g: unanswered, page n. h: handled. t: make a test case. z: take handled back. p: most asked,
page n. s: statistics of n days."""

PREFIX = "ins:"
_PRESS = re.compile(r"ins:([a-z]):(\d{1,16}):(\d{1,6})")


@dataclass(frozen=True, slots=True)
class InsightPress:
    """What a press says: what to do with which question (or moment), and the page it is on."""

    verb: InsightVerb
    number: int = 0
    page: int = 1


def encode_insight_press(press: InsightPress) -> str:
    """The press as a button's data; decode_insight_press reads it.

    >>> encode_insight_press(InsightPress("h", 17, 2))
    'ins:h:17:2'
    """
    return f"{PREFIX}{press.verb}:{press.number}:{press.page}"


def decode_insight_press(text: str) -> InsightPress | None:
    """The press in a button's data; None for what no button of ours has."""
    match = _PRESS.fullmatch(text)
    if match is None or not text.isascii() or match[1] not in get_args(InsightVerb):
        return None
    return InsightPress(cast("InsightVerb", match[1]), int(match[2]), int(match[3]))


def make_insight_button(label: str, verb: InsightVerb, number: int = 0, page: int = 1) -> Button:
    """A button that calls the bot."""
    return Button(label, press=encode_insight_press(InsightPress(verb, number, page)))


def make_insight_page_row(verb: InsightVerb, page: int, pages: int) -> Keyboard:
    """One row that turns to the page before and the page after, where there are such."""
    before = make_insight_button(f"‹ {page - 1}", verb, 0, page - 1) if page > 1 else None
    after = make_insight_button(f"{page + 1} ›", verb, 0, page + 1) if page < pages else None
    return drop_empty_rows((before, after))
