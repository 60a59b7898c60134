"""Asks the live generation again what none before it could answer, and ticks what it can."""

import asyncio
import logging

from bot.chat.services import Services, now
from bot.insight.topics import learn_vectors
from bot.insight.wordings import Entry, merge_same_words
from bot.render.checking import drop_mismatched
from bot.state.gaps import list_gaps, list_unchecked, note_checked, tick_gaps
from corpus.errors import KhamtobError

_LOG = logging.getLogger(__name__)
_LOOK_SECONDS = 2.0
_LEARN_SECONDS = 60.0
_LEARNED_AT_ONCE = 40  # questions, so that an admin's list need not be waited for
_REST_SECONDS = 0.2  # while people wait for answers
_MOST_RESTS = 25


async def keep_ticking(services: Services) -> None:
    """Works until it is cancelled; what fails is logged and tried again."""
    seen: int | None = None
    learned = 0.0
    while True:
        number = services.questioner.generation.manifest.number
        try:
            if number != seen:
                ticked = await tick_answered(services)
                seen = number
                if ticked:
                    _LOG.info("generation %d answers %d questions asked before", number, ticked)
            elif now() - learned > _LEARN_SECONDS:
                await _learn_new(services)
                learned = now()
        except KhamtobError as error:
            _LOG.warning("unanswered questions wait for another try: %s", error)
        await asyncio.sleep(_LOOK_SECONDS)


async def tick_answered(services: Services) -> int:
    """Ticks what the live generation can answer; returns how many questions that are.

    Each wording is asked once, people's questions go first, and what was asked in vain is noted, so
    that it is not asked again after a restart. Ends early if a newer generation goes live.
    """
    number = services.questioner.generation.manifest.number
    gaps = list_unchecked(services.database, number)
    entries = [Entry(gap.gap_id, gap.question, gap.language, gap.asked) for gap in gaps]
    ticked = 0
    for wording in merge_same_words(entries):
        await _let_people_go_first(services)
        reply = await services.questioner.ask(wording.question)
        answer = drop_mismatched(reply.answer, services.questioner.find_article)
        if answer.status == "answered":
            ticked += tick_gaps(services.database, wording.numbers, now())
        elif reply.generation == number:
            note_checked(services.database, wording.numbers, number)
        else:
            break
    return ticked


async def _let_people_go_first(services: Services) -> None:
    """Waits while people wait for answers, but not for ever: some bots are asked all the time."""
    for _ in range(_MOST_RESTS):
        if not services.lanes.unfinished:
            return
        await asyncio.sleep(_REST_SECONDS)


async def _learn_new(services: Services) -> None:
    """Embeds a few of the open questions that are new, while nobody waits for an answer."""
    if not services.lanes.unfinished:
        questions = [gap.question for gap in list_gaps(services.database)]
        unknown = list(dict.fromkeys(reversed(questions)))[:_LEARNED_AT_ONCE]
        await learn_vectors(services.database, services.questioner, unknown)
