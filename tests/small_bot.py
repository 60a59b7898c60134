"""A small real bot: a placeholder, then the answer as an edit of it, with two buttons."""

import asyncio
import contextlib

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.emulator.control import serve_emulator
from bot.emulator.server import Emulator
from bot.emulator.town import open_town

TOKEN = "123456:TEST"  # noqa: S105 - nobody's
BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("ดูเพิ่ม", callback_data="c:1")],
        [InlineKeyboardButton("แหล่งที่มา", url="https://example.org/ก")],
    ]
)


def quote(text):
    return f"<blockquote><b>คำตอบ</b> ของ {text}</blockquote>"


async def answer(update, context):
    message = update.effective_message
    html = context.bot_data["write"](message.text)
    if html is None:
        return
    reply = ReplyParameters(message.message_id)
    placeholder = await message.reply_text("🔎 …", reply_parameters=reply)
    await asyncio.sleep(0.05)
    await placeholder.edit_text(html, parse_mode="HTML", reply_markup=BUTTONS)


async def start(update, context):
    await update.effective_message.reply_text("สวัสดี /start")


async def press(update, context):
    query = update.callback_query
    with contextlib.suppress(BadRequest):
        await query.answer("ได้เลย")
    await query.edit_message_text("บริบทของคำตอบ")


async def inline(update, context):
    content = InputTextMessageContent("<b>ผล</b>", parse_mode="HTML")
    title = update.inline_query.query
    await update.inline_query.answer([InlineQueryResultArticle("1", title, content)])


def build(url, write):
    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(True)  # noqa: FBT003 - the library's own way
        .build()
    )
    application.bot_data["write"] = write
    new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    application.add_handler(CommandHandler("start", start, filters=new))
    application.add_handler(MessageHandler(new & filters.TEXT & ~filters.COMMAND, answer))
    application.add_handler(CallbackQueryHandler(press))
    application.add_handler(InlineQueryHandler(inline))
    return application


@contextlib.asynccontextmanager
async def run_small_bot(write=quote):
    """The server with the bot polling, as (emulator, town); `write` makes the answer's HTML."""
    async with serve_emulator(Emulator()) as emulator, open_town(emulator.url, TOKEN) as town:
        application = build(emulator.url, write)
        async with application:
            await application.start()
            await application.updater.start_polling()
            yield emulator, town
            await application.updater.stop()
            await application.stop()
