"""Numbers in Thai and English text, with the scale words behind them: 4.7 แสนล้าน, 470 billion.

Years and dates are the business of `index.years`; here 2564 is a number like others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.words import cut_words
from index.dates import read_thai_digits
from index.number_words import (
    ENGLISH_SCALES,
    ENGLISH_WORDS,
    THAI_SCALES,
    THAI_WORD,
    parse_english_words,
    parse_thai_words,
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as a text writes it; `start` and `end` are code points.

    `value` includes the scale word ("4.7 แสนล้าน" is 470000000000), not the per cent sign or
    word, which lies inside the span. `scale` is what one scale word behind digits stands for,
    and `in_words` tells that words took part in writing the number.
    """

    start: int
    end: int
    value: Decimal
    percent: bool = False
    in_words: bool = False
    scale: Decimal = Decimal(1)


# Longer runs of digits are codes, and Decimal keeps 28 digits.
_MOST_DIGITS = 20
_THAI_SCALE = (
    r"(?:(?:สิบ|ร้อย|พัน|หมื่น|แสน)?(?:ล้าน){1,2}(?!นา|ช้าง)|แสน(?!สิริ)|หมื่น"
    r"|พัน(?![ธท]|ตรี|โท|เอก|จ่า|ตำรวจ)|ร้อย(?!ละ|ตรี|โท|เอก|ตำรวจ|เอ็ด|เรียง|แก้ว))(?![ะ-ฺ็-๎])"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})++|\d++)(?:\.\d++)?+(?![.,]?\d)"
_ENGLISH_SCALE = (
    r"(?:(?i:hundred|thousand|million|billion|trillion)\b ?){1,2}|(?:m|mn|bn|tn|b|k|M|B|K)\b"
)
# A part of a code, time, date or fraction is no number: COVID-19, G20, 09:30, 12/1/2564.
_NUMBER = re.compile(
    r"(?<![\d/:_A-Za-z])(?<!\d[.,])(?<![A-Za-zก-๎]-)(?P<share>ร้อยละ[ ]?)?"
    rf"(?P<digits>{_DIGITS})(?![/:]\d)"
    rf"(?:[ ]?(?P<thai>{_THAI_SCALE})|[ -]?(?P<english>{_ENGLISH_SCALE}))?"
)
_SHORT_SCALES = {
    "k": Decimal(10) ** 3,
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "tn": Decimal(10) ** 12,
}
# "5m" is five million behind a sign of money only, elsewhere five metres.
_ALWAYS_SCALES = frozenset({"mn", "bn", "tn"})
_MONEY_SIGNS = frozenset("$€£¥฿₩")
_PERCENT = re.compile(r"[ ]?(?:%|เปอร์เซ็นต์|เปอร์เซนต์|(?i:per ?cent)(?!age|ile)\b)")
# Atomic groups and not possessive repeats, which Python 3.11 before 3.11.5 matches wrongly where
# what is repeated can be matched in several ways.
_THAI_WORDS = re.compile(rf"(?P<share>ร้อยละ[ ]?)?(?P<words>(?>(?:{THAI_WORD.pattern}){{1,16}}))")
_ENGLISH_NUMBER = "|".join(sorted((*ENGLISH_WORDS, *ENGLISH_SCALES), key=len, reverse=True))
_ENGLISH_WORDS = re.compile(
    rf"\b(?:a (?=hundred|thousand|million|billion|trillion))?(?:{_ENGLISH_NUMBER})\b"
    rf"(?>(?:(?:[ -]| and )(?:{_ENGLISH_NUMBER})\b){{0,12}})(?!-| and an? )",
    re.IGNORECASE,
)


def find_numbers(text: str) -> list[NumberMention]:
    """Return the numbers in `text` in order: digits of both scripts and numbers in words.

    Words below ten alone are left out (หนึ่ง and "one" seldom count). Thai words are taken only
    where the word cutter sees whole words (no สาม in สามารถ). The time is linear in the length.
    """
    translated = read_thai_digits(text)
    found = [*_join_chains(list(_iterate_digits(translated)), translated)]
    taken = {at for mention in found for at in range(mention.start, mention.end)}
    found.extend(
        mention
        for mention in (*_iterate_english_words(translated), *_iterate_thai_words(translated))
        if mention.start not in taken
    )
    return sorted(found, key=lambda mention: mention.start)


