"""Which words the Telegram side needs: `Words`, filled in once for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unreadable = Literal["photo", "voice", "video", "sticker", "file", "place", "contact", "other"]
Reason = Literal["off", "article", "old", "unclear"]


@dataclass(frozen=True, slots=True)
class Buttons:
    """What stands on buttons."""

    context: str
    others: str
    cite: str
    open: str
    share: str
    notify: str
    waiting: str
    back: str
    close: str
    ask: str
    reasons: Mapping[Reason, str]


@dataclass(frozen=True, slots=True)
class Toasts:
    """What Telegram shows for a moment after a press; at most 200 characters."""

    thanks: str
    why: str
    noted: str
    withdrawn: str
    old_button: str
    promise_made: str
    promise_waiting: str
    promise_full: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the Telegram side in one language, plain text without tags.

    In braces stands what is put in: `{count}`, `{day}`, `{seconds}`, `{bot}`.
    """

    name: str
    language_name: str
    searching: str
    start: str
    examples: str
    how_to: str
    how_to_ask: tuple[str, ...]
    how_in_group: str
    how_inline: str
    privacy: str
    privacy_points: tuple[str, ...]
    stored: str
    stored_nothing: str
    stored_language: str
    stored_promises: str
    stored_updates: str
    forgotten: str
    forgotten_nothing: str
    sources: str
    latest: str
    no_articles: str
    untitled: str
    choose_language: str
    language_set: str
    language_automatic: str
    busy: str
    too_fast: str
    failed: str
    unreadable: Mapping[Unreadable, str]
    type_instead: str
    as_of: str
    try_again: str
    promise_offer: str
    others: str
    others_note: str
    no_others: str
    shared: str
    gone: str
    closed: str
    kept: str
    kept_gone: str
    before: str
    after: str
    buttons: Buttons
    toasts: Toasts
    commands: tuple[tuple[str, str], ...]
    description: str
    short_description: str
