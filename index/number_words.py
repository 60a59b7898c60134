"""Numbers written in words: สิบห้า, three million."""

import re
from decimal import Decimal

THAI_DIGIT_WORDS = {
    word: Decimal(value)
    for value, word in enumerate(("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"))
} | {"เอ็ด": Decimal(1), "ยี่": Decimal(2)}
THAI_SCALES = {
    word: Decimal(10) ** power
    for power, word in enumerate(("สิบ", "ร้อย", "พัน", "หมื่น", "แสน", "ล้าน"), start=1)
}
THAI_WORD = re.compile("|".join((*THAI_DIGIT_WORDS, *THAI_SCALES)))

ENGLISH_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
_ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ENGLISH_WORDS = {
    **{word: Decimal(value) for value, word in enumerate(_ENGLISH_UNITS.split())},
    **{word: Decimal(value * 10) for value, word in enumerate(_ENGLISH_TENS.split(), start=2)},
}


def parse_thai_words(words: str) -> Decimal | None:
    """Return the number that Thai `words` spell, without spaces: "สามล้านสองแสน" is 3200000.

    None for what is no number in full form: "สองสาม" is two or three, "พันสอง" is 1,200 to some
    and 1,002 to others, "ร้อยเอ็ด" is also a province, "หมื่นล้าน" is some tens of billions.
    """
    total = part = Decimal(0)
    digit: Decimal | None = None
    below = Decimal(10) ** 7
    parts = THAI_WORD.findall(words)
    if "".join(parts) != words or words == "ร้อยเอ็ด" or parts[0] in THAI_SCALES.keys() - {"สิบ"}:
        return None
    for at, word in enumerate(parts):
        if word in THAI_DIGIT_WORDS:
            if digit is not None or not _digit_fits(parts, at):
                return None
            digit = THAI_DIGIT_WORDS[word]
        elif word == "ล้าน":
            total = (total + part + (digit or 0)) * THAI_SCALES[word]
            part, digit, below = Decimal(0), None, Decimal(10) ** 6
            if not total:
                return None
        else:
            scale = THAI_SCALES[word]
            if scale >= below or (digit is None and word != "สิบ"):
                return None
            part += (Decimal(1) if digit is None else digit) * scale
            digit, below = None, scale
    return total + part + (digit or 0)


def _digit_fits(parts: list[str], at: int) -> bool:
    """Return whether the digit at `parts[at]` stands where its value is certain."""
    before = parts[at - 1] if at else ""
    after = parts[at + 1] if at + 1 < len(parts) else ""
    if parts[at] == "ยี่":
        return after == "สิบ"
    if after in THAI_SCALES:
        return parts[at] != "เอ็ด"
    # A last digit is one to nine only behind สิบ; behind ร้อย and up people mean tens as well.
    return before in ("", "สิบ") or parts[at] == "เอ็ด"


def parse_english_words(words: str) -> Decimal | None:
    """Return the number that English `words` spell: "one hundred and five" is 105.

    None for what is no whole number in full form, such as "nineteen eighty-four".
    """
    total = part = Decimal(0)
    last = Decimal(10) ** 15
    previous = ""
    for word in re.split(r"[ -]+", words.lower()):
        if word == "and":
            if previous not in ENGLISH_SCALES:
                return None
        elif word in ("a", "an"):
            part += 1
        elif word == "hundred":
            if not 0 < part < 10:
                return None
            part *= 100
        elif word in ENGLISH_SCALES:
            if not part or ENGLISH_SCALES[word] >= last:
                return None
            last = ENGLISH_SCALES[word]
            total, part = total + part * last, Decimal(0)
        elif not _unit_fits(part, ENGLISH_WORDS[word]):
            return None
        else:
            part += ENGLISH_WORDS[word]
        previous = word
    return None if previous == "and" else total + part


def _unit_fits(part: Decimal, value: Decimal) -> bool:
    """Return whether `value` may follow `part`: 5 after 20 or 100, 20 after 100 only."""
    if value >= 10:
        return part % 100 == 0
    return part % 10 == 0 and part % 100 != 10 and (value > 0 or part == 0)
