"""A message as it is sent: its HTML and the buttons under it."""

from dataclasses import dataclass

from bot.render.buttons import Keyboard


@dataclass(frozen=True, slots=True)
class Message:
    """A message of at most 4096 UTF-16 units and 100 entities, in Telegram's HTML."""

    html: str
    keyboard: Keyboard = ()
