"""From a question to the message that answers it, and what is kept of it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

from telegram.constants import ChatAction
from telegram.ext import ExtBot

from bot.chat.asked import Asked
from bot.chat.keeping import keep_answer
from bot.chat.markup import to_outgoing
from bot.chat.recalling import list_others
from bot.chat.services import Services
from bot.delivery.exactly_once import Outgoing, deliver
from bot.render.answer_context import AnswerContext
from bot.render.answer_message import render_answer
from bot.render.checking import drop_mismatched
from bot.render.understood import say_understood
from bot.render.words import choose_words
from bot.state.answers import find_answer
from bot.state.deliveries import Delivery
from corpus.article import Language
from index.follow_ups import resolve_follow_up
from index.small_talk import is_small_talk

_TYPING_SECONDS = 4.0  # Telegram shows it for five
# With more in work than this, the calls are better spent on answers.
_MOST_TO_TYPE_FOR = 20


async def answer_question(services: Services, bot: ExtBot[int], asked: Asked) -> None:
    """Shows the answer to a question, exactly once.

    Who asks many at once gets them one by one, and hurried, so that the others don't wait for it.
    """
    moment = time.monotonic()
    wait = services.pace.find(asked.person, moment).reserve(moment)
    await asyncio.sleep(wait)
    started = time.perf_counter()
    searching = choose_words(asked.language).searching
    async with show_typing(services, bot, asked):
        await deliver(
            bot,
            services.database,
            asked.key,
            asked.spot,
            searching,
            partial(_make_answer, services, bot, asked, started, wait > 0),
        )


async def _make_answer(
    services: Services,
    bot: ExtBot[int],
    asked: Asked,
    started: float,
    hurried: bool,  # noqa: FBT001  bound by partial
    delivery: Delivery,
) -> Outgoing:
    resolved = resolve_follow_up(asked.text, list_earlier(services, asked))
    question = resolved or asked.text
    reply = await services.questioner.ask(question, hurried=hurried)
    answer = drop_mismatched(reply.answer, services.questioner.find_article)
    small_talk = is_small_talk(question)
    if not small_talk:
        services.recent.add(asked.conversation, question)
        seconds = time.perf_counter() - started
        keep_answer(services, delivery.answer_id, asked, reply, answer, seconds)
    context = make_context(
        services, bot, delivery.answer_id, asked.language,
        has_others=bool(list_others(reply.hits, answer.quotes)),
    )  # fmt: skip
    message = render_answer(answer, context)
    status = "small_talk" if small_talk else answer.status
    services.metrics.count_question(answer.language, status, time.perf_counter() - started)
    return to_outgoing(say_understood(message, question) if resolved else message)


def list_earlier(services: Services, asked: Asked) -> list[str]:
    """The questions that this one may lean on, newest first."""
    recent = services.recent.list_recent(asked.conversation)
    record = find_answer(services.database, asked.replied) if asked.replied else None
    return [record.question, *recent] if record else recent


def make_context(
    services: Services,
    bot: ExtBot[int],
    answer_id: str,
    reader: Language,
    *,
    has_others: bool = True,
    votes: tuple[int, int] | None = None,
    promised: bool = False,
    asks_why: bool = False,
) -> AnswerContext:
    """What the message depends on besides the answer, as things stand now."""
    return AnswerContext(
        reader=reader,
        answer_id=answer_id,
        bot_username=bot.username,
        indexed=datetime.fromisoformat(services.questioner.generation.manifest.created),
        now=datetime.now(UTC),
        has_others=has_others,
        votes=votes,
        promised=promised,
        asks_why=asks_why,
    )


@contextlib.asynccontextmanager
async def show_typing(services: Services, bot: ExtBot[int], asked: Asked) -> AsyncIterator[None]:
    """Shows that the bot types while what is inside works; a failure of it is none."""
    if services.lanes.unfinished > _MOST_TO_TYPE_FOR:
        yield
        return
    typing = asyncio.create_task(_type(bot, asked))
    try:
        yield
    finally:
        typing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await typing


async def _type(bot: ExtBot[int], asked: Asked) -> None:
    while True:
        await bot.send_chat_action(
            asked.spot.chat_id, ChatAction.TYPING, message_thread_id=asked.spot.thread_id
        )
        await asyncio.sleep(_TYPING_SECONDS)
