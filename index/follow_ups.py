"""Short questions that lean on the one before: "แล้วปี 2565 ล่ะ", "and in 2022?", "who built it?".

What is not surely a follow-up stands alone: an old topic carried into a new question gives a wrong
answer, a missed follow-up only an unfound one.
"""

import re
from collections.abc import Sequence

from index.follow_up_asking import ask_otherwise, is_bare_asking
from index.follow_up_english import resolve_english
from index.follow_up_thai import asks_in_thai, resolve_thai
from index.follow_up_things import swap_thing
from index.follow_up_times import swap_time
from index.follow_up_topics import EarlierQuestion, read_earlier_question
from index.follow_up_words import ENGLISH_ASKING, ENGLISH_AUXILIARIES, OTHER_LANGUAGE
from index.questions import detect_question_language
from index.small_talk import is_small_talk, strip_courtesy

LONGEST_FOLLOW_UP = 100  # characters; what is longer says what it is about
LONGEST_EARLIER = 300
MOST_EARLIER = 3
_LONGEST_THING = 40

_THAI_LEAD = re.compile(r"(?:(?:แล้ว|และ|ส่วน|งั้น|โอเค|อ๋อ|อืม)(?:ก็|ถ้า|ว่า)?\s*)+")
_THAI_TAIL = re.compile(r"\s*(?:ล่ะ|หละ|ละ|อ่ะ|เล่า)\s*$")
# The dictionary cuts "ไหนคะ" into no words, so the particle is not told by words.
_POLITE_TAIL = re.compile(r"(?:ครับ|ค่ะ|คะ)[\s?]*$")
_ENGLISH_LEAD = re.compile(r"(?:(?:and|but|so|ok|okay|then|also)\b[, ]*)+", re.IGNORECASE)
_ENGLISH_ABOUT = re.compile(r"(?i:(?:what|how) about |what of )|(?i:i meant?) (?=.*[A-Z0-9ก-๎])")
_THEN = re.compile(r"[, ]+(?:then|though|instead)$", re.IGNORECASE)


def resolve_follow_up(text: str, earlier: Sequence[str]) -> str | None:
    """The question that `text` stands for after `earlier`, or None if it stands alone.

    `earlier` are the chat's last questions, newest first, each standing alone. The result may be
    in the language of the earlier question; the answer belongs in the language of `text`.
    """
    if len(text) > LONGEST_FOLLOW_UP or is_small_talk(text):
        return None
    before = _choose_earlier(earlier)
    if before is None:
        return None
    said = _POLITE_TAIL.sub("", strip_courtesy(text)).strip(" ?!.")
    if detect_question_language(said) == "th":
        return _resolve_thai(said, before)
    return _resolve_english(said, before)


def _choose_earlier(earlier: Sequence[str]) -> EarlierQuestion | None:
    """The newest question that is one; None where it is too long to be carried on."""
    for question in earlier[:MOST_EARLIER]:
        if len(question) > LONGEST_EARLIER:
            return None
        if not is_small_talk(question):
            return read_earlier_question(strip_courtesy(question))
    return None


def _resolve_thai(said: str, before: EarlierQuestion) -> str | None:
    lead = _THAI_LEAD.match(said)
    tail = _THAI_TAIL.search(said)
    rest = said[lead.end() if lead else 0 : tail.start() if tail else len(said)].strip()
    if not rest:
        return None
    marked = bool(lead or tail)
    if swapped := swap_time(rest, before, marked=marked):
        return swapped
    if rest in OTHER_LANGUAGE:
        return ask_otherwise(rest, before)
    if asks_in_thai(rest):
        return resolve_thai(rest, before, marked=marked)
    return swap_thing(rest, before) if tail and len(rest) <= _LONGEST_THING else None


def _resolve_english(said: str, before: EarlierQuestion) -> str | None:
    lead = _ENGLISH_LEAD.match(said)
    rest = _THEN.sub("", said[lead.end() if lead else 0 :])
    about = _ENGLISH_ABOUT.match(rest)
    rest = rest[about.end() if about else 0 :].strip()
    if not rest:
        return None
    marked = bool(lead or about)
    if swapped := swap_time(rest, before, marked=marked):
        return swapped
    if is_bare_asking(rest):
        return ask_otherwise(rest, before)
    if about or _is_fragment(rest, marked=marked):
        return swap_thing(rest, before)
    return resolve_english(rest, before, marked=marked)


def _is_fragment(rest: str, *, marked: bool) -> bool:
    """Whether it is a place or a name and no verb: "In Thailand?", "and the Silom Line?"."""
    words = rest.split()
    first = words[0].lower()
    if len(words) > 4 or first in ENGLISH_ASKING | ENGLISH_AUXILIARIES:
        return False
    if first in {"in", "at", "for", "from", "of"}:
        return words[-1][0].isupper()
    return marked and (first in {"the", "its", "their"} or words[0][0].isupper())
