"""How fast the bot may speak: one budget for each chat, one for all, and patience with 429."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.delivery.buckets import Bucket, Buckets, Rate
from bot.delivery.failures import back_off, is_transient, retry_seconds, surely_not_sent

logger = logging.getLogger(__name__)

# Telegram's own limits: a message a second in a chat, short bursts allowed, 20 a minute in a group.
# An answer is a message and its edit, so that two calls a second are one message.
PRIVATE = Rate(burst=40, per_second=2)
GROUP = Rate(burst=20, per_second=20 / 60)
# Typing is only shown while this much of a chat's budget is left for the answer.
ENOUGH_TO_TYPE = 5.0
MOST_TRIES = 4
# A longer wait is not sat out here: the update goes back to the inbox until then.
LONGEST_PAUSE = 60.0

_SENDS = ("send", "copy", "forward")
# Doing these twice is doing them once.
_REPEATABLE = ("edit", "delete", "set", "get", "answer")
_TYPING = "sendChatAction"

Result: TypeAlias = Any
Call: TypeAlias = Callable[..., Coroutine[Any, Any, Result]]


class OutgoingLimiter(BaseRateLimiter[int]):
    """Lets calls to Telegram through in the order of each chat, and repeats those that may be.

    A call that only says "typing" gives way, and its failure is no failure.
    """

    def __init__(
        self,
        messages_per_second: float = 30,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        on_retry: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._on_retry = on_retry
        self._overall = Bucket(Rate(messages_per_second, messages_per_second), clock())
        self._private: Buckets[int] = Buckets(PRIVATE)
        self._groups: Buckets[int | str] = Buckets(GROUP)
        self._paused: dict[int | str | None, float] = {}  # until when

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """The result of `callback`, after its turn came; raises what the last try raised."""
        chat = read_chat(data.get("chat_id"))
        if endpoint == _TYPING:
            return await self._show_typing(callback, args, kwargs, chat)
        for tries in range(1, MOST_TRIES + 1):
            await self._wait_for_turn(endpoint, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = retry_seconds(error)
                self._pause(chat, seconds)
                if tries == MOST_TRIES or seconds > LONGEST_PAUSE:
                    raise
                self._note_retry(endpoint, error)
            except NetworkError as error:
                if tries == MOST_TRIES or not may_repeat(endpoint, error):
                    raise
                self._note_retry(endpoint, error)
                await self._sleep(back_off(tries))
        raise AssertionError  # the last try returned or raised

    async def _show_typing(
        self, callback: Call, args: Any, kwargs: dict[str, Any], chat: int | str | None
    ) -> Result:
        if chat is not None:
            now = self._clock()
            bucket = self._find_bucket(chat, now)
            if bucket.left(now) < ENOUGH_TO_TYPE or self._pause_left(chat) > 0:
                return True
            bucket.reserve(now)
        try:
            return await callback(*args, **kwargs)
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                self._pause(chat, retry_seconds(error))
            logger.debug("typing could not be shown: %s", error)
            return True

    async def _wait_for_turn(self, endpoint: str, chat: int | str | None) -> None:
        """First the chat's own budget: who waits for that takes nothing from the others."""
        if chat is not None:
            now = self._clock()
            await self._wait(self._find_bucket(chat, now).reserve(now))
        while (pause := self._pause_left(chat)) > 0:
            await self._sleep(pause)
        if chat is not None and endpoint.startswith(_SENDS):
            await self._wait(self._overall.reserve(self._clock()))

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._sleep(seconds)

    def _find_bucket(self, chat: int | str, now: float) -> Bucket:
        # A name instead of a number is that of a channel or a large group.
        if isinstance(chat, int) and chat > 0:
            return self._private.find(chat, now)
        return self._groups.find(chat, now)

    def _pause(self, chat: int | str | None, seconds: float) -> None:
        """Telegram said 429 about this chat; the others go on."""
        now = self._clock()
        for other, until in list(self._paused.items()):
            if until <= now:
                del self._paused[other]
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)

    def _pause_left(self, chat: int | str | None) -> float:
        return self._paused.get(chat, 0.0) - self._clock()

    def _note_retry(self, endpoint: str, error: TelegramError) -> None:
        logger.info("%s is tried again: %s", endpoint, error)
        self._on_retry(type(error).__name__)


def read_chat(chat_id: object) -> int | str | None:
    """The chat as a number where it is one; None for a call that is about no chat."""
    text = str(chat_id)
    if chat_id is None:
        return None
    return int(text) if text.removeprefix("-").isdecimal() else text


def may_repeat(endpoint: str, error: TelegramError) -> bool:
    """Whether a failed call may be made again at once, and can't show anything twice by that."""
    if surely_not_sent(error):
        return True
    return is_transient(error) and endpoint.startswith(_REPEATABLE)
