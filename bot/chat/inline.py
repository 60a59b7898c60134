"""Answers as somebody types after the bot's name in any chat."""

import asyncio
import logging

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat.answering import make_context
from bot.chat.markup import to_markup
from bot.chat.services import Context, Services, choose_reader_language
from bot.delivery.exactly_once import NO_PREVIEW
from bot.delivery.failures import is_old_press
from bot.messages import choose_messages
from bot.render.checking import drop_mismatched
from bot.render.inline_results import InlineResult, render_inline
from bot.render.words import choose_words

_LOG = logging.getLogger(__name__)
# A pause in typing: each letter is a query, and only the last one is worth an answer.
_PAUSE_SECONDS = 0.25
_SHORTEST = 3  # letters that may be a question
_CACHED_SECONDS = 60


async def answer_inline(services: Services, update: Update, context: Context) -> None:
    """Offers the quotes that answer what was typed; a newer query makes an older one void."""
    query = update.inline_query
    if query is None:
        return
    await asyncio.sleep(_PAUSE_SECONDS)
    if any(newer.inline_query for newer in services.lanes.waiting_behind(update)):
        return
    text = query.query.strip()
    language = choose_reader_language(services, update, text)
    results: list[InlineQueryResultArticle] = []
    if len(text) >= _SHORTEST:
        reply = await services.questioner.ask(text)
        answer = drop_mismatched(reply.answer, services.questioner.find_article)
        about = make_context(services, context.bot, "", language)
        results = [_to_result(result) for result in render_inline(answer, about)]
    label = choose_words(language).how_to if len(text) < _SHORTEST else ""
    if not results and len(text) >= _SHORTEST:
        label = choose_messages(language).not_found
    button = InlineQueryResultsButton(label, start_parameter="inline") if label else None
    try:
        # Personal, because the same words may be answered in another language for somebody else.
        await query.answer(results, cache_time=_CACHED_SECONDS, is_personal=True, button=button)
    except BadRequest as error:
        if not is_old_press(error):
            raise
        _LOG.info("inline query answered too late")


def _to_result(result: InlineResult) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        result.result_id,
        result.title,
        InputTextMessageContent(
            result.message.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=to_markup(result.message.keyboard),
        description=result.description,
        url=result.url,
    )
