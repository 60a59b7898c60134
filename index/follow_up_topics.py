"""What an earlier question is about, so that a follow-up can be asked of it."""

import re
from dataclasses import dataclass

from corpus.article import Language
from corpus.words import cut_words
from index.follow_up_words import (
    ENGLISH_AUXILIARIES,
    ENGLISH_CLOSED,
    ENGLISH_LIGHT,
    ENGLISH_PREPOSITIONS,
    ENGLISH_TALKERS,
    THAI_ASKING,
    THAI_CLOSED,
    THAI_PREDICATES,
)
from index.questions import detect_question_language

WHO = "ใคร"
_AFTER_WHO = frozenset({"เป็น", "คือ", "คน", "ผู้", "ที่"})
_TIME_WORDS = frozenset({"ปี", "ใน", "เมื่อ", "ตอน", "ช่วง", "พ.ศ.", "ค.ศ."})
_BEFORE_ASKING = frozenset({"ปี", "วัน", "วันที่", "เดือน", "ใน", "ที่"})
_NAME = re.compile(
    r"(?:\b[Tt]he )?\b[A-Z][\w-]*(?:\.[A-Z]\.?)*(?: (?:(?:of|the|de|and) )?[A-Z0-9][\w-]*)*"
)
_FIRST_WORD = re.compile(r"[A-Za-z’']+")
_NO_NAMES = frozenset({"I", "B", "BE", "CE", "AD"})
_NATIONAL = re.compile(r"(?:ian|ese|ish|can|ean|Thai|French|Dutch|Greek)$")
_PAST = frozenset(
    {"caught", "found", "built", "made", "won", "wrote", "led", "held", "took", "got", "became"}
)


@dataclass(frozen=True, slots=True)
class EarlierQuestion:
    """A question asked before: its words, its names in capitals, and what it is about.

    `person` describes who or what it asks for: "the person who built it", "คนที่สร้าง".
    """

    text: str
    language: Language
    words: tuple[str, ...]
    names: tuple[str, ...]
    topic: str
    person: str | None


def read_earlier_question(text: str) -> EarlierQuestion:
    """The question with its topic, an empty one where none is told."""
    asked = text.rstrip(" ?.!")
    language = detect_question_language(asked)
    return _read_thai(asked) if language == "th" else _read_english(asked)


def _read_thai(asked: str) -> EarlierQuestion:
    """The topic is the words before the first that says something of it.

    "คลองสุเอซยาวกี่กิโลเมตร" is about คลองสุเอซ, "ใครสร้างคลองสุเอซ" too, and asks for คนที่สร้างคลองสุเอซ.
    """
    words = tuple(cut_words(asked))
    if words[:1] == (WHO,):
        said = drop_who(words)
        about = said[1:] or said
        topic = join_words(about[: find_asking(about)])
        return EarlierQuestion(asked, "th", words, (), topic, "คนที่" + join_words(said))
    start = 1 if words[:1] in {("ทำไม",), ("เหตุใด",)} else 0
    start = _skip_time(words, start)
    if start < len(words) and words[start] in THAI_PREDICATES | THAI_ASKING:
        # It begins with what is said; what it is about is named behind.
        topic = join_words(tuple(word for word in words[start:] if word not in THAI_CLOSED))
        return EarlierQuestion(asked, "th", words, (), topic, None)
    stops = THAI_PREDICATES | THAI_ASKING
    end = next((at for at in range(start + 1, len(words)) if words[at] in stops), len(words))
    while end > start + 1 and (words[end - 1] in _BEFORE_ASKING or words[end - 1].isspace()):
        end -= 1
    return EarlierQuestion(asked, "th", words, (), join_words(words[start:end]), None)


def drop_who(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words behind "ใครเป็นคน"."""
    start = 1
    while start < len(words) - 1 and words[start] in _AFTER_WHO:
        start += 1
    return words[start:]


def _skip_time(words: tuple[str, ...], start: int) -> int:
    """Where the words behind "ในปี พ.ศ. 2564 " begin."""
    at = start
    while at < len(words) and (
        words[at].isspace() or words[at].isdigit() or words[at] in _TIME_WORDS
    ):
        at += 1
    return at if any(word.isdigit() for word in words[start:at]) else start


def find_asking(words: tuple[str, ...]) -> int:
    """Where the first asking word stands, the length where none does."""
    return next((at for at, word in enumerate(words) if word in THAI_ASKING), len(words))


def join_words(words: tuple[str, ...]) -> str:
    """The words as one text without spaces around."""
    return "".join(words).strip(" ?")


def _read_english(asked: str) -> EarlierQuestion:
    """The topic is the first name in capitals, else the words behind the first verb."""
    words = tuple(asked.split())
    names = tuple(_find_names(asked))
    described = _describe_subject(words)
    if described and words[0].lower() != "who":
        return EarlierQuestion(asked, "en", words, names, described, described)
    topic = names[0] if names else _find_noun(words)
    return EarlierQuestion(asked, "en", words, names, topic, described)


def _find_names(asked: str) -> list[str]:
    """Names in capitals; the question's first word is none, and "Egyptian" takes a noun along."""
    first = _FIRST_WORD.match(asked)
    start = first.end() if first and first.group().lower() in ENGLISH_CLOSED | {"tell"} else 0
    names: list[str] = []
    for match in _NAME.finditer(asked, start):
        name = match.group()
        if name in _NO_NAMES:
            continue
        noun = re.match(r" [a-z]+", asked[match.end() :])
        names.append(name + noun.group() if noun and _NATIONAL.search(name) else name)
    return names


def _describe_subject(words: tuple[str, ...]) -> str | None:
    """What "Who built it" and "Which ship sank" ask for: "the person who built it"."""
    first = words[0].lower() if words else ""
    if first == "who" and len(words) > 2 and not _has_auxiliary(words[1:2]):
        return "the person " + " ".join(["who", *words[1:]])
    if first not in {"which", "what"}:
        return None
    for at in (2, 3):
        if len(words) > at + 1 and _is_past(words[at]) and not _has_auxiliary(words[1:at]):
            return f"the {' '.join(words[1:at])} that {' '.join(words[at:])}"
    return None


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _PAST


def _has_auxiliary(words: tuple[str, ...]) -> bool:
    return any(word.lower() in ENGLISH_AUXILIARIES for word in words)


def _find_noun(words: tuple[str, ...]) -> str:
    """The words between the first verb and what stops a noun, or all that don't only ask."""
    at = 1 + next((n for n, word in enumerate(words) if word.lower() in ENGLISH_AUXILIARIES), 0)
    skipped = ENGLISH_LIGHT | ENGLISH_TALKERS | {"i"}
    while at < len(words) and words[at].lower() in skipped:
        at += 1
    end = at + 1
    while end < len(words) and not _stops_noun(words[end]):
        end += 1
    noun = words[at:end]
    if all(word.lower() in ENGLISH_CLOSED for word in noun):
        noun = tuple(word for word in words if word.lower() not in ENGLISH_CLOSED)
    return " ".join(noun)


def _stops_noun(word: str) -> bool:
    low = word.lower()
    return (
        low in (ENGLISH_LIGHT | ENGLISH_PREPOSITIONS) - {"of"}
        or _is_past(low)
        or (len(low) == 4 and low.isdigit())
    )
