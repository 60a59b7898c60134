"""Dates as a reader writes them, and whether a question is about now."""

import re
from datetime import date, datetime, timedelta

from bot.thai_time import BANGKOK
from corpus.article import Language
from index.dates import MONTHS, DateMention
from index.wording import write_date

STALE = timedelta(days=30)
"""How old an index may be before every answer says its date."""

_ABOUT_NOW = re.compile(
    r"วันนี้|ตอนนี้|ขณะนี้|เดี๋ยวนี้|เวลานี้|ปัจจุบัน|ล่าสุด|เมื่อวาน|พรุ่งนี้|(?:สัปดาห์|อาทิตย์|เดือน|ปี)นี้|ใหม่สุด|ใหม่ที่สุด"
    r"|\b(?:now|nowadays|today|tonight|yesterday|tomorrow|latest|newest|current|currently"
    r"|recent|recently|so far|this (?:week|month|year))\b",
    re.IGNORECASE,
)


def write_day(day: date, reader: Language) -> str:
    """A date in the reader's calendar with a short month: 4 พ.ค. 2564, 4 May 2021."""
    written = write_date(DateMention(0, 0, day.year, day.month, day.day, era="CE"), reader)
    full_thai, thai, full_english, english = MONTHS[day.month - 1]
    return (
        written.replace(full_thai, thai)
        if reader == "th"
        else written.replace(full_english, english)
    )


def write_moment(moment: datetime, reader: Language) -> str:
    """The day of a moment in Thailand; a moment without a zone is taken as it is."""
    return write_day((moment.astimezone(BANGKOK) if moment.tzinfo else moment).date(), reader)


def asks_about_now(question: str) -> bool:
    """Whether the answer depends on when it is asked."""
    return _ABOUT_NOW.search(question) is not None


def is_stale(indexed: datetime, now: datetime) -> bool:
    """Whether an index of `indexed` is old at `now`."""
    return now - indexed > STALE
