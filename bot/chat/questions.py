"""Messages that ask: new ones, edited ones, pasted ones, and those that can't be read."""

import asyncio

from telegram import Message, MessageEntity, Update

from bot.chat.addressing import read_question
from bot.chat.answering import answer_question
from bot.chat.asked import make_key, read_asked
from bot.chat.markup import send
from bot.chat.services import Context, Services, choose_reader_language, find_thread, is_private
from bot.delivery.exactly_once import Spot
from bot.render.info_messages import render_unreadable
from bot.render.word_list import Unreadable
from bot.state.deliveries import find_delivery, reopen_delivery

# Telegram's apps cut what is longer than a message (4096) where a line or word ends.
_CUT_PASTE = 3500
_PASTE_SECONDS = 0.6
_KINDS: tuple[tuple[str, Unreadable], ...] = (
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("sticker", "sticker"),
    ("document", "file"),
    ("location", "place"),
    ("venue", "place"),
    ("contact", "contact"),
)


async def answer_message(services: Services, update: Update, context: Context) -> None:
    """Answers a text, or the words under a picture, if it is meant for the bot."""
    message = update.message
    text = read_question(message, context.bot.bot) if message else None
    if message is None or text is None:
        return
    text = await _join_paste(services, message, text)
    await answer_question(services, context.bot, read_asked(services, update, message, text))


async def answer_command(services: Services, update: Update, context: Context) -> None:
    """Answers what stands behind /ask, or the message that it replies to."""
    message = update.message
    if message is None:
        return
    words = (message.text or "").partition(" ")[2].strip()
    replied = message.reply_to_message
    if not words and replied and not (replied.from_user and replied.from_user.is_bot):
        words = replied.text or replied.caption or ""
    await answer_question(services, context.bot, read_asked(services, update, message, words))


async def answer_edited(services: Services, update: Update, context: Context) -> None:
    """Answers an edited question in the message that answered it before; others are left."""
    message = update.edited_message
    if message is None or find_delivery(services.database, make_key(message)) is None:
        return
    text = read_question(message, context.bot.bot)
    commands = message.parse_entities([MessageEntity.BOT_COMMAND])
    if commands and text is not None:
        text = text.partition(" ")[2]
    if text is None:
        return
    asked = read_asked(services, update, message, text)
    reopen_delivery(services.database, asked.key)
    # What was asked in this message before is not what the new words lean on.
    services.recent.drop_newest(asked.conversation)
    await answer_question(services, context.bot, asked)


async def explain_unreadable(services: Services, update: Update, context: Context) -> None:
    """Says that a picture, a voice message and the like can't be read, where somebody waits."""
    message = update.message
    if message is None or not is_private(message.chat):
        return
    kinds = (kind for name, kind in _KINDS if getattr(message, name))
    kind: Unreadable = next(kinds, "other")
    language = choose_reader_language(services, update, "")
    await send(
        context.bot,
        Spot(message.chat_id, find_thread(message)),
        render_unreadable(language, kind),
    )


async def _join_paste(services: Services, message: Message, text: str) -> str:
    """The text with what Telegram's app has cut off it into further messages."""
    if len(text) < _CUT_PASTE:
        return text
    await asyncio.sleep(_PASTE_SECONDS)
    parts, last = [text], message
    for update in services.lanes.waiting(message.chat_id):
        part = update.message
        if part is None or not _continues(part, last):
            break
        parts.append(part.text or "")
        services.lanes.absorb([update.update_id])
        last = part
        if len(part.text or "") < _CUT_PASTE:
            break
    return "\n".join(parts)


def _continues(part: Message, before: Message) -> bool:
    """Whether `part` came from the same person at once after `before`, as a cut paste does."""
    same = part.from_user == before.from_user and part.is_topic_message == before.is_topic_message
    at_once = (part.date - before.date).total_seconds() <= 1
    is_command = bool(part.parse_entities([MessageEntity.BOT_COMMAND]))
    return same and at_once and bool(part.text) and not is_command
