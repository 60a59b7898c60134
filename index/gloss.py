"""Numbers, dates and times of a quote explained to a reader of the other language.

Every gloss follows by rule from what is written, in exact arithmetic; what could be meant in two
ways gets none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Language
from index.dates import DASH, DateMention, read_thai_digits
from index.quantities import find_quantities
from index.wording import write_date, write_years
from index.years import find_dates


@dataclass(frozen=True, slots=True)
class Gloss:
    """A part of a quote, `original` is `quote[start:end]`, and what it says to the reader."""

    start: int
    end: int
    original: str
    meaning: str


_THAI_TIME = re.compile(
    rf"(?<![\d.:])(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)"
    rf"(?:{DASH}(?P<last_hour>[01]?\d|2[0-4])[.:](?P<last_minute>[0-5]\d))?[ ]?(?:น\.|นาฬิกา)"
)
_ENGLISH_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>1[0-2]|0?[1-9])(?:[.:](?P<minute>[0-5]\d))? ?"
    r"(?P<half>[AaPp])(?:\.[Mm]\.|[Mm]\b)"
)
_THAI_DIGITS = re.compile(r"[๐-๙](?:[๐-๙.,/:–-]*[๐-๙])?")
_THAI_WRITTEN = re.compile("[ก-๎๐-๙]")
_LATIN_WRITTEN = re.compile("[A-Za-z]")
_BETWEEN_YEARS = re.compile(rf"{DASH}|[ ]?ถึง[ ]?(?:ปี[ ]?)?| to ")


def gloss_quote(
    quote_text: str, quote_language: Language, reader_language: Language
) -> tuple[Gloss, ...]:
    """Return what the quote's numbers, dates and times mean, in order, none overlapping.

    Empty for a reader of the quote's own language.

    >>> [gloss.meaning for gloss in gloss_quote("ใช้ 4.7 แสนล้านหยวนในปี 2564", "th", "en")]
    ['470 billion yuan', '2021']
    """
    if quote_language == reader_language:
        return ()
    kept: list[Gloss] = []
    taken: set[int] = set()
    for gloss in _iterate_glosses(quote_text, reader_language):
        span = range(gloss.start, gloss.end)
        if taken.isdisjoint(span):
            taken.update(span)
            # A span that needs no words still keeps others from reading it as something else.
            if gloss.meaning:
                kept.append(gloss)
    return tuple(sorted(kept, key=lambda gloss: gloss.start))


def _iterate_glosses(text: str, reader: Language) -> Iterator[Gloss]:
    """Yield glosses, the most certain first; they may overlap."""
    times = _iterate_times_for_english(text) if reader == "en" else _iterate_times_for_thai(text)
    yield from times
    for mention in _join_years(text, find_dates(text)):
        yield _gloss_date(text, mention, reader)
    for quantity in find_quantities(text, reader):
        yield _make_gloss(text, quantity.start, quantity.end, quantity.meaning)
    if reader == "en":
        for match in _THAI_DIGITS.finditer(text):
            yield _make_gloss(text, *match.span(), read_thai_digits(match.group()))


def _make_gloss(text: str, start: int, end: int, meaning: str) -> Gloss:
    return Gloss(start, end, text[start:end], meaning)


@dataclass(frozen=True, slots=True)
class _Years:
    """A date, or a range of years from `first` to `last`."""

    first: DateMention
    last: DateMention


def _join_years(text: str, mentions: list[DateMention]) -> Iterator[_Years]:
    """Yield `mentions` with the two years of "2565-2568" made one."""
    at = 0
    while at < len(mentions):
        first = last = mentions[at]
        at += 1
        if at < len(mentions) and _is_range(text, first, mentions[at]):
            last = mentions[at]
            at += 1
        yield _Years(first, last)


def _is_range(text: str, first: DateMention, last: DateMention) -> bool:
    bare = all(part.month is None and part.year and part.sure for part in (first, last))
    return (
        bare
        and first.era == last.era
        and (first.year or 0) < (last.year or 0)
        and _BETWEEN_YEARS.fullmatch(text[first.end : last.start]) is not None
    )


def _gloss_date(text: str, years: _Years, reader: Language) -> Gloss:
    first, start, end = years.first, years.first.start, years.last.end
    original = text[start:end]
    if not first.sure:
        meaning = ""
    elif years.last is not first:
        meaning = write_years([first.year or 0, years.last.year or 0], reader)
    else:
        meaning = write_date(first, reader)
    if not _needs_words(original, years, reader) or meaning == original:
        meaning = ""
    return _make_gloss(text, start, end, meaning)


def _needs_words(original: str, years: _Years, reader: Language) -> bool:
    foreign = _THAI_WRITTEN if reader == "en" else _LATIN_WRITTEN
    if foreign.search(original):
        return True
    return years.first.era == ("BE" if reader == "en" else "CE")


def _iterate_times_for_english(text: str) -> Iterator[Gloss]:
    for match in _THAI_TIME.finditer(text):
        meaning = f"{int(match['hour']):02}:{int(match['minute']):02}"
        if match["last_hour"]:
            meaning += f"–{int(match['last_hour']):02}:{int(match['last_minute']):02}"
        yield _make_gloss(text, *match.span(), meaning)


def _iterate_times_for_thai(text: str) -> Iterator[Gloss]:
    for match in _ENGLISH_TIME.finditer(text):
        hour = int(match["hour"]) % 12 + (12 if match["half"] in "Pp" else 0)
        yield _make_gloss(text, *match.span(), f"{hour:02}.{match['minute'] or '00'} น.")
