"""Years in Thai and English text, Buddhist ones told from common ones by rule.

A year is taken for a Buddhist one where it says so (พ.ศ., B.E.) or stands where Thai puts a year
(behind ปี, in "ครั้งที่ 1/2564") and lies from 2400 to 2699. "2,564" and "2564 คน" are counts.
"""

import re
from collections.abc import Iterator

from index.dates import (
    COUNTED,
    DASH,
    FIRST_BUDDHIST_YEAR,
    YEAR_END,
    DateMention,
    Era,
    common_year,
    find_days_and_months,
    keep_first,
    read_thai_digits,
)

_THREE_DIGITS = re.compile(r"\d{3}")
_BE_WORD = r"(?P<be>พ\.ศ\.|(?<![ก-๎])พศ\.?|พุทธศักราช|\bB\.E\.|\bBE\b)"
_CE_WORD = r"(?P<ce>ค\.ศ\.|(?<![ก-๎])คศ\.?|คริสต์ศักราช|\bA\.D\.|\bAD\b|\bC\.E\.|\bCE\b)"
_MARKED = re.compile(rf"(?:{_BE_WORD}|{_CE_WORD})[ ]?(?P<year>\d{{3,4}}){YEAR_END}")
_MARKED_BEHIND = re.compile(
    r"(?<![\d.,/-])(?P<year>\d{3,4}) (?:(?P<be>B\.E\.|BE\b)|(?P<ce>A\.D\.|AD\b|C\.E\.|CE\b))"
)
_PLACED = re.compile(
    r"(?P<place>ปี(?:งบประมาณ|การศึกษา|ภาษี)?[ ]?|(?<=\d)/)"
    rf"(?P<year>1\d{{3}}|2[01456]\d\d){YEAR_END}(?!/\d|{COUNTED})"
)
_BARE = re.compile(rf"(?<![\d/:.,+-])(?P<year>2[456]\d\d){YEAR_END}(?![/:-]\d|{COUNTED})")

_YEAR_EN = rf"(?:1\d{{3}}|20\d\d|21\d\d){YEAR_END}"
# After an English year there is a pause or a word that can't be what is counted.
_PAUSE = (
    r"(?=$| ?[.,;:)\]?!”\"’\n]|[–—]| (?:when|while|by|with|he|she|it|they|we|was|were|is|are|as"
    r"|after|before|because|until|through|for|from|at|on|in|but|of|his|her|its|their|under|over|which)\b)"
)
_PAIRED = re.compile(
    rf"\b(?:[Ff]rom|[Bb]etween) (?P<year>{_YEAR_EN}) (?:to|and|until|till|through) "
    rf"(?P<last>{_YEAR_EN}){_PAUSE}"
)
_DASHED = re.compile(
    rf"(?:\(|\b(?:[Ii]n|[Ff]rom|[Dd]uring|[Bb]etween) )(?P<year>{_YEAR_EN}){DASH}"
    rf"(?P<last>{_YEAR_EN}){_PAUSE}"
)
_SINGLE = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Yy]ear|[Ee]arly|[Ll]ate|[Mm]id|[Ss]ummer|[Ww]inter"
    rf"|[Ss]pring|[Aa]utumn|[Bb]efore|[Aa]fter)[ -](?P<year>{_YEAR_EN})(?!-\d){_PAUSE}"
)
# "rose by 2000" is a count, so behind "by" only a year of our time that is not round.
_DUE = re.compile(
    rf"\b[Bb]y (?:the year )?(?P<year>(?!\d\d00)(?:19|20)\d\d){YEAR_END}(?!-\d){_PAUSE}"
)
_ENGLISH = (_PAIRED, _DASHED, _SINGLE, _DUE)
# The other end of a range, where the first is a year: 2565-2568, "ปี 2565 ถึงปี 2568".
_RANGE_END = re.compile(
    rf"(?:{DASH}|[ ]?ถึง[ ]?(?:ปี[ ]?)?|[ ]?และ[ ]?(?:ปี[ ]?)?)"
    rf"(?P<year>1\d{{3}}|2[01456]\d\d){YEAR_END}(?!{COUNTED})"
)


def find_dates(text: str) -> list[DateMention]:
    """Return the dates, months and years that `text` names, in order, none overlapping.

    A year that only may be one (2564 alone) is not sure. The time is linear in the length of
    the text.
    """
    text = read_thai_digits(text)
    mentions = [*find_days_and_months(text), *_iterate_years(text)]
    return keep_first(mentions)


def _iterate_years(text: str) -> Iterator[DateMention]:
    """Yield years, the most certain first; they may overlap."""
    if not _THREE_DIGITS.search(text):
        return
    for pattern in (_MARKED, _MARKED_BEHIND):
        for match in pattern.finditer(text):
            yield from _read_marked_year(text, match)
    for match in _PLACED.finditer(text):
        mention = _read_year(match, "year")
        if mention.era == "BE" or match["place"] != "/":
            yield mention
            yield from _follow_range(text, match.end(), mention.era)
    for pattern in _ENGLISH:
        for match in pattern.finditer(text):
            yield from (_read_year(match, group) for group in pattern.groupindex)
    for match in _BARE.finditer(text):
        yield _read_year(match, "year", sure=False)


def _read_marked_year(text: str, match: re.Match[str]) -> Iterator[DateMention]:
    era: Era = "BE" if match["be"] else "CE"
    year = common_year(int(match["year"]), era)
    if year > 0:
        yield DateMention(*match.span(), year, era=era)
        yield from _follow_range(text, match.end(), era)


def _follow_range(text: str, position: int, era: Era | None) -> Iterator[DateMention]:
    if match := _RANGE_END.match(text, position):
        mention = _read_year(match, "year")
        if mention.era == era:
            yield mention


def _read_year(match: re.Match[str], group: str, *, sure: bool = True) -> DateMention:
    year = int(match[group])
    era: Era = "BE" if year >= FIRST_BUDDHIST_YEAR else "CE"
    return DateMention(
        match.start(group), match.end(group), common_year(year, era), era=era, sure=sure
    )
