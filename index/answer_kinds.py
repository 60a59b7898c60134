"""What kind of answer a question asks for, and whether a sentence has one of that kind."""

import re
from enum import StrEnum

from index.dates import read_thai_digits


class AnswerKind(StrEnum):
    """The kinds of answers that leave a trace in a sentence's letters."""

    NUMBER = "number"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"


_ASKS = {
    AnswerKind.NUMBER: re.compile(
        r"\bhow (many|much|old|long|far|big|large|tall|high|deep|wide|fast|often)\b|\bpercent"
        r"|\bwhat (number|percentage|amount|population|age|score|size)\b"
        r"|กี่|เท่าไ|เท่าใด|จำนวน|ร้อยละ|เปอร์เซ็นต์|อายุ",
        re.IGNORECASE,
    ),
    AnswerKind.TIME: re.compile(
        # After another question word "when" only joins: "how many died when the wave came".
        r"^(?:(?!\b(?:how|what|which|who|where|why)\b)[\s\S])*?\bwhen\b"
        r"|\b(what|which) (year|date|day|month|century|decade|time)\b"
        r"|\bhow (long|many \w+) ago\b"
        r"|เมื่อไ|เมื่อใด|(ปี|วัน|เดือน|ศตวรรษ|เวลา|พ\.ศ\.|ค\.ศ\.) ?(ใด|ไหน|อะไร|ที่เท่า|เท่า)|กี่โมง",
        re.IGNORECASE,
    ),
    AnswerKind.PERSON: re.compile(
        r"\bwho(m|se)?\b|ใคร(?! ?ๆ)|ผู้ใด|ท่านใด|คน(ไหน|ใด)|ชื่อ(อะไร|ว่า)", re.IGNORECASE
    ),
    AnswerKind.PLACE: re.compile(
        r"\bwhere\b|\b(what|which) (city|country|place|state|town|province|river)\b"
        r"|ที่ไหน|ที่ใด|ตรงไหน|แห่งใด|(จังหวัด|ประเทศ|เมือง|อำเภอ)(ใด|ไหน|อะไร)",
        re.IGNORECASE,
    ),
    AnswerKind.REASON: re.compile(
        r"\bwhy\b|\breason\b|ทำไม|เพราะ(เหตุใด|อะไร)|เหตุใด|สาเหตุ", re.IGNORECASE
    ),
}
_TIME_WORDS = re.compile(
    r"\b(1\d{3}|20\d\d|2[45]\d\d)s?\b|\b(january|february|(?-i:March)|april|(?-i:May)|june|july"
    r"|august|september|october|november|december|century)\b|\d+(st|nd|rd|th)\b"
    r"|(มกรา|กันยา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|ตุลา|พฤศจิกา|ธันวา)|ศตวรรษ|ปี|วันที่|น\.",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+|[A-Z][a-z]+ [A-Z][a-z]+|นาย|นาง|ดร\.|พระ|ศาสตราจารย์")
_PLACE_WORDS = re.compile(
    r"\b(in|at|near|from|to|of) [A-Z]|จังหวัด|ประเทศ|เมือง|อำเภอ|ตำบล|กรุง"
    r"|รัฐ(?!บาล|มนตรี|ธรรมนูญ|สภา)|นคร|แคว้น|มณฑล|ทวีป"
)
_REASON_WORDS = re.compile(
    r"\b(because|due to|since|reason|so that|in order|caused?|as a result)\b"
    r"|เพราะ|เนื่องจาก|ทำให้|สาเหตุ|เพื่อ|ส่งผล",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_NUMBER_WORDS = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million"
    r"|billion|half|third|dozen)\b|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|ครึ่ง",
    re.IGNORECASE,
)


def find_asked_kinds(question: str) -> frozenset[AnswerKind]:
    """The kinds of answers that the question asks for; often none is certain."""
    kinds = {kind for kind, pattern in _ASKS.items() if pattern.search(question)}
    if AnswerKind.TIME in kinds:
        kinds.discard(AnswerKind.NUMBER)  # "in what year" wants no other number
    return frozenset(kinds)


def has_kind(sentence: str, kind: AnswerKind, question: str) -> bool:
    """Whether the sentence holds something of this kind that the question doesn't say itself."""
    match kind:
        case AnswerKind.NUMBER:
            return has_new_number(sentence, question) or bool(_NUMBER_WORDS.search(sentence))
        case AnswerKind.TIME:
            return has_new_number(sentence, question) and _names_time(sentence)
        case AnswerKind.PERSON:
            return bool(_NAME.search(sentence))
        case AnswerKind.PLACE:
            return bool(_PLACE_WORDS.search(sentence))
        case AnswerKind.REASON:
            return bool(_REASON_WORDS.search(sentence))


def has_new_number(sentence: str, question: str) -> bool:
    """Whether the sentence has a number in digits, Thai or Arabic, that the question lacks."""
    return bool(_list_numbers(sentence) - _list_numbers(question))


def _names_time(sentence: str) -> bool:
    return bool(_TIME_WORDS.search(read_thai_digits(sentence)))


def _list_numbers(text: str) -> frozenset[str]:
    """The numbers of the text in Arabic digits, 1,000 as 1000."""
    numbers = _NUMBER.findall(read_thai_digits(text))
    return frozenset(_THOUSANDS.sub("", number) for number in numbers)
