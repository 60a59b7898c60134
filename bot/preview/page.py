"""A conversation as one HTML page that looks like a chat and needs nothing beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.preview.telegram_html import Part, drop_block_breaks, read_telegram_html
from bot.render.buttons import Keyboard
from bot.render.message import Message
from corpus.article import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person asked and the message that came back."""

    question: str
    language: Language
    answer: Message


@dataclass(frozen=True, slots=True)
class _Shown:
    """A turn as the template takes it, everything in it checked."""

    question: str
    language: Language
    parts: tuple[Part, ...]
    keyboard: Keyboard


def render_page(turns: Sequence[Turn], *, measured: bool = False) -> str:
    """The page; with `measured` it notes its own height, in CSS pixels, in `data-height`.

    Raises UsageError if a message is not what Telegram would show.
    """
    environment = Environment(
        loader=PackageLoader("bot.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = [_check_turn(turn) for turn in turns]
    return environment.get_template("page.html.jinja").render(turns=shown, measured=measured)


def _check_turn(turn: Turn) -> _Shown:
    parts = drop_block_breaks(read_telegram_html(turn.answer.html))
    return _Shown(turn.question, turn.language, parts, turn.answer.keyboard)
