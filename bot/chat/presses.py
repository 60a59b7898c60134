"""Presses on the buttons under messages."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import MappingProxyType

from telegram import CallbackQuery, Update
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.answering import make_context
from bot.chat.commands import list_articles
from bot.chat.markup import to_outgoing
from bot.chat.recalling import recall_answer, recall_quotes
from bot.chat.services import Context, Services, choose_reader_language, now
from bot.delivery.exactly_once import show
from bot.delivery.failures import is_old_press
from bot.render.answer_context import AnswerContext
from bot.render.answer_message import render_answer
from bot.render.article_messages import render_sources
from bot.render.buttons import Press, Verb, decode_press
from bot.render.context_message import read_around, render_closed, render_context, render_others
from bot.render.info_messages import AUTOMATIC, render_language_choice, render_language_set
from bot.render.message import Message
from bot.render.words import choose_words
from bot.state.answers import AnswerRecord, find_answer
from bot.state.chats import set_language
from bot.state.feedback import Vote, count_votes, give_reason, pseudonym, vote
from bot.state.promises import MOST_PROMISES, make_promise
from corpus.article import Language
from index.answer import Answer

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press with the message that has the button."""

    services: Services
    bot: ExtBot[int]
    query: CallbackQuery
    press: Press
    chat_id: int
    message_id: int
    thread_id: int | None
    language: Language


async def answer_press(services: Services, update: Update, context: Context) -> None:
    """Does what the button says; a button that is too old or not ours gets a friendly word."""
    query = update.callback_query
    if query is None:
        return
    press = decode_press(query.data or "")
    language = choose_reader_language(services, update, "")
    message = query.message
    if press is None or message is None:
        await _toast(query, choose_words(language).toasts.old_button)
        return
    thread = getattr(message, "message_thread_id", None)
    topic = thread if getattr(message, "is_topic_message", False) else None
    pressed = Pressed(
        services, context.bot, query, press, message.chat.id, message.message_id, topic,
        language,
    )  # fmt: skip
    if press.verb in _ON_BOT:
        await _ON_BOT[press.verb](pressed)
        return
    record = find_answer(services.database, press.answer_id)
    answer = recall_answer(record, services.questioner.find_article) if record else None
    if record is None or answer is None:
        await _toast(query, choose_words(language).toasts.old_button)
        return
    await _ON_ANSWER[press.verb](pressed, record, answer)


async def _show_context(pressed: Pressed, record: AnswerRecord, answer: Answer) -> None:
    number = int(pressed.press.argument) if pressed.press.argument.isdigit() else 1
    if not 1 <= number <= len(answer.quotes):
        await _toast(pressed.query, choose_words(record.language).toasts.old_button)
        return
    await _toast(pressed.query)
    quote = answer.quotes[number - 1]
    about = _make_context(pressed, record)
    await _show(pressed, render_context(quote, *read_around(quote), about, number))


async def _show_others(pressed: Pressed, record: AnswerRecord, _answer: Answer) -> None:
    page = int(pressed.press.argument) if pressed.press.argument.isdigit() else 1
    await _toast(pressed.query)
    others = recall_quotes(record.hits, pressed.services.questioner.find_article)
    await _show(pressed, render_others(others, page, _make_context(pressed, record)))


async def _show_answer(pressed: Pressed, record: AnswerRecord, answer: Answer) -> None:
    await _toast(pressed.query)
    await _show(pressed, render_answer(answer, _make_context(pressed, record)))


async def _vote(pressed: Pressed, record: AnswerRecord, answer: Answer) -> None:
    value: Vote = "up" if pressed.press.verb == "u" else "down"
    database = pressed.services.database
    voter = pseudonym(database, pressed.query.from_user.id, record.answer_id)
    stands = vote(database, record.answer_id, voter, value, now(), press=pressed.query.id)
    toasts = choose_words(record.language).toasts
    told = {"up": toasts.thanks, "down": toasts.why, None: toasts.withdrawn}
    await _toast(pressed.query, told[stands])
    about = _make_context(pressed, record, asks_why=stands == "down")
    await _show(pressed, render_answer(answer, about))


async def _give_reason(pressed: Pressed, record: AnswerRecord, answer: Answer) -> None:
    database = pressed.services.database
    voter = pseudonym(database, pressed.query.from_user.id, record.answer_id)
    give_reason(database, record.answer_id, voter, pressed.press.argument)
    await _toast(pressed.query, choose_words(record.language).toasts.noted)
    await _show(pressed, render_answer(answer, _make_context(pressed, record)))


async def _promise(pressed: Pressed, record: AnswerRecord, answer: Answer) -> None:
    made = make_promise(
        pressed.services.database,
        pressed.chat_id,
        pressed.thread_id,
        record.question,
        record.language,
        now(),
    )
    toasts = choose_words(record.language).toasts
    told = {
        "made": toasts.promise_made,
        "waiting": toasts.promise_waiting,
        "full": toasts.promise_full,
    }
    await _toast(pressed.query, told[made].format(count=MOST_PROMISES))
    if made != "full":
        about = _make_context(pressed, record, promised=True)
        await _show(pressed, render_answer(answer, about))


async def _show_sources(pressed: Pressed) -> None:
    page = int(pressed.press.argument) if pressed.press.argument.isdigit() else 1
    await _toast(pressed.query)
    articles = list_articles(pressed.services)
    await _show(pressed, render_sources(articles, page, pressed.language))


async def _choose_language(pressed: Pressed) -> None:
    chosen: dict[str, Language | None] = {"th": "th", "en": "en", AUTOMATIC: None}
    argument = pressed.press.argument
    if argument not in chosen:
        await _toast(pressed.query, choose_words(pressed.language).toasts.old_button)
        return
    set_language(pressed.services.database, pressed.chat_id, chosen[argument])
    language = chosen[argument] or pressed.language
    await _toast(pressed.query)
    if chosen[argument] is None:
        await _show(pressed, render_language_choice(language, None))
    else:
        await _show(pressed, render_language_set(language))


async def _close(pressed: Pressed) -> None:
    await _toast(pressed.query)
    await _show(pressed, render_closed(pressed.language))


_ON_BOT: MappingProxyType[Verb, Callable[[Pressed], Awaitable[None]]] = MappingProxyType(
    {"s": _show_sources, "l": _choose_language, "x": _close}
)
_ON_ANSWER: MappingProxyType[Verb, Callable[[Pressed, AnswerRecord, Answer], Awaitable[None]]] = (
    MappingProxyType(
        {
            "c": _show_context,
            "o": _show_others,
            "a": _show_answer,
            "u": _vote,
            "d": _vote,
            "r": _give_reason,
            "n": _promise,
        }
    )
)


def _make_context(
    pressed: Pressed, record: AnswerRecord, *, promised: bool = False, asks_why: bool = False
) -> AnswerContext:
    return make_context(
        pressed.services,
        pressed.bot,
        record.answer_id,
        record.language,
        has_others=bool(record.hits),
        votes=count_votes(pressed.services.database, record.answer_id),
        promised=promised,
        asks_why=asks_why,
    )


async def _show(pressed: Pressed, message: Message) -> None:
    await show(pressed.bot, pressed.chat_id, pressed.message_id, to_outgoing(message))


async def _toast(query: CallbackQuery, text: str | None = None) -> None:
    """Ends the wait on the button; after a restart it may be too late for that, and no matter."""
    try:
        await query.answer(text)
    except BadRequest as error:
        if not is_old_press(error):
            raise
        _LOG.info("press answered too late")
