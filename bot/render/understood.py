"""How a question that leans on an earlier one was understood, above its answer."""

from dataclasses import replace

from bot.render.harmless import make_line
from bot.render.hypertext import escape, fits, shorten
from bot.render.message import Message

_MOST_UNITS = 200


def say_understood(message: Message, question: str) -> Message:
    """The message under a line with the question as it was understood, where there is room."""
    words = shorten(make_line(question[:2000]) or "—", _MOST_UNITS)
    html = f"<i>↪ {escape(words)}</i>\n\n{message.html}"
    return replace(message, html=html) if fits(html) else message