def format_plain(value: Decimal) -> str:
    """Return `value` in digits only, without separators or idle zeros: 4.7, 470000000000."""
    return f"{value.normalize():f}"


def _iterate_digits(text: str) -> Iterator[NumberMention]:
    for match in _NUMBER.finditer(text):
        digits = match["digits"].replace(",", "")
        # A leading zero is that of a code or a time (09.00), one before the point is not.
        if len(digits) > _MOST_DIGITS or re.match(r"0\d", digits):
            continue
        scale, end = _read_scale(text, match)
        value = Decimal(digits) * scale
        percent = _PERCENT.match(text, end)
        if text.startswith("ครึ่ง", end):  # "2 ล้านครึ่ง" is 2.5 million
            continue
        yield NumberMention(
            match.start(),
            percent.end() if percent else end,
            value,
            percent=bool(percent or match["share"]),
            in_words=scale != 1,
            scale=scale,
        )


def _read_scale(text: str, match: re.Match[str]) -> tuple[Decimal, int]:
    """Return the factor that the scale words of `match` stand for, and where they end."""
    if words := match["thai"]:
        factor = Decimal(1)
        for word in THAI_WORD.findall(words):
            factor *= THAI_SCALES[word]
        return factor, match.end("thai")
    words = (match["english"] or "").rstrip()
    end = match.end("digits")
    if not words:
        return Decimal(1), end
    end = match.start("english") + len(words)
    if (short := words.lower()) in _SHORT_SCALES:
        behind_money = text[max(match.start("digits") - 1, 0)] in _MONEY_SIGNS
        if short in _ALWAYS_SCALES or behind_money:
            return _SHORT_SCALES[short], end
        return Decimal(1), match.end("digits")
    factor = Decimal(1)
    for word in words.lower().split():
        factor *= ENGLISH_SCALES[word]
    return factor, end


def _join_chains(mentions: list[NumberMention], text: str) -> Iterator[NumberMention]:
    """Yield `mentions` with "1 ล้าน 2 แสน" made one."""
    chain: NumberMention | None = None
    for mention in mentions:
        if chain and _continues(chain, mention, text):
            chain = NumberMention(
                chain.start,
                mention.end,
                chain.value + mention.value,
                mention.percent,
                in_words=True,
            )
            continue
        if chain:
            yield chain
        chain = mention
    if chain:
        yield chain


def _continues(chain: NumberMention, mention: NumberMention, text: str) -> bool:
    written = text[chain.start : chain.end]
    return (
        chain.in_words
        and mention.in_words
        and written[-1] >= "ก"
        and text[chain.end : mention.start] in ("", " ")
        and not chain.percent
        # The smaller part must fill the zeros of the greater: 1 ล้าน 2 แสน.
        and chain.value % (scale := _last_scale(written)) == 0
        and mention.value < scale
    )


def _last_scale(written: str) -> Decimal:
    factor = Decimal(1)
    for word in THAI_WORD.findall(re.split(r"\d", written)[-1]):
        factor *= THAI_SCALES[word]
    return factor


def _iterate_english_words(text: str) -> Iterator[NumberMention]:
    for match in _ENGLISH_WORDS.finditer(text):
        value = parse_english_words(match.group())
        if value is not None and value >= 10:
            percent = _PERCENT.match(text, match.end())
            end = percent.end() if percent else match.end()
            yield NumberMention(match.start(), end, value, bool(percent), in_words=True)


def _iterate_thai_words(text: str) -> Iterator[NumberMention]:
    borders: set[int] = set()
    for match in _THAI_WORDS.finditer(text):
        value = parse_thai_words(match["words"])
        if value is None or (value < 10 and not match["share"]):
            continue
        borders = borders or find_borders(text)
        if {match.start(), match.end()} <= borders:
            percent = _PERCENT.match(text, match.end())
            end = percent.end() if percent else match.end()
            share = bool(percent or match["share"])
            yield NumberMention(match.start(), end, value, share, in_words=True)


def find_borders(text: str) -> set[int]:
    """Return where the words of `text` begin and end."""
    borders, position = {0}, 0
    for word in cut_words(text):
        position += len(word)
        borders.add(position)
    return borders
