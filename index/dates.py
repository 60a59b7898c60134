"""Dates in Thai and English text: days and months, with their years where they have one.

What is not certain is marked `sure=False`: good enough to find a passage, not to explain it to
a reader.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Era = Literal["BE", "CE"]

# Year 1 of the common era is 544 of the Buddhist era as Thailand counts it.
BUDDHIST_ERA = 543
FIRST_BUDDHIST_YEAR = 2400
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGIT = re.compile("[๐-๙]")

# Thai full, Thai short, English full, English short, from January on.
MONTHS = (
    ("มกราคม", "ม.ค.", "January", "Jan"),
    ("กุมภาพันธ์", "ก.พ.", "February", "Feb"),
    ("มีนาคม", "มี.ค.", "March", "Mar"),
    ("เมษายน", "เม.ย.", "April", "Apr"),
    ("พฤษภาคม", "พ.ค.", "May", "May"),
    ("มิถุนายน", "มิ.ย.", "June", "Jun"),
    ("กรกฎาคม", "ก.ค.", "July", "Jul"),
    ("สิงหาคม", "ส.ค.", "August", "Aug"),
    ("กันยายน", "ก.ย.", "September", "Sep"),
    ("ตุลาคม", "ต.ค.", "October", "Oct"),
    ("พฤศจิกายน", "พ.ย.", "November", "Nov"),
    ("ธันวาคม", "ธ.ค.", "December", "Dec"),
)
_MONTH_NUMBER = {name: at for at, names in enumerate(MONTHS, start=1) for name in names}
_MONTH_NUMBER["Sept"] = 9


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or a part of one as a text names it; `start` and `end` are code points.

    `year` is of the common era whatever `era` it is written in; `last_day` ends a range of days
    ("17-22 สิงหาคม").
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    era: Era | None = None
    sure: bool = True


def _join_names(column: int) -> str:
    return "|".join(re.escape(names[column]) for names in MONTHS)


DASH = r"[ ]?[-–—][ ]?"
# No digit, decimal, per cent sign or decade may follow a year.
YEAR_END = r"(?![\d%]|[.,]\d|s\b)"
# What is counted makes a number a count, not a year.
COUNTED = (
    r"[ ]?(?:คน(?!ไหน|ใด|ไทย)|ราย|บาท|ตัว|แห่ง|ครั้ง|คัน|ชิ้น|หลัง|ครัวเรือน|ครอบครัว|เมตร|กิโล|ตัน|ไร่|ล้าน|แสน|หมื่น|พัน|ร้อย"
    r"|ลำ|เล่ม|หน่วย|โครงการ|เรื่อง(?!อะไร|ใด|ไหน)|วัน(?!ที่|ไหน|ใด)|ชั่วโมง|นาที|หมู่บ้าน|ตำบล|โรง|เครื่อง|ฉบับ|องค์|รูป|นาย|นัด|เที่ยว|กม\.|ก\.ม\."
    r"|ตร\.|ตาราง|ดอลลาร์|หยวน|ยูโร|เยน|เหรียญ|ลิตร|ฟุต|ไมล์|เท่า(?!ไร|ไหร่|ใด|กับ)|ปี|จุด|สาขา|ทุน|อัตรา|ต้น|กรัม|องศา)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DAYS = rf"(?<![\d/:.])(?<!\d,)(?P<day>{_DAY})(?:{DASH}(?P<last>{_DAY}))?"
_ERA_WORD = r"(?:(?:ปี ?)?(?:(?P<be>พ\.ศ\.|พุทธศักราช)|(?P<ce>ค\.ศ\.|คริสต์ศักราช))|ปี)?"
_MONTH_TH = f"(?P<month>{_join_names(0)}|{_join_names(1)})"
_MONTH_EN = rf"(?P<month>(?:{_join_names(2)})\b|(?:{_join_names(3)}|Sept)\b)\.?"
_YEAR_TH = rf"(?P<year>1\d{{3}}|2[01456]\d\d){YEAR_END}(?!{COUNTED})"
_YEAR_EN = rf"(?P<year>1\d{{3}}|2[0-6]\d\d){YEAR_END}"

_THAI_DATE = re.compile(rf"(?:{_DAYS} ?(?:เดือน ?)?)?{_MONTH_TH}(?:[ ]?{_ERA_WORD}[ ]?{_YEAR_TH})?")
_ENGLISH_DATE = re.compile(
    rf"\b{_MONTH_EN} (?P<day>{_DAY})(?:st|nd|rd|th)?(?:{DASH}(?P<last>{_DAY})(?:st|nd|rd|th)?)?"
    rf"(?![\d%]|[.:,]\d|[A-Za-z])(?:,? {_YEAR_EN})?"
)
_ENGLISH_DAY_FIRST = re.compile(
    rf"{_DAYS}(?:st|nd|rd|th)?(?: of)? {_MONTH_EN}(?:,? {_YEAR_EN}|(?! \d))"
)
_ENGLISH_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH_EN},? {_YEAR_EN}")
_SLASHED = re.compile(
    rf"(?<![\d./-])(?P<day>{_DAY})/(?P<month>1[0-2]|0?[1-9])/(?P<year>2[456]\d\d)(?![\d/-])"
)
_ISO = re.compile(
    rf"(?<![\d./-])(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>{_DAY})(?![\d/-])"
)
_PATTERNS = (
    _THAI_DATE,
    _ENGLISH_DAY_FIRST,
    _ENGLISH_DATE,
    _ENGLISH_MONTH_AND_YEAR,
    _SLASHED,
    _ISO,
)
# The short year of "26 ก.ย. 65", which is no hour, share or count.
_SHORT_YEAR = re.compile(r" ?(?P<year>[4-9]\d)(?![\d%]|[.:,/-]\d| ?[ก-๎])")


def find_days_and_months(text: str) -> list[DateMention]:
    """Return the days and months that `text` names, in order, none overlapping.

    Numeric dates are read only where their order is certain: 2021-01-12, and day/month/year with
    a Buddhist year. The two-digit year of "26 ก.ย. 65" is a mention of its own and not sure. The
    time is linear in the length of the text.
    """
    text = read_thai_digits(text)
    found = [
        mention
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        for mention in _read_date(text, match)
    ]
    return keep_first(found)


def read_thai_digits(text: str) -> str:
    """Return `text` with ๒๕๖๔ as 2564; its length stays the same."""
    return text.translate(_THAI_DIGITS) if _THAI_DIGIT.search(text) else text


def keep_first(mentions: list[DateMention]) -> list[DateMention]:
    """Return `mentions` in the order of the text, of two that overlap the earlier in the list."""
    taken: set[int] = set()
    kept: list[DateMention] = []
    for mention in mentions:
        span = range(mention.start, mention.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def common_year(year: int, era: Era) -> int:
    """Return the year of the common era: 2564 "BE" is 2021.

    Before 1941 the Thai year began in April, so this is one too early for its January to March.
    """
    return year - BUDDHIST_ERA if era == "BE" else year


def _read_date(text: str, match: re.Match[str]) -> Iterator[DateMention]:
    groups = match.groupdict()
    name = groups["month"]
    month = int(name) if name.isdigit() else _MONTH_NUMBER[name]
    day, last = (int(groups[key]) if groups.get(key) else None for key in ("day", "last"))
    mention = DateMention(match.start(), match.end(), None, month, day, last)
    if groups["year"]:
        era = _tell_era(int(groups["year"]), groups)
        yield replace(mention, year=common_year(int(groups["year"]), era), era=era)
        return
    short = "." in name
    # A short Thai name is an office too (ก.พ.), and English names of months are people.
    if day is None and (short or not _is_thai(name)):
        return
    yield mention
    if short and (year := _SHORT_YEAR.match(text, match.end())):
        buddhist = 2500 + int(year["year"])
        yield DateMention(
            year.start("year"), year.end(), common_year(buddhist, "BE"), era="BE", sure=False
        )


def _tell_era(year: int, groups: dict[str, str | None]) -> Era:
    if groups.get("be"):
        return "BE"
    return "CE" if groups.get("ce") or year < FIRST_BUDDHIST_YEAR else "BE"


def _is_thai(name: str) -> bool:
    return name >= "ก"
