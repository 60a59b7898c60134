"""What a failed call to Telegram means: whether it reached it, and whether to try again."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from corpus.errors import StateError

# Failures of one update in this process; an update that ends the process is counted elsewhere.
MOST_FAILURES = 5
MOST_BUGS = 2
# The way to Telegram is down, or the disk is full: the update is not to blame, so it waits.
MOST_UNREACHED = 100
LONGEST_BACK_OFF = 30.0

# The connection was never there, so that Telegram can't have seen the request.
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of an update whose handler failed."""

    outcome: Literal["again", "dead"]
    delay: float = 0.0  # seconds until the next try
    apologise: bool = False  # the person can be told, and should be


def decide(error: BaseException, failures: int) -> Decision:
    """What becomes of an update that failed with `error`, for the `failures`th time."""
    if surely_not_sent(error) or isinstance(error, StateError):
        most, delay = MOST_UNREACHED, back_off(failures)
    elif isinstance(error, RetryAfter):
        most, delay = MOST_FAILURES, retry_seconds(error)
    elif is_transient(error):
        most, delay = MOST_FAILURES, back_off(failures)
    elif isinstance(error, TelegramError):
        # Blocked, no such chat, not allowed: the same words would be refused again.
        return Decision("dead", apologise=isinstance(error, BadRequest))
    else:
        most, delay = MOST_BUGS, back_off(failures)
    if failures < most:
        return Decision("again", delay)
    return Decision("dead", apologise=not isinstance(error, Forbidden))


def back_off(tries: int) -> float:
    """Seconds to wait after the `tries`th failure: 0.5, 1, 2, 4 and so on, at most 30."""
    return float(min(LONGEST_BACK_OFF, 0.25 * 2.0 ** min(tries, 10)))


def is_transient(error: BaseException) -> bool:
    """Whether the same call may well work later: 429, 5xx, time-outs, lost connections.

    A BadRequest counts as final, although python-telegram-bot derives it from NetworkError.
    """
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, (RetryAfter, NetworkError))


def surely_not_sent(error: BaseException) -> bool:
    """Whether the request never left, so that a repeated send can't show twice."""
    return isinstance(error, NetworkError) and isinstance(error.__cause__, _NEVER_SENT)


def retry_seconds(error: RetryAfter) -> float:
    """Seconds that Telegram asks to wait."""
    waiting = error.retry_after
    return waiting.total_seconds() if isinstance(waiting, dt.timedelta) else float(waiting)


def is_not_modified(error: TelegramError) -> bool:
    """Whether an edit was refused because the message already reads so: it is done."""
    return _says(error, "message is not modified")


def is_message_gone(error: TelegramError) -> bool:
    """Whether an edit was refused because the person deleted the message."""
    return _says(error, "message to edit not found")


def is_unreadable_markup(error: TelegramError) -> bool:
    """Whether Telegram could not read the HTML."""
    return _says(error, "can't parse entities")


def is_old_press(error: TelegramError) -> bool:
    """Whether a button press was answered too late to be shown."""
    return _says(error, "query is too old") or _says(error, "query id is invalid")


def _says(error: TelegramError, words: str) -> bool:
    # python-telegram-bot writes the first letter large and the rest as it came.
    return isinstance(error, BadRequest) and words in str(error).lower()
