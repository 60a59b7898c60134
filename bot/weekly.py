"""A moment of the week in Thailand, as the settings name it: "mon 08:00"."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.thai_time import BANGKOK

OFF = "off"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOMENT = re.compile(rf"({'|'.join(_DAYS)})[a-z]* ([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class WeeklyMoment:
    """A weekday (0 is Monday), hour and minute in Thailand."""

    weekday: int
    hour: int
    minute: int

    def find_last(self, now: float) -> float:
        """When it was last, in epoch seconds; at most a week before `now`."""
        here = datetime.fromtimestamp(now, UTC).astimezone(BANGKOK)
        today = here.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        last = today - timedelta(days=(here.weekday() - self.weekday) % 7)
        return (last if last <= here else last - timedelta(days=7)).timestamp()


def read_weekly(text: str) -> WeeklyMoment | None:
    """The moment that `text` names; None for "off". Raises ValueError for anything else.

    >>> read_weekly("mon 08:00")
    WeeklyMoment(weekday=0, hour=8, minute=0)
    """
    written = " ".join(text.lower().split())
    if written == OFF:
        return None
    match = _MOMENT.fullmatch(written)
    if match is None:
        message = "write a weekday and a time in Thailand, like mon 08:00, or off"
        raise ValueError(message)
    return WeeklyMoment(_DAYS.index(match[1]), int(match[2]), int(match[3]))
