"""Questions in the same words, counted together."""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from corpus.article import Language
from index.questions import normalise_question
from index.small_talk import strip_courtesy

MOST_WORDINGS = 3_000
"""Wordings that are looked at, the most asked ones: more are grouped in no reasonable time."""

_MARKS = regex.compile(r"[\p{P}\p{S}\p{Z}\s]+")
_LONGEST = 2_000  # characters; the engine reads no more of a question either


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that was asked; `number` says which one, `asked` is in epoch seconds."""

    number: int
    question: str
    language: Language
    asked: float


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words, however often they were asked: as they were first, and the numbers of all.

    `last` is when they were last asked.
    """

    question: str
    language: Language
    numbers: tuple[int, ...]
    last: float

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.numbers)


def merge_same_words(entries: Iterable[Entry]) -> list[Wording]:
    """The different wordings, most asked first, then first asked; at most MOST_WORDINGS.

    Where there are more, those that were last asked long ago are left out.
    """
    merged: dict[str, list[Entry]] = {}
    for entry in entries:
        merged.setdefault(fold_question(entry.question), []).append(entry)
    wordings = [
        Wording(
            same[0].question,
            same[0].language,
            tuple(entry.number for entry in same),
            max(entry.asked for entry in same),
        )
        for same in merged.values()
    ]
    wordings.sort(key=lambda each: (-each.count, -each.last))
    kept = wordings[:MOST_WORDINGS]
    # Who was first leads, so that a topic keeps its name while others ask.
    return sorted(kept, key=lambda each: (-each.count, each.numbers[0]))


def fold_question(question: str) -> str:
    """What is the same for questions in the same words: no courtesy, capitals, spaces or marks.

    >>> fold_question("แมวบินได้ไหมคะ?") == fold_question("แมวบินได้ไหม")
    True
    """
    words = strip_courtesy(normalise_question(question[:_LONGEST])).casefold()
    return _MARKS.sub(" ", words).strip() or question[:_LONGEST].strip()
