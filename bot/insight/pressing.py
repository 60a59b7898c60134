"""Presses on the buttons under what admins see of people's questions."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import MappingProxyType

from telegram import CallbackQuery, Update
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat import presses
from bot.chat.markup import to_outgoing
from bot.chat.services import Context, choose_reader_language, is_private, now
from bot.delivery.exactly_once import show
from bot.delivery.failures import is_old_press
from bot.gate import QUESTIONS
from bot.insight.asking import TOP_DAYS, Insight
from bot.insight.masking import mask_personal
from bot.insight.statistics import read_days, send_stats
from bot.insight.test_cases import add_test_cases, choose_questions
from bot.insight.topics import Topic
from bot.render.hypertext import shorten
from bot.render.insight_buttons import InsightPress, InsightVerb, decode_insight_press
from bot.render.insight_messages import render_gaps, render_top
from bot.render.insight_words import InsightWords, choose_insight_words
from bot.render.message import Message
from bot.state.admin_log import note_action
from bot.state.gaps import handle_gaps, mark_tested, reopen_gaps
from corpus.article import Language
from corpus.errors import UsageError

_LOG = logging.getLogger(__name__)
_TOAST_UNITS = 200


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A press of an admin, with the message that has the button."""

    insight: Insight
    bot: ExtBot[int]
    query: CallbackQuery
    press: InsightPress
    chat_id: int
    message_id: int
    language: Language

    @property
    def words(self) -> InsightWords:
        return choose_insight_words(self.language)


async def answer_insight_press(insight: Insight, update: Update, context: Context) -> None:
    """Does what the button says, for an admin; for anyone else it is no button of ours."""
    query = update.callback_query
    if query is None:
        return
    press = decode_insight_press(query.data or "")
    message = query.message
    allowed = query.from_user.id in insight.services.settings.admins
    if press is None or message is None or not allowed or not is_private(message.chat):
        await presses.answer_press(insight.services, update, context)
        return
    language = choose_reader_language(insight.services, update, "")
    pressed = _Pressed(
        insight, context.bot, query, press, message.chat.id, message.message_id, language
    )
    await _ON_PRESS[press.verb](pressed)


async def _turn_gaps(pressed: _Pressed) -> None:
    await _toast(pressed)
    await _show_gaps(pressed)


async def _turn_top(pressed: _Pressed) -> None:
    await _toast(pressed)
    topics = await pressed.insight.view_top()
    await _show(pressed, render_top(topics, pressed.press.page, TOP_DAYS, pressed.language))


async def _send_stats(pressed: _Pressed) -> None:
    await _toast(pressed)
    days = read_days(str(pressed.press.number))
    await send_stats(pressed.insight.services, pressed.bot, pressed.chat_id, days, pressed.language)


async def _handle(pressed: _Pressed) -> None:
    """Takes a topic from the list; it may be taken back as long as nothing else is handled."""
    topic = await _find_topic(pressed)
    if topic is None:
        return
    milliseconds = int(now() * 1000)
    database = pressed.insight.services.database
    count = handle_gaps(database, topic.numbers, milliseconds / 1000)
    _note(pressed, "question handled", topic)
    await _toast(pressed, pressed.words.done_handled.format(count=count))
    await _show_gaps(pressed, undo=milliseconds)


async def _take_back(pressed: _Pressed) -> None:
    database = pressed.insight.services.database
    count = reopen_gaps(database, pressed.press.number / 1000)
    note_action(
        database, pressed.query.from_user.id, "questions back on the list", str(count), now()
    )
    await _toast(pressed, pressed.words.done_undo.format(count=count))
    await _show_gaps(pressed)


async def _make_test(pressed: _Pressed) -> None:
    """Adds the leading question of a topic in each language to the script of questions."""
    topic = await _find_topic(pressed)
    if topic is None:
        return
    services = pressed.insight.services
    questions = choose_questions(topic)
    try:
        async with pressed.insight.writing:
            count = await asyncio.to_thread(add_test_cases, services.settings, questions)
    except (UsageError, OSError) as error:
        await _toast(pressed, pressed.words.test_refused.format(reason=error))
        return
    mark_tested(services.database, topic.numbers)
    _note(pressed, "question made a test case", topic)
    done = pressed.words.done_test if count else pressed.words.done_test_known
    await _toast(pressed, done.format(file=QUESTIONS, count=count))
    await _show_gaps(pressed)


_ON_PRESS: MappingProxyType[InsightVerb, Callable[[_Pressed], Awaitable[None]]] = MappingProxyType(
    {
        "g": _turn_gaps,
        "p": _turn_top,
        "s": _send_stats,
        "h": _handle,
        "z": _take_back,
        "t": _make_test,
    }
)


async def _find_topic(pressed: _Pressed) -> Topic | None:
    """The topic of the question that the button names; without one the list is shown anew."""
    topics = await pressed.insight.find_gap_topics()
    found = [topic for topic in topics if pressed.press.number in topic.numbers]
    if found:
        return found[0]
    await _toast(pressed, pressed.words.gone)
    await _show_gaps(pressed)
    return None


async def _show_gaps(pressed: _Pressed, undo: int | None = None) -> None:
    insight = pressed.insight
    topics, ticked = await insight.view_gaps(), insight.view_ticked()
    page = pressed.press.page
    await _show(pressed, render_gaps(topics, ticked, page, pressed.language, undo))


def _note(pressed: _Pressed, action: str, topic: Topic) -> None:
    subject = mask_personal(topic.wordings[0].question)
    database = pressed.insight.services.database
    note_action(database, pressed.query.from_user.id, action, subject, now())


async def _show(pressed: _Pressed, message: Message) -> None:
    await show(pressed.bot, pressed.chat_id, pressed.message_id, to_outgoing(message))


async def _toast(pressed: _Pressed, text: str | None = None) -> None:
    """Ends the wait on the button; after a restart it may be too late for that, and no matter."""
    try:
        await pressed.query.answer(shorten(text, _TOAST_UNITS) if text else None)
    except BadRequest as error:
        if not is_old_press(error):
            raise
        _LOG.info("press answered too late")
