"""Keeps promises: who wanted to know gets the answer once the articles have it."""

import logging
from functools import partial

from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.chat.answering import make_context
from bot.chat.asked import Asked
from bot.chat.markup import to_outgoing
from bot.chat.recalling import list_others, make_record
from bot.chat.services import Services, now
from bot.delivery.exactly_once import Outgoing, Spot, deliver
from bot.render.checking import drop_mismatched
from bot.render.info_messages import render_notice
from bot.render.words import choose_words
from bot.state.answers import save_answer
from bot.state.deliveries import Delivery
from bot.state.promises import Promise, keep_promise, list_open_promises, withdraw_promises
from index.answer import Answer
from index.engine import Reply

_LOG = logging.getLogger(__name__)


async def keep_promises(services: Services, bot: ExtBot[int]) -> int:
    """Tells everyone who waits for what the live generation can answer; returns how many."""
    kept = 0
    for promise in list_open_promises(services.database):
        reply = await services.questioner.ask(promise.question)
        answer = drop_mismatched(reply.answer, services.questioner.find_article)
        if answer.status == "answered":
            kept += await _keep(services, bot, promise, reply, answer)
    return kept


async def _keep(
    services: Services, bot: ExtBot[int], promise: Promise, reply: Reply, answer: Answer
) -> bool:
    """Tells one; whom the bot may not write to any more waits for nothing."""
    asked = Asked(
        text=promise.question,
        key=f"promise:{promise.promise_id}",
        spot=Spot(promise.chat_id, promise.thread_id),
        language=promise.language,
        person=promise.chat_id,
        conversation=None,
        replied=None,
    )
    placeholder = choose_words(promise.language).kept_gone
    make = partial(_make_notice, services, bot, asked, reply, answer)
    try:
        await deliver(bot, services.database, asked.key, asked.spot, placeholder, make)
    except (Forbidden, BadRequest) as error:
        _LOG.info("a promise can't be kept: %s", error)
        withdraw_promises(services.database, promise.chat_id)
        return False
    return keep_promise(services.database, promise.promise_id)


async def _make_notice(
    services: Services,
    bot: ExtBot[int],
    asked: Asked,
    reply: Reply,
    answer: Answer,
    delivery: Delivery,
) -> Outgoing:
    save_answer(services.database, make_record(delivery.answer_id, asked, reply, answer, now()))
    others = list_others(reply.hits, answer.quotes)
    context = make_context(
        services, bot, delivery.answer_id, asked.language,
        has_others=bool(others),
    )  # fmt: skip
    return to_outgoing(render_notice(asked.text, answer, context))
