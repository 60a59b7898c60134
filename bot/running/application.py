"""Puts the Telegram application together: connections, queue, handlers."""

import sqlite3
from functools import partial

from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.admin.desk import Desk
from bot.admin.handlers import add_handlers as add_admin_handlers
from bot.chat import commands, inline, moving, presses, questions, refusing
from bot.chat.questioner import Questioner
from bot.chat.recent_questions import RecentQuestions
from bot.chat.services import Handler, Services
from bot.delivery.buckets import Buckets
from bot.delivery.lanes import Lanes
from bot.delivery.limits import PACE, Limits
from bot.delivery.listening import Listening
from bot.delivery.metrics import Metrics
from bot.delivery.outgoing import OutgoingLimiter
from bot.delivery.poll_request import PollRequest
from bot.delivery.serving import AnyApplication
from bot.delivery.update_queue import DurableQueue
from bot.insight import handlers as insight
from bot.insight.examples import find_examples
from bot.settings import Settings

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")
# Enough for 30 messages a second at 300 ms each; the pool looks at every one of them at each call.
_CONNECTIONS = 16
# A send that takes longer may have been done: better to wait than to guess.
_READ_SECONDS = 20.0
_NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT & ~filters.IS_AUTOMATIC_FORWARD
_WORDS = filters.TEXT | filters.CAPTION
_COMMANDS: tuple[tuple[str, Handler], ...] = (
    ("start", commands.start),
    ("help", commands.show_help),
    ("sources", commands.show_sources),
    ("latest", commands.show_latest),
    ("language", commands.choose_language),
    ("privacy", commands.show_privacy),
    ("forget", commands.forget),
    ("ask", questions.answer_command),
)


def build_application(
    settings: Settings,
    database: sqlite3.Connection,
    questioner: Questioner,
    queue: DurableQueue,
    listening: Listening,
    metrics: Metrics,
) -> tuple[AnyApplication, Services, Desk]:
    """The application, ready to be served, and what its handlers and those for admins share."""
    bot = _build_bot(settings, queue, listening, metrics)
    limits = Limits()
    lanes = Lanes(
        database,
        queue,
        admit=partial(refusing.admit, bot, limits, metrics),
        refuse=lambda update, admission: refusing.tell_refusal(services, bot, update, admission),
    )
    services = Services(
        settings, database, questioner, lanes, limits, metrics, RecentQuestions(), Buckets(PACE),
        partial(find_examples, database, settings.articles),
    )  # fmt: skip
    metrics.watch_waiting(lambda: lanes.unfinished)
    application = (
        ApplicationBuilder().bot(bot).update_queue(queue).concurrent_updates(lanes).build()
    )
    desk = add_admin_handlers(application, services)
    _add_handlers(application, services)
    return application, services, desk


def _build_bot(
    settings: Settings, queue: DurableQueue, listening: Listening, metrics: Metrics
) -> ExtBot[int]:
    assert settings.token is not None  # noqa: S101  `run` has checked it
    return ExtBot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=_CONNECTIONS, read_timeout=_READ_SECONDS, pool_timeout=60.0
        ),
        get_updates_request=PollRequest(queue, listening, read_timeout=_READ_SECONDS),
        rate_limiter=OutgoingLimiter(settings.messages_per_second, on_retry=metrics.count_retry),
    )


def _add_handlers(application: AnyApplication, services: Services) -> None:
    """The first that fits an update handles it."""
    insight.add_handlers(application, services)
    for name, answer in _COMMANDS:
        application.add_handler(CommandHandler(name, services.bind(answer), filters=_NEW))
    by_kind: tuple[tuple[filters.BaseFilter, Handler], ...] = (
        (filters.StatusUpdate.MIGRATE, moving.follow_group),
        (_NEW & filters.COMMAND, commands.hint),
        (_NEW & _WORDS, questions.answer_message),
        (_NEW & ~filters.StatusUpdate.ALL, questions.explain_unreadable),
        (filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT & _WORDS, questions.answer_edited),
    )
    for kind, handler in by_kind:
        application.add_handler(MessageHandler(kind, services.bind(handler)))
    application.add_handler(CallbackQueryHandler(services.bind(presses.answer_press)))
    application.add_handler(InlineQueryHandler(services.bind(inline.answer_inline)))
    application.add_error_handler(partial(refusing.handle_error, services))
