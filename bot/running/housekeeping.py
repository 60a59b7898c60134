"""What the bot does besides answering: takes up new indexes, keeps promises, forgets in time.

What it does for admins is in `bot/insight`: it ticks what can be answered by now and sends the
weekly digest.
"""

import asyncio
import logging

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat.promises import keep_promises
from bot.chat.services import Services, now
from bot.insight.digest import keep_sending_digests
from bot.insight.ticking import keep_ticking
from bot.state.pruning import prune
from corpus.errors import KhamtobError

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 1.0
_PRUNE_SECONDS = 3600.0


async def keep_house(services: Services, bot: ExtBot[int]) -> None:
    """Works until it is cancelled; what fails is logged and tried again next time."""
    tasks = [
        asyncio.create_task(work)
        for work in (
            _follow_index(services, bot),
            _prune_for_ever(services),
            keep_ticking(services),
            keep_sending_digests(services, bot),
        )
    ]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def _follow_index(services: Services, bot: ExtBot[int]) -> None:
    """Opens each new generation as it is published, and tells those who waited for it."""
    told: int | None = None
    problem: str | None = None
    while True:
        await services.questioner.refresh()
        generation = services.questioner.generation.manifest
        if services.questioner.problem != problem:
            problem = services.questioner.problem
            _LOG.log(logging.ERROR if problem else logging.INFO, "new index: %s", problem or "fine")
        if generation.number != told:
            services.metrics.set_index(generation.number, generation.article_count)
            _LOG.info(
                "generation %d answers: %d articles", generation.number, generation.article_count
            )
            try:
                kept = await keep_promises(services, bot)
                told = generation.number
                if kept:
                    _LOG.info("%d people were told what they wanted to know", kept)
            except (TelegramError, KhamtobError) as error:
                _LOG.warning("promises wait for another try: %s", error)
        await asyncio.sleep(_LOOK_SECONDS)


async def _prune_for_ever(services: Services) -> None:
    while True:
        try:
            gone = prune(services.database, now())
            _LOG.info("forgot %d things that are past their time", gone)
        except KhamtobError as error:
            _LOG.warning("nothing was forgotten: %s", error)
        await asyncio.sleep(_PRUNE_SECONDS)
