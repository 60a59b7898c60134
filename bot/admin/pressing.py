"""A press on a button for admins, with the message that has it."""

import logging
from dataclasses import dataclass

from telegram import CallbackQuery
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.markup import to_outgoing
from bot.delivery.exactly_once import show
from bot.delivery.failures import is_old_press
from bot.render.admin_buttons import AdminPress
from bot.render.admin_words import choose_admin_words
from bot.render.message import Message
from corpus.article import Language

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who pressed which button under which message."""

    bot: ExtBot[int]
    query: CallbackQuery
    press: AdminPress
    admin_id: int
    chat_id: int
    message_id: int
    language: Language

    @property
    def place(self) -> dict[str, object]:
        """The message, as an order keeps it."""
        return {"chat": self.chat_id, "message": self.message_id, "language": self.language}

    async def show(self, message: Message) -> None:
        """Makes the message read so."""
        await show(self.bot, self.chat_id, self.message_id, to_outgoing(message))

    async def toast(self, text: str | None = None) -> None:
        """Ends the wait on the button; after a restart it may be too late for that."""
        try:
            await self.query.answer(text)
        except BadRequest as error:
            if not is_old_press(error):
                raise
            _LOG.info("press answered too late")

    async def expire(self) -> None:
        """Says that the button is too old."""
        await self.toast(choose_admin_words(self.language).expired)
