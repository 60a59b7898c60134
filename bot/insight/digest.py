"""The weekly summary, sent to each admin once, across restarts."""

import asyncio
import logging
import sqlite3

from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.chat.markup import to_outgoing
from bot.chat.reader_language import choose_language
from bot.chat.services import Services, now
from bot.delivery.exactly_once import Outgoing, Spot, deliver
from bot.insight.asking import Insight
from bot.insight.measuring import find_first_moment, measure_usage
from bot.insight.views import number_asked, view_asked, view_ticked
from bot.render.insight_messages import render_grouping
from bot.render.usage_messages import render_digest
from bot.state.chats import read_language
from bot.state.deliveries import Delivery, finish_delivery, open_delivery
from bot.state.gaps import list_ticked
from bot.state.pruning import SECONDS_A_DAY
from bot.state.usage import list_asked
from bot.weekly import read_weekly
from corpus.article import Language
from corpus.errors import KhamtobError

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 30.0
_DAYS = 7
# Later than this it is let go. What was sent is remembered for longer, a week.
_LATE_SECONDS = 2 * SECONDS_A_DAY


async def keep_sending_digests(services: Services, bot: ExtBot[int]) -> None:
    """Sends each digest when it is due; without the setting, or without admins, it ends at once."""
    moment = read_weekly(services.settings.digest)
    if moment is None or not services.settings.admins:
        return
    while True:
        due = moment.find_last(now())
        if now() - due < _LATE_SECONDS:
            await send_digests(services, bot, due)
        await asyncio.sleep(_LOOK_SECONDS)


async def send_digests(services: Services, bot: ExtBot[int], due: float) -> int:
    """Sends the digest of the week before `due` to those admins who don't have it; how many."""
    sent = 0
    for admin in sorted(services.settings.admins):
        key = f"digest:{admin}:{due:.0f}"
        if open_delivery(services.database, key, now()).done:
            continue
        try:
            await _send(services, bot, admin, key, due)
            sent += 1
        except (Forbidden, BadRequest) as error:
            _LOG.warning("no digest for an admin who never wrote to the bot: %s", error)
            finish_delivery(services.database, key)
        except (TelegramError, KhamtobError) as error:
            _LOG.warning("the digest waits for another try: %s", error)
    return sent


async def _send(services: Services, bot: ExtBot[int], admin: int, key: str, due: float) -> None:
    language = _choose_language(services.database, admin)

    async def make(_delivery: Delivery) -> Outgoing:
        return await make_digest(services, due, language)

    placeholder = render_grouping(language).html
    await deliver(bot, services.database, key, Spot(admin), placeholder, make)


async def make_digest(services: Services, due: float, language: Language) -> Outgoing:
    """The summary of the seven days before `due`."""
    insight = Insight(services)
    database = services.database
    last = due - SECONDS_A_DAY  # the day before is the last whole one
    first = last - (_DAYS - 1) * SECONDS_A_DAY
    before, start, end = map(_start_day, (first - _DAYS * SECONDS_A_DAY, first, due))
    asked = list_asked(database, start, end)
    week = measure_usage(asked, last, _DAYS)
    earlier = measure_usage(list_asked(database, before, start), first - SECONDS_A_DAY, _DAYS)
    topics = await insight.find_topics(number_asked(asked))
    return to_outgoing(
        render_digest(
            week,
            earlier,
            view_asked(topics, asked),
            await insight.view_gaps(),
            view_ticked(list_ticked(database, start)),
            language,
        )
    )


def _start_day(moment: float) -> float:
    return find_first_moment(moment, 1)


def _choose_language(database: sqlite3.Connection, admin: int) -> Language:
    """The language that the admin chose for the bot; Thai where none is."""
    return choose_language("", read_language(database, admin), "th")
