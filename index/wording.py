"""How numbers, units, dates and years are written for Thai and for English readers."""

from collections.abc import Sequence
from decimal import Decimal

from corpus.article import Language
from index.dates import BUDDHIST_ERA, MONTHS, DateMention
from index.numbers import format_plain
from index.units import Unit

# Scale words with the most decimals that a reader is asked to read before them.
_ENGLISH_SCALES = ((12, "trillion", 3), (9, "billion", 3), (6, "million", 3))
_THAI_SCALES = (
    (12, "ล้านล้าน", 2),
    (11, "แสนล้าน", 2),
    (10, "หมื่นล้าน", 2),
    (9, "พันล้าน", 2),
    (6, "ล้าน", 3),
)
# Until 1940 the Thai year began in April: the winter months belong to the year before.
_LAST_APRIL_YEAR = 1940


def write_number(value: Decimal, language: Language) -> str:
    """Return `value` exactly, with scale words: 470 billion, 4.7 แสนล้าน, 300,000."""
    scales = _THAI_SCALES if language == "th" else _ENGLISH_SCALES
    for power, word, decimals in scales:
        scaled = (value / Decimal(10) ** power).normalize()
        if scaled >= 1 and -int(scaled.as_tuple().exponent) <= decimals:
            return f"{_group_digits(scaled)} {word}"
    return _group_digits(value)


def write_quantity(values: Sequence[Decimal], unit: Unit | None, language: Language) -> str:
    """Return one value, or two as a range, with their unit: 5 to 10 million baht."""
    words = [write_number(value, language) for value in values]
    if language == "th":
        # A scale word and its unit are written together: 4.7 แสนล้านหยวน, but 5 บาท.
        space = "" if words[-1][-1] >= "ก" else " "
        return _join_range(words) + (space + unit.thai[0] if unit else "")
    name = (unit.singular if list(values) == [1] else unit.plural) if unit else ""
    return " to ".join(words) + (f" {name}" if name else "")


def write_percent(values: Sequence[Decimal], language: Language) -> str:
    """Return shares of a hundred: 5 percent, ร้อยละ 5."""
    if language == "th":
        return "ร้อยละ " + _join_range([_group_digits(value) for value in values])
    return " to ".join(_group_digits(value) for value in values) + " percent"


def write_date(date: DateMention, language: Language) -> str:
    """Return a date in words: 17–22 August 2024, 12 มกราคม 2564; a year alone as `write_years`.

    For January to March before 1941 the year stays in the era that it was written in, named,
    because two ways of counting were in use.
    """
    if date.month is None:
        return write_years([date.year or 0], language)
    day = "" if date.day is None else f"{date.day}"
    if date.last_day is not None:
        day += f"–{date.last_day}"
    month = MONTHS[date.month - 1][0 if language == "th" else 2]
    return " ".join(filter(None, (day, month, _write_year_of_date(date, language))))


def write_years(years: Sequence[int], language: Language) -> str:
    """Return common years, one or the two ends of a range: 2022–2025, พ.ศ. 2565–2568."""
    if language == "th":
        return "พ.ศ. " + "–".join(str(year + BUDDHIST_ERA) for year in years)
    return "–".join(map(str, years))


def _write_year_of_date(date: DateMention, language: Language) -> str:
    if date.year is None:
        return ""
    unsettled = date.year <= _LAST_APRIL_YEAR and date.month is not None and date.month < 4
    if language == "th":
        if unsettled and date.era == "CE":
            return f"ค.ศ. {date.year}"
        return str(date.year + BUDDHIST_ERA)
    if unsettled and date.era == "BE":
        return f"B.E. {date.year + BUDDHIST_ERA}"
    return str(date.year)


def _join_range(words: Sequence[str]) -> str:
    """Return "5 ถึง 10" or "5 ล้านถึง 10 ล้าน": no space behind Thai letters."""
    return words[0] + "".join(
        ("ถึง " if words[0][-1] >= "ก" else " ถึง ") + word for word in words[1:]
    )


def _group_digits(value: Decimal) -> str:
    """Return `value` with commas and without idle zeros."""
    whole, point, rest = format_plain(value).partition(".")
    return f"{int(whole):,}{point}{rest}"
