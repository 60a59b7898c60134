"""Counts what was asked, by day in Thailand."""

import statistics
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.insight.masking import mask_personal
from bot.render.usage import DayUsage, SlowQuestion, Usage
from bot.state.usage import AskedQuestion
from bot.thai_time import BANGKOK

_MOST_SLOW = 3
_SLOW_SHARE = 0.95


def find_first_moment(now: float, days: int) -> float:
    """When the first of the last `days` days began in Thailand, in epoch seconds."""
    today = datetime.fromtimestamp(now, UTC).astimezone(BANGKOK)
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - timedelta(days=days - 1)).timestamp()


def measure_usage(asked: Sequence[AskedQuestion], now: float, days: int) -> Usage:
    """The numbers of the last `days` days, today among them; `asked` are their questions."""
    first = _find_day(find_first_moment(now, days))
    by_day: dict[date, list[AskedQuestion]] = {
        first + timedelta(days=number): [] for number in range(days)
    }
    for question in asked:
        by_day.setdefault(_find_day(question.asked), []).append(question)
    seconds = sorted(each.seconds for each in asked if each.seconds is not None)
    slowest = sorted(asked, key=lambda each: -(each.seconds or 0.0))[:_MOST_SLOW]
    return Usage(
        days=tuple(_count_day(day, by_day[day]) for day in sorted(by_day)),
        thai=sum(each.language == "th" for each in asked),
        english=sum(each.language == "en" for each in asked),
        median=statistics.median(seconds) if seconds else None,
        slow=_find_slow(seconds),
        slowest=tuple(
            SlowQuestion(mask_personal(each.question), each.seconds)
            for each in slowest
            if each.seconds is not None
        ),
    )


def _count_day(day: date, asked: Sequence[AskedQuestion]) -> DayUsage:
    answered = sum(each.answered for each in asked)
    return DayUsage(
        day=day,
        answered=answered,
        not_found=len(asked) - answered,
        up=sum(each.up for each in asked),
        down=sum(each.down for each in asked),
        seconds=_find_slow(sorted(each.seconds for each in asked if each.seconds is not None)),
    )


def _find_slow(seconds: Sequence[float]) -> float | None:
    """What 95 of 100 of these, which are in order, don't exceed; None if there are none."""
    if not seconds:
        return None
    return seconds[min(len(seconds) - 1, int(_SLOW_SHARE * len(seconds)))]


def _find_day(moment: float) -> date:
    return datetime.fromtimestamp(moment, UTC).astimezone(BANGKOK).date()
