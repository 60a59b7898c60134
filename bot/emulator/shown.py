"""What a person sees of the bot: its messages as they are now, with formatting and buttons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.emulator.wire import Wire, cut_utf16
from bot.emulator.world import Event

# A message that begins with it only says that the bot is at work; the answer comes as an edit.
PLACEHOLDER = "🔎"


@dataclass(frozen=True, slots=True)
class Part:
    """A formatted part of a text: `kind` as in the Bot API, `start` and `end` in code points."""

    kind: str
    start: int
    end: int
    words: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button; `data` is what a press sends, or None for one that opens or copies something."""

    label: str
    data: str | None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot after all edits; `sent` and `changed` are epoch seconds."""

    chat_id: int
    message_id: int
    text: str
    parts: tuple[Part, ...]
    keyboard: tuple[tuple[ShownButton, ...], ...]
    reply_to: int | None
    thread_id: int | None
    edits: int
    sent: float
    changed: float

    @property
    def is_placeholder(self) -> bool:
        """Whether the bot is still at work on it."""
        return self.text.startswith(PLACEHOLDER)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all its buttons."""
        return tuple(button.label for row in self.keyboard for button in row)

    def list_parts(self, *kinds: str) -> list[Part]:
        """The formatted parts of these kinds, in order."""
        return [part for part in self.parts if part.kind in kinds]

    def find_button(self, label: str) -> ShownButton | None:
        """The first button whose label has these words."""
        buttons = (button for row in self.keyboard for button in row)
        return next((button for button in buttons if label in button.label), None)

    @classmethod
    def read(cls, event: Event, before: Self | None = None) -> Self:
        """The message that an event of the server carries, seen `before` it or not."""
        message = event.data
        text = message.get("text") or message.get("caption") or ""
        entities = message.get("entities") or message.get("caption_entities") or ()
        return cls(
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=text,
            parts=tuple(_read_part(text, entity) for entity in entities),
            keyboard=read_keyboard(message),
            reply_to=(message.get("reply_to_message") or {}).get("message_id"),
            thread_id=message.get("message_thread_id"),
            edits=(before.edits if before else 0) + (event.kind == "edit"),
            sent=before.sent if before else event.time,
            changed=event.time,
        )

    @classmethod
    def read_inline(cls, result: Wire) -> Self:
        """An inline result as the message that it would send."""
        markup = {"reply_markup": result["reply_markup"]} if "reply_markup" in result else {}
        message = {"chat": {"id": 0}, "message_id": 0, **result["content"], **markup}
        return cls.read(Event(0, 0.0, "message", 0, message))


def read_keyboard(message: Wire) -> tuple[tuple[ShownButton, ...], ...]:
    """The rows of buttons under a message or an inline result."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    return tuple(tuple(_read_button(button) for button in row) for row in rows)


def collapse(events: Iterable[Event]) -> dict[int, Shown]:
    """The bot's messages that these events of one chat leave, by number, first sent first."""
    shown: dict[int, Shown] = {}
    for event in events:
        if event.kind in ("message", "edit"):
            message_id = event.data["message_id"]
            shown[message_id] = Shown.read(event, shown.get(message_id))
        elif event.kind == "delete":
            shown.pop(event.data["message_id"], None)
    return shown


def _read_part(text: str, entity: Wire) -> Part:
    before = cut_utf16(text, 0, entity["offset"])
    words = cut_utf16(text, entity["offset"], entity["length"])
    start = len(before)
    return Part(entity["type"], start, start + len(words), words, entity.get("url"))


def _read_button(button: Wire) -> ShownButton:
    copy = (button.get("copy_text") or {}).get("text")
    return ShownButton(button["text"], button.get("callback_data"), button.get("url"), copy)
