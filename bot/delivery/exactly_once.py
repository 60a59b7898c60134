"""Shows an answer exactly once, whenever the process ends and whatever the network loses.

Telegram has no key by which a repeated sendMessage would be recognised, but a repeated edit changes
nothing. So a short placeholder is sent and its id stored, and all that follows are edits of it.
"""

import asyncio
import html
import logging
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery.failures import is_message_gone, is_not_modified, is_unreadable_markup
from bot.state.deliveries import Delivery, finish_delivery, note_message, open_delivery

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# How long a placeholder on its way may hold up the end of the process.
_SECONDS_TO_LAND = 5.0
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a message shows."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None

    @property
    def plain(self) -> str:
        """The words without any formatting."""
        return html.unescape(_TAG.sub("", self.html))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer is shown: in a chat, in a topic of it, under the message that asked."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


async def deliver(
    bot: Bot,
    database: sqlite3.Connection,
    key: str,
    spot: Spot,
    placeholder: str,
    make: Callable[[Delivery], Awaitable[Outgoing]],
    clock: Callable[[], float] = time.time,
) -> Delivery:
    """Shows what `make` returns at `spot`, once for each `key`; returns the delivery, done.

    `make` runs while the placeholder is sent, and gets the delivery for its answer id; it is not
    called for a key that was delivered. Raises what `make` raises, and TelegramError if Telegram
    could not be reached or refused; called again with the same key it goes on where it was.
    """
    delivery = open_delivery(database, key, clock())
    if delivery.done:
        return delivery
    sending = asyncio.create_task(_place(bot, database, delivery, spot, placeholder))
    try:
        outgoing = await make(delivery)
        message_id = await asyncio.shield(sending)
    finally:
        # Also when `make` failed or this was cancelled: a message that lands unnoticed would stay
        # as an orphan beside the next try's.
        await _let_land(sending)
    await show(bot, spot.chat_id, message_id, outgoing)
    finish_delivery(database, key)
    return replace(delivery, message_id=message_id, done=True)


async def show(bot: Bot, chat_id: int, message_id: int, outgoing: Outgoing) -> None:
    """Makes a message read as `outgoing`.

    Nothing to do counts as done: it reads so already, or the person deleted it. Raises
    TelegramError otherwise.
    """
    try:
        await _edit(bot, chat_id, message_id, outgoing.html, outgoing.keyboard, ParseMode.HTML)
    except BadRequest as error:
        if not is_unreadable_markup(error):
            raise
        logger.error("message sent without formatting: %s", error)
        await _edit(bot, chat_id, message_id, outgoing.plain, outgoing.keyboard, None)


async def _place(
    bot: Bot, database: sqlite3.Connection, delivery: Delivery, spot: Spot, placeholder: str
) -> int:
    """The id of the message to edit, sent and stored if there is none yet."""
    if delivery.message_id is not None:
        return delivery.message_id
    message = await bot.send_message(
        spot.chat_id,
        placeholder,
        message_thread_id=spot.thread_id,
        reply_parameters=reply_to(spot),
        link_preview_options=NO_PREVIEW,
    )
    note_message(database, delivery.key, message.message_id)
    return message.message_id


def reply_to(spot: Spot) -> ReplyParameters | None:
    """The question that the message at `spot` replies to, if it shows one."""
    if spot.reply_to is None:
        return None
    # A question that was deleted meanwhile is answered all the same.
    return ReplyParameters(spot.reply_to, allow_sending_without_reply=True)


async def _let_land(sending: asyncio.Task[int]) -> None:
    """Waits for the placeholder, so that its id is stored, and takes note of its failure."""
    if not sending.done():
        await asyncio.wait([sending], timeout=_SECONDS_TO_LAND)
    if not sending.done():
        sending.cancel()
    elif not sending.cancelled():
        sending.exception()


async def _edit(
    bot: Bot,
    chat_id: int,
    message_id: int,
    text: str,
    keyboard: InlineKeyboardMarkup | None,
    parse_mode: str | None,
) -> None:
    try:
        await bot.edit_message_text(
            text,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=parse_mode,
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if not is_not_modified(error) and not is_message_gone(error):
            raise
