"""What a made question may ask for: the dates, numbers, names and phrases of a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Literal

import regex as re

from corpus.article import Span
from corpus.words import cut_words
from index.lexicon import load_lexicon
from index.training_words import find_whole

Kind = Literal["number", "time", "name", "phrase"]

_TIMES = (  # the longest first: 5 หมื่นล้าน is not 5 หมื่น, and พันธุ์ and ร้อยละ are no numbers
    r"(?: ?(?:%|(?:percent|hundred|thousand|million|billion|trillion)(?!\p{Latin})"
    r"|(?:ร้อย|พัน|หมื่น|แสน)?ล้าน(?:ล้าน)?|ร้อย(?!ละ)|พัน(?!ธ)|หมื่น|แสน|เปอร์เซ็นต์))?"
)
_NUMBER = re.compile(rf"\d[\d,.:/-]*\d{_TIMES}|\d{_TIMES}")
_LATIN_NAMES = re.compile(r"(?<=[a-z,;ก-๎] )[A-Z][\w’'-]+(?:(?: (?:of|and|de|the))? [A-Z][\w’'-]+)*")
_PHRASE = re.compile(r"(?<=\b(?:the|an|of|by|as|to|in) )[a-z]{4,}(?: [a-z]{4,}){0,2}")
_THAI_DATE = re.compile(
    r"(?<!\d)\d{1,2} (?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน"
    r"|ตุลาคม|พฤศจิกายน|ธันวาคม)(?: (?:พ\.ศ\. )?\d{4}(?!\d))?"
)
_ENGLISH_DATE = re.compile(  # whole words and numbers: not May of Mayor, not May 20 of May 2004
    r"(?<![\p{Latin}\d])(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?: \d{1,2})?(?:,? \d{4})?(?!\p{Latin}|[,.]?\d)"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("time", _THAI_DATE),
    ("time", _ENGLISH_DATE),
    ("number", _NUMBER),
    ("name", _LATIN_NAMES),
    ("phrase", _PHRASE),
)
_MOST_PHRASE_WORDS, _FEWEST_PHRASE_LETTERS = 3, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: its kind and its place in the sentence."""

    kind: Kind
    span: Span


def choose_answer(sentence: str, chance: Random) -> Asked | None:
    """One of the things that may be asked of a sentence; None if there is none."""
    found: list[Asked] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            span = Span(*match.span())
            if not any(a.span.start < span.end and span.start < a.span.end for a in found):
                found.append(Asked(kind, span))
    found += [Asked("phrase", span) for span in _list_thai_phrases(sentence)]
    return chance.choice(found) if found else None


def choose_shared(asked: str, answering: str, chance: Random) -> tuple[Asked, Span] | None:
    """A number or name of `asked` and its place in `answering`, where it stands once and whole."""
    numbers = (m for m in _NUMBER.finditer(asked) if asked.count(m.group()) == 1)
    shared: list[tuple[Asked, Span]] = []
    for match in chain(numbers, _LATIN_NAMES.finditer(asked)):
        places = find_whole(match.group(), answering)
        if len(places) == 1:
            kind: Kind = "number" if match.group()[0].isdigit() else "name"
            shared.append((Asked(kind, Span(*match.span())), places[0]))
    return chance.choice(shared) if shared else None


def _list_thai_phrases(sentence: str) -> Iterator[Span]:
    """One to three words that say something between words that say nothing or spaces."""
    start, at = 0, 0
    run: list[str] = []
    for word in [*cut_words(sentence), " "]:
        idle = not "ก" <= word[0] <= "๎" or load_lexicon("th").find(word) == ()
        if idle:
            letters = sum(len(each) for each in run)
            if 1 <= len(run) <= _MOST_PHRASE_WORDS and letters >= _FEWEST_PHRASE_LETTERS:
                yield Span(start, at)
            run = []
        else:
            start = start if run else at
            run.append(word)
        at += len(word)
