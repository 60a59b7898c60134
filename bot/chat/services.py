"""What the handlers work with, made once at start."""

import sqlite3
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Chat, Message, Update
from telegram.ext import CallbackContext, ExtBot

from bot.chat.questioner import Questioner
from bot.chat.reader_language import choose_language
from bot.chat.recent_questions import RecentQuestions
from bot.delivery.buckets import Buckets
from bot.delivery.lanes import Lanes
from bot.delivery.limits import Limits
from bot.delivery.metrics import Metrics
from bot.settings import Settings
from bot.state.chats import read_language
from corpus.article import Language

Context: TypeAlias = CallbackContext[ExtBot[int], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Handler: TypeAlias = Callable[["Services", Update, Context], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that handlers share."""

    settings: Settings
    database: sqlite3.Connection
    questioner: Questioner
    lanes: Lanes
    limits: Limits
    metrics: Metrics
    recent: RecentQuestions
    pace: Buckets[int]
    find_examples: Callable[[Language], Awaitable[list[str]]]

    def bind(self, handler: Handler) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        """The handler as python-telegram-bot calls it."""

        async def handle(update: Update, context: Context) -> None:
            await handler(self, update, context)

        return handle


def now() -> float:
    """Seconds since 1970, as the state keeps them."""
    return time.time()


def choose_reader_language(services: Services, update: Update, text: str) -> Language:
    """The language for the person behind `update`, who wrote `text`."""
    user, chat = update.effective_user, update.effective_chat
    place = chat or user
    setting = read_language(services.database, place.id) if place else None
    return choose_language(text, setting, user.language_code if user else None)


def find_thread(message: Message) -> int | None:
    """The topic to answer in; None outside of topics.

    Only a message of a topic names one: elsewhere the same field is that of a chain of replies.
    """
    return message.message_thread_id if message.is_topic_message else None


def is_private(chat: Chat) -> bool:
    """Whether the chat is with one person."""
    return chat.type == Chat.PRIVATE
