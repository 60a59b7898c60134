"""Follow-ups that only name another time: "แล้วปี 2565 ล่ะ", "and in 2022?"."""

import re

from index.dates import (
    BUDDHIST_ERA,
    FIRST_BUDDHIST_YEAR,
    DateMention,
    Era,
    common_year,
    read_thai_digits,
)
from index.follow_up_topics import EarlierQuestion
from index.questions import detect_question_language
from index.years import find_dates

_RELATIVE = re.compile(
    r"ปีที่แล้ว|ปีก่อนหน้า|ปีก่อน|ปีถัดมา|ปีถัดไป|ปีต่อมา|ปีหน้า|ปีนี้|ปัจจุบัน"
    r"|last year|next year|this year|the (?:previous|next|following) year|the year (?:before|after)"
)
# Years counted from the one asked about before, not from today.
_STEPS = {"ปีก่อนหน้า": -1, "ปีถัดมา": 1, "ปีถัดไป": 1, "ปีต่อมา": 1}
_STEPS |= {"the previous year": -1, "the year before": -1}
_STEPS |= {"the next year": 1, "the following year": 1, "the year after": 1}
_TIME_LEAD = re.compile(
    r"(?:in|for|during|by|on|since|at|until|of)\b ?(?:the year )?"
    r"|(?:ใน|เมื่อ|ช่วง|ตอน|ถ้า|ของ|สำหรับ){1,3} ?",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"ปี ?['’]?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_YEAR_ONLY = re.compile(r"(?:ปี ?)?(?:พ\.ศ\. ?|ค\.ศ\. ?)?(\d{4})(?: (?:BE|CE|AD))?")
_BEFORE_TIME = re.compile(r"(?:ปี|เดือน|วันที่| ){0,3}")
_IN_YEAR = re.compile(r"(?:ปี ?|\b(?:in|during) )$")
_YEAR_PART = re.compile(r"[ ,]*(?:(?:ปี ?)?(?:พ\.ศ\.|ค\.ศ\.)? ?)\d{4}$")


def swap_time(said: str, before: EarlierQuestion, *, marked: bool) -> str | None:
    """`before` asked for the time that is all that `said` names; None if it names more.

    A year goes into the era that the earlier one is written in. Without a word that marks a
    follow-up or leads to a time, a bare year ("2022?") counts only where `before` has one too.
    """
    said, asked = read_thai_digits(said), read_thai_digits(before.text)
    lead = _TIME_LEAD.match(said)
    time = _SHORT_YEAR.sub(r"ปี 25\1", said[lead.end() if lead else 0 :])
    dated = [date for date in find_dates(asked) if date.year is not None]
    old = dated[0] if len(dated) == 1 else None
    marked = marked or bool(lead)
    if _RELATIVE.fullmatch(time.lower()):
        changed = _swap_relative(time, asked, old) if marked else None
    elif not _is_time(time) or not (marked or old or time.startswith("ปี")):
        return None
    elif year := _YEAR_ONLY.fullmatch(time):
        changed = _swap_year(int(year[1]), time, asked, old)
    else:
        changed = _swap_date(time, asked)
    if changed is None:
        return None
    return f"{changed}?" if before.language == "en" else changed


def _is_time(time: str) -> bool:
    """Whether a date or year is all that there is."""
    if year := _YEAR_ONLY.fullmatch(time):
        return 1000 <= int(year[1]) <= 2699
    return any(
        not time[date.end :].strip() and _BEFORE_TIME.fullmatch(time, 0, date.start)
        for date in find_dates(time)
    )


def _swap_relative(time: str, asked: str, old: DateMention | None) -> str:
    step = _STEPS.get(time.lower())
    if old is None or old.year is None:
        return f"{asked} {time}"
    if step is not None:
        return _write_year(old.year + step, asked, old)
    ahead = _IN_YEAR.sub("", asked[: old.start])
    return ahead + time + asked[old.end :]


def _swap_year(number: int, time: str, asked: str, old: DateMention | None) -> str:
    era: Era = "BE" if "พ.ศ." in time or number >= FIRST_BUDDHIST_YEAR else "CE"
    year = common_year(number, era)
    if old is not None:
        return _write_year(year, asked, old)
    if detect_question_language(asked) == "en":
        return f"{asked} in {year}"
    return f"{asked} {time}" if time[0] >= "ก" else f"{asked} ปี {time}"


def _write_year(year: int, asked: str, old: DateMention) -> str:
    """`asked` with the year in the era that it is written in; its day and month stay."""
    written = str(year + BUDDHIST_ERA if old.era == "BE" else year)
    return asked[: old.start] + _YEAR.sub(written, asked[old.start : old.end]) + asked[old.end :]


def _swap_date(time: str, asked: str) -> str:
    """A day or month in place of the one asked about, which keeps its year."""
    old = [date for date in find_dates(asked) if date.month]
    new = find_dates(time)[0]
    if len(old) == 1 and new.month is not None:
        kept = asked[old[0].start : old[0].end]
        year = _YEAR_PART.search(kept) if new.year is None else None
        return asked[: old[0].start] + time + (year.group() if year else "") + asked[old[0].end :]
    if detect_question_language(asked) == "en":
        return f"{asked} {'on' if new.day else 'in'} {time}"
    return f"{asked} {time}"
