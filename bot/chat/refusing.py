"""Who may ask now, and what those hear who have to wait; and what is said when an answer fails."""

import logging
import time

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.asked import make_key
from bot.chat.markup import send, to_outgoing
from bot.chat.services import Context, Services, choose_reader_language, find_thread, is_private
from bot.delivery.arrivals import read_arrival
from bot.delivery.exactly_once import Spot, show
from bot.delivery.limits import Admission, Limits
from bot.delivery.metrics import Metrics
from bot.render.info_messages import render_busy, render_failed, render_too_fast
from bot.render.message import Message
from bot.render.words import choose_words
from bot.state.deliveries import find_delivery
from corpus.article import Language

_LOG = logging.getLogger(__name__)


def admit(
    bot: ExtBot[int], limits: Limits, metrics: Metrics, update: Update, waiting: int
) -> Admission:
    """Whether `update` is handled now, with `waiting` others unfinished."""
    arrival = read_arrival(update, bot.id, bot.name)
    admission = limits.admit(arrival, waiting, time.monotonic())
    if admission.verdict != "run":
        metrics.count_refusal(admission.verdict)
    return admission


async def tell_refusal(
    services: Services, bot: ExtBot[int], update: Update, admission: Admission
) -> None:
    """Tells the person to wait, where the words were written or the button was pressed."""
    language = choose_reader_language(services, update, _read_text(update))
    words = choose_words(language)
    if update.callback_query:
        await update.callback_query.answer(words.too_fast.format(seconds=admission.seconds))
        return
    message = update.effective_message
    if message is None:
        return
    rendered = (
        render_busy(language)
        if admission.verdict == "busy"
        else render_too_fast(language, admission.seconds)
    )
    replied = None if is_private(message.chat) else message.message_id
    await send(bot, Spot(message.chat_id, find_thread(message), replied), rendered)


async def handle_error(services: Services, update: object, context: Context) -> None:
    """Logs what went wrong, has the update tried again or given up, and apologises at the end."""
    error = context.error
    if error is None:
        return
    decision = services.lanes.report(update, error)
    if decision is None:
        _LOG.warning("error outside of an update: %s", error)
        return
    services.metrics.count_failure(decision.outcome)
    _LOG.error("update failed (%s): %r", decision.outcome, error, exc_info=error)
    if decision.apologise and isinstance(update, Update):
        try:
            await _apologise(services, context.bot, update)
        except TelegramError as failure:
            _LOG.warning("the apology could not be sent: %s", failure)


async def _apologise(services: Services, bot: ExtBot[int], update: Update) -> None:
    """In the message that was to show the answer, if there is one already."""
    message = update.message
    if message is None:
        return
    language: Language = choose_reader_language(services, update, _read_text(update))
    apology: Message = render_failed(language)
    delivery = find_delivery(services.database, make_key(message))
    if delivery is not None and delivery.message_id is not None:
        await show(bot, message.chat_id, delivery.message_id, to_outgoing(apology))
    else:
        await send(bot, Spot(message.chat_id, find_thread(message)), apology)


def _read_text(update: Update) -> str:
    message = update.effective_message
    return (message.text or message.caption or "") if message else ""
