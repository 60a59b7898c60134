"""Buttons under a message, and what a press on one says to the bot."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from bot.render.hypertext import count_units

Verb = Literal["c", "a", "o", "u", "d", "r", "n", "s", "l", "x"]
"""c: context of quote n. a: back to the answer. o: other matches, page n. u, d: thumb up, down.
r: the reason for a thumb down. n: tell me when you know. s: sources, page n. l: language. x: close.
"""

MOST_PRESS_BYTES = 64
MOST_COPIED = 256  # UTF-16 units that a copy button may hold

_PRESS = re.compile(r"([a-z]):([A-Za-z0-9_-]{0,32}):([A-Za-z0-9_-]{0,24})")
_WEB = re.compile(r"https?://[!-~]+")


@dataclass(frozen=True, slots=True)
class Button:
    """A button: with `press` it calls the bot, with `url` it opens it, with `copy` it copies."""

    label: str
    press: str | None = None
    url: str | None = None
    copy: str | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a button that Telegram would refuse, with the whole message."""
        given = [value for value in (self.press, self.url, self.copy) if value is not None]
        if len(given) != 1 or not given[0] or not self.label.strip():
            message = f"button {self.label!r} needs a label and one of press, url or copy"
            raise ValueError(message)
        if self.press and len(self.press.encode()) > MOST_PRESS_BYTES:
            message = (
                f"button {self.label!r}: {self.press!r} has more than {MOST_PRESS_BYTES} bytes"
            )
            raise ValueError(message)
        if self.url and not _WEB.fullmatch(self.url):
            message = f"button {self.label!r}: {self.url!r} is no encoded web address"
            raise ValueError(message)
        if self.copy and count_units(self.copy) > MOST_COPIED:
            message = f"button {self.label!r} copies more than {MOST_COPIED} characters"
            raise ValueError(message)


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]
"""Rows of buttons, from the top."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a press on a button says: what to do, on which answer, with what."""

    verb: Verb
    answer_id: str = ""
    argument: str = ""


def encode_press(press: Press) -> str:
    """The press as a button's data: at most 64 bytes of ASCII.

    Raises ValueError if the answer's id or the argument has other letters than A-Z a-z 0-9 _ -.
    """
    data = f"{press.verb}:{press.answer_id}:{press.argument}"
    if _PRESS.fullmatch(data) is None:
        message = f"{press!r} can't be a button's data; use letters of A-Z a-z 0-9 _ -"
        raise ValueError(message)
    return data


def decode_press(text: str) -> Press | None:
    """The press in a button's data; None for what no button of ours has.

    >>> decode_press("c:Xa9-_kQ2b7E:1")
    Press(verb='c', answer_id='Xa9-_kQ2b7E', argument='1')
    """
    match = _PRESS.fullmatch(text)
    if match is None or match[1] not in get_args(Verb):
        return None
    return Press(cast("Verb", match[1]), match[2], match[3])


def make_press(label: str, verb: Verb, answer_id: str = "", argument: str = "") -> Button:
    """A button that calls the bot."""
    return Button(label, press=encode_press(Press(verb, answer_id, argument)))


def make_page_row(verb: Verb, page: int, pages: int, answer_id: str = "") -> Keyboard:
    """One row that turns to the page before and the page after, where there are such."""
    before = make_press(f"‹ {page - 1}", verb, answer_id, str(page - 1)) if page > 1 else None
    after = make_press(f"{page + 1} ›", verb, answer_id, str(page + 1)) if page < pages else None
    return drop_empty_rows((before, after))


def drop_empty_rows(*rows: tuple[Button | None, ...]) -> Keyboard:
    """The rows without the buttons that are None, and without rows that have none left."""
    kept = (tuple(button for button in row if button is not None) for row in rows)
    return tuple(row for row in kept if row)
