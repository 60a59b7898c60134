"""Statistics with their chart, sent as a picture."""

import asyncio

from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.chat.markup import send, to_markup
from bot.chat.services import Services, now
from bot.delivery.exactly_once import Spot
from bot.insight.chart import draw_usage
from bot.insight.measuring import find_first_moment, measure_usage
from bot.render.usage import Usage
from bot.render.usage_messages import render_usage
from bot.state.usage import list_asked
from corpus.article import Language

USUAL_DAYS = 30
MOST_DAYS = 90
"""Answers are kept no longer."""


def read_days(given: str) -> int:
    """The days that an admin wrote behind /stats, as many as there can be; 30 if none."""
    if not (given.isascii() and given.isdigit()):
        return USUAL_DAYS
    return max(1, min(int(given[:4]), MOST_DAYS))


def read_usage(services: Services, days: int) -> Usage:
    """The numbers of the last `days` days, today among them."""
    moment = now()
    asked = list_asked(services.database, find_first_moment(moment, days), moment)
    return measure_usage(asked, moment, days)


async def send_stats(
    services: Services, bot: ExtBot[int], chat_id: int, days: int, language: Language
) -> None:
    """Sends the chart of the last `days` days; only words if nobody asked."""
    usage = read_usage(services, days)
    caption = render_usage(usage, language)
    if not usage.asked:
        await send(bot, Spot(chat_id), caption)
        return
    picture = await asyncio.to_thread(draw_usage, usage)
    await bot.send_photo(
        chat_id,
        picture,
        caption=caption.html,
        parse_mode=ParseMode.HTML,
        reply_markup=to_markup(caption.keyboard),
        filename="statistics.png",
    )
