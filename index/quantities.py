"""Numbers of a quote with their units, said in the words of the reader's language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.article import Language
from index.dates import DASH
from index.numbers import NumberMention, find_borders, find_numbers
from index.units import SIGNS, Unit, build_unit_pattern, load_unit_names
from index.wording import write_percent, write_quantity

_SIGN = re.compile(rf"(?<![A-Z])(?:{'|'.join(map(re.escape, SIGNS))}) ?$")
_DASH_ONLY = re.compile(DASH)
_FOREIGN_TO = {"en": re.compile("[ก-๎๐-๙]"), "th": re.compile("[A-Za-z$€£]")}
# A small number behind such a word is a name or a place in a row: ปีที่ 3, ห้อง 5, ม.6.
_ORDINAL = re.compile(
    r"(?:(?<!พื้น)(?<!เนื้อ)(?<!อยู่)ที่|ข้อ|มาตรา|ชั้น|ห้อง|หมู่|อันดับ|ลำดับ|หมายเลข|เลข|เบอร์|รุ่น|ตอน|บท|ช่อง|สาย|ด่วน"
    r"|ทางหลวง|โทร\.?|เขต|พระราม|รัชกาล|ศตวรรษ|ทศวรรษ|รหัส|คดี|แถว|ภาค|ปี|[ก-ฮ]\.|[#/]"
    r"|(?i:\b(?:no|number|section|article|chapter|page|room|route|phase|level|day|week|year|top"
    r"|figure|table|part|version)\b\.?))[ ]?$"
)
_NAME = re.compile(r"\b(?P<word>[A-Z][\w.]*) $")
_SENTENCE_STARTS = (
    "In About Over The Some Nearly Around At With For After By Than A All Only Of From Within "
    "Every These Those To On And But Last Next First Approximately Almost More"
)
_LEADS_A_SENTENCE = frozenset(_SENTENCE_STARTS.split())
# "10 won" may be the verb, "20 second" an ordinal.
_NEEDS_MUCH = frozenset({"won", "second"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A part of a text that is an amount, and what it says in the other language."""

    start: int
    end: int
    meaning: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number, or a range of two, with its sign of money or unit."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: Unit | None
    unit_name: str
    percent: bool
    in_words: bool


def find_quantities(text: str, reader: Language) -> list[Quantity]:
    """Return the amounts in `text` that a reader of `reader` can't read as they stand.

    Bare digits (20), "%" and sections of a law need no explanation and are left out.
    """
    borders = find_borders(text)
    found: list[Quantity] = []
    for amount in _iterate_amounts(text, borders):
        written = text[amount.start : amount.end]
        meaning = _explain(text, amount, reader)
        if meaning and meaning != written and _FOREIGN_TO[reader].search(written):
            found.append(Quantity(amount.start, amount.end, meaning))
    return found


def _iterate_amounts(text: str, borders: set[int]) -> Iterator[_Amount]:
    numbers = find_numbers(text)
    at = 0
    while at < len(numbers):
        low = number = numbers[at]
        at += 1
        if at < len(numbers) and _is_range(text, number, numbers[at]):
            number = numbers[at]
            at += 1
        yield _measure(text, low, number, borders)


def _is_range(text: str, low: NumberMention, high: NumberMention) -> bool:
    """Return whether two numbers are written like 5-10 ล้าน or ร้อยละ 5-10."""
    if low.in_words or not _DASH_ONLY.fullmatch(text[low.end : high.start]):
        return False
    return low.value * high.scale < high.value and text[low.end - 1] not in "%์t"


def _measure(text: str, low: NumberMention, number: NumberMention, borders: set[int]) -> _Amount:
    """Return the amount from `low` to `number`, which are the same for a single number."""
    values = (number.value,) if low is number else (low.value * number.scale, number.value)
    start, end, unit, name = low.start, number.end, None, ""
    percent = low.percent or number.percent
    if sign := _SIGN.search(text, max(start - 4, 0), start):
        start, name = sign.start(), sign.group().strip()
        unit = load_unit_names()[SIGNS[name]]
    elif (
        not percent and (match := build_unit_pattern().match(text, end)) and match.end() in borders
    ):
        name = match["unit"].lower()
        unit, end = load_unit_names()[name], match.end()
    return _Amount(start, end, values, unit, name, percent, number.in_words)


def _explain(text: str, amount: _Amount, reader: Language) -> str:
    """Return what `amount` means, empty where it needs no words or isn't certain."""
    if amount.percent:
        signed = text[amount.end - 1] == "%"
        return "" if signed else write_percent(amount.values, reader)
    if not amount.in_words and (amount.unit is None or not _is_amount(text, amount)):
        return ""
    return write_quantity(amount.values, amount.unit, reader)


def _is_amount(text: str, amount: _Amount) -> bool:
    """Return whether digits with a unit are an amount for certain."""
    value = amount.values[-1]
    if amount.unit_name in _NEEDS_MUCH:
        return value >= 1000
    before = text[max(amount.start - 24, 0) : amount.start]
    name = _NAME.search(before)
    named = name is not None and name["word"] not in _LEADS_A_SENTENCE
    return value >= 1000 or not (named or _ORDINAL.search(before))
