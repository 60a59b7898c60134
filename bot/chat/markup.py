"""Rendered messages as python-telegram-bot sends them."""

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram import (
    Message as TelegramMessage,
)
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.delivery.exactly_once import NO_PREVIEW, Outgoing, Spot, reply_to
from bot.render.buttons import Button, Keyboard
from bot.render.message import Message


def to_outgoing(message: Message) -> Outgoing:
    """The message as it goes out."""
    return Outgoing(message.html, to_markup(message.keyboard))


def to_markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them; None if there are none."""
    rows = [[_to_button(button) for button in row] for row in keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


async def send(bot: ExtBot[int], spot: Spot, message: Message) -> TelegramMessage:
    """Sends a message that may, after a crash, be sent twice: one that is no answer."""
    return await bot.send_message(
        spot.chat_id,
        message.html,
        message_thread_id=spot.thread_id,
        reply_parameters=reply_to(spot),
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=to_markup(message.keyboard),
    )


def _to_button(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, url=button.url, callback_data=button.press)
