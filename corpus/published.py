"""The day an article was published, from the words that a file or a page says it in."""

import re
from datetime import date

from corpus.errors import ArticleError

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BUDDHIST_ERA = 543
# No article is from before 1500 CE or after 2399 CE, so a year from 2400 on is a Buddhist one.
_FIRST_BUDDHIST_YEAR = 2400
_MONTHS = (
    ("มกราคม", "ม.ค.", "january", "jan"),
    ("กุมภาพันธ์", "ก.พ.", "february", "feb"),
    ("มีนาคม", "มี.ค.", "march", "mar"),
    ("เมษายน", "เม.ย.", "april", "apr"),
    ("พฤษภาคม", "พ.ค.", "may", "may"),
    ("มิถุนายน", "มิ.ย.", "june", "jun"),
    ("กรกฎาคม", "ก.ค.", "july", "jul"),
    ("สิงหาคม", "ส.ค.", "august", "aug"),
    ("กันยายน", "ก.ย.", "september", "sep"),
    ("ตุลาคม", "ต.ค.", "october", "oct"),
    ("พฤศจิกายน", "พ.ย.", "november", "nov"),
    ("ธันวาคม", "ธ.ค.", "december", "dec"),
)
_LONGEST = 100
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.{0,30})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WRITTEN = re.compile(r"(?:วัน[ก-๎]{1,12}ที่ ?)?(\d{1,2}) ?([^\d\s]{3,12}) (?:พ\.ศ\. ?)?(\d{4})")
_WRITTEN_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})")


def parse_published(words: str) -> date:
    """The date that `words` say; raises `ArticleError` where `find_date` gives None."""
    published = find_date(words)
    if published is None:
        message = f'published is no date: "{words[:40]}"; write it like 2021-05-04'
        raise ArticleError(message)
    return published


def find_date(words: str) -> date | None:
    """The date that `words` are and nothing else, Buddhist years (2564) made common ones (2021).

    Read are 2021-05-04 (a time behind it is dropped), 4 พฤษภาคม 2564, วันอังคารที่ 4 พ.ค. 2564,
    4 May 2021, May 4, 2021 and, since both orders are in use otherwise, 4/5/2564 with a Buddhist
    year only. None for all else, and for days that no calendar has.
    """
    if len(words) > _LONGEST:
        return None
    line = " ".join(words.translate(_THAI_DIGITS).split())
    if found := _ISO.fullmatch(line):
        year, month, day = (int(part) for part in found.groups())
    elif (found := _SLASHED.fullmatch(line)) and int(found[3]) >= _FIRST_BUDDHIST_YEAR:
        day, month, year = (int(part) for part in found.groups())
    elif found := _WRITTEN.fullmatch(line):
        day, month, year = int(found[1]), _month_number(found[2]), int(found[3])
    elif found := _WRITTEN_MONTH_FIRST.fullmatch(line):
        month, day, year = _month_number(found[1]), int(found[2]), int(found[3])
    else:
        return None
    common_year = year - _BUDDHIST_ERA if year >= _FIRST_BUDDHIST_YEAR else year
    try:
        return date(common_year, month, day)
    except ValueError:
        return None


def _month_number(name: str) -> int:
    """1 to 12, or 0 for a name that is no month."""
    name = name.lower()
    return next((at for at, names in enumerate(_MONTHS, start=1) if name in names), 0)
