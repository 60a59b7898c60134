"""Questions without the courtesy around them, so that search sees what is asked."""

import re

from corpus.words import cut_words
from index.questions import normalise_question

_POLITE = r"(?:นะ|ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้ะ|จ๊ะ|จ้า|ฮะ|ฮับ)"
_HELLO = r"(?:(?i:hello|hi|hey|good (?:morning|afternoon|evening)|greetings)(?i: there| bot| all)?)"
_ASKING = (
    r"(?i:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will"
    r"|would|please|tell)\b"
)
_LEADS = re.compile(
    # A Thai greeting with a polite particle, or with a space and no "is" behind it.
    rf"(?:สวัสดี|หวัดดี|ขอบคุณ)(?:{_POLITE}+[\s,!.]*|[\s,!.]+(?!คือ|เป็น|หมายถึง|แปลว่า))(?:แอดมิน\s+|แอด\s+)?"
    # An English one before a pause, Thai or a word that asks: not the Hello of Hello Kitty.
    rf"|{_HELLO}(?:\s*[,!.:;]+\s*|\s+(?={_ASKING}|[ก-๎])){_POLITE}*\s*"
    rf"|(?:ขอ(?:ถาม|สอบถาม)|อยากถาม|รบกวนสอบถาม|สอบถาม)(?:หน่อย|ว่า|{_POLITE})+[\s,]*"
    rf"|(?:อยากทราบว่า|อยากรู้ว่า|ช่วยบอก(?:หน่อย|ที)?{_POLITE}*ว่า|บอกหน่อย{_POLITE}*ว่า)\s*"
    r"|(?i:(?:please,? )?(?:can|could|would) you (?:please )?tell me|please tell me"
    r"|i(?: want|'d like| would like) to know),?\s+"
)
_PARTICLES = frozenset(
    {"นะ", "ครับ", "ครับผม", "คับ", "ค่ะ", "คะ", "ค่า", "นะครับ", "นะคะ", "นะคับ", "จ้ะ", "จ๊ะ", "จ้า", "ฮะ"}
)
_THANKS = re.compile(
    rf"(?<=[\s?!.,])(?:ขอบคุณ(?:มาก)?(?:ๆ)?\s?{_POLITE}*|(?i:thanks|thank you)(?i: so much| a lot)?)[\s!.]*$"
)


def strip_courtesy(text: str) -> str:
    """Return the question in `text` on one line, without greeting, thanks and polite particles.

    What would leave nothing is left as it is.

    >>> strip_courtesy("สวัสดีครับ เมืองคุนซานอยู่ที่ไหนครับ ขอบคุณครับ")
    'เมืองคุนซานอยู่ที่ไหน'
    """
    question = normalise_question(text)
    stripped = question
    # A greeting and a request: "สวัสดีค่ะ ขอถามหน่อยค่ะ ...".
    for _ in range(3):
        if lead := _LEADS.match(stripped):
            stripped = stripped[lead.end() :]
    stripped = _drop_last_particles(_THANKS.sub("", stripped).strip())
    return stripped or question


def _drop_last_particles(question: str) -> str:
    """Drop polite particles at the end; whole words only, because ชนะ ends in นะ."""
    tail = question[-80:]
    words = cut_words(tail)
    mark = ""
    while words and (words[-1].isspace() or words[-1] in _PARTICLES or words[-1] in "?!.~"):
        word = words.pop()
        mark = word if word == "?" else mark
    kept = (question[: len(question) - len(tail)] + "".join(words)).rstrip()
    return kept + mark if kept else ""
