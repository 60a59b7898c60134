"""The admins' commands on what people ask: /unanswered, /top, /stats and /why."""

import asyncio
from collections.abc import Coroutine

from telegram import Update

from bot.chat.asked import find_answer_id
from bot.chat.markup import send, to_outgoing
from bot.chat.services import Context, choose_reader_language
from bot.delivery.exactly_once import Spot, show
from bot.insight.asking import TOP_DAYS, Insight
from bot.insight.explaining import explain_answer
from bot.insight.statistics import read_days, send_stats
from bot.render.insight_messages import render_gaps, render_grouping, render_top
from bot.render.message import Message
from bot.render.why_message import render_why, render_why_help
from corpus.article import Language

_SECONDS_IN_SILENCE = 1.0  # before a placeholder says that questions are being grouped


async def show_gaps(insight: Insight, update: Update, context: Context) -> None:
    """Lists what the articles can't answer."""
    language = choose_reader_language(insight.services, update, "")

    async def render() -> Message:
        return render_gaps(await insight.view_gaps(), insight.view_ticked(), 1, language)

    await _show_when_ready(update, context, language, render())


async def show_top(insight: Insight, update: Update, context: Context) -> None:
    """Lists what was asked most."""
    language = choose_reader_language(insight.services, update, "")

    async def render() -> Message:
        return render_top(await insight.view_top(), 1, TOP_DAYS, language)

    await _show_when_ready(update, context, language, render())


async def show_stats(insight: Insight, update: Update, context: Context) -> None:
    """Sends the chart of the last days: /stats, or /stats 7."""
    chat = update.effective_chat
    if chat is not None:
        language = choose_reader_language(insight.services, update, "")
        days = read_days(context.args[0] if context.args else "")
        await send_stats(insight.services, context.bot, chat.id, days, language)


async def show_why(insight: Insight, update: Update, context: Context) -> None:
    """Explains the answer that the command replies to."""
    message = update.message
    if message is None:
        return
    language = choose_reader_language(insight.services, update, "")
    answer_id = find_answer_id(message.reply_to_message)
    why = await explain_answer(insight.services, answer_id) if answer_id else None
    rendered = render_why(why, language) if why else render_why_help(language)
    await send(context.bot, Spot(message.chat_id, None, message.message_id), rendered)


async def _show_when_ready(
    update: Update, context: Context, language: Language, rendering: Coroutine[None, None, Message]
) -> None:
    """Shows what is rendered; a placeholder stands there if it takes long."""
    chat = update.effective_chat
    task = asyncio.ensure_future(rendering)
    done, _ = await asyncio.wait([task], timeout=_SECONDS_IN_SILENCE)
    if chat is None or done:
        rendered = await task
        if chat is not None:
            await send(context.bot, Spot(chat.id), rendered)
        return
    placeholder = await send(context.bot, Spot(chat.id), render_grouping(language))
    await show(context.bot, chat.id, placeholder.message_id, to_outgoing(await task))
