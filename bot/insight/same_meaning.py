"""Groups questions that mean the same, Thai and English together, by the model's vectors.

A vector says first of all which language it is in, so the mean of its language is taken off it;
what is left compares across the languages too, though never as high as within one. Two questions
never come together if they name other numbers, years or months, or ask for another kind of thing
(a place, a price): to the model such pairs look nearly alike.

B-cubed precision and recall (Bagga and Baldwin, 1998) with the embedded model, over questions in
the words of different people that differ in little (31 meanings, 115 questions) and over XQuAD,
where each question has only its translation and a paragraph has five alike:

    mean taken off, mean link       92 80   81 88
    and numbers, years and kinds    95 79   84 88
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from corpus.article import Language
from index.answer_kinds import AnswerKind, find_asked_kinds
from index.dates import BUDDHIST_ERA, FIRST_BUDDHIST_YEAR, DateMention
from index.encoder import Vector
from index.numbers import find_numbers, format_plain
from index.years import find_dates

# Cosines from which two questions mean the same, once the mean of their language is taken off.
SAME_LANGUAGE = 0.78
ACROSS = 0.42
# How far above them a cosine may get, so that a link across counts as much as one within.
_ROOM = 1.0 - SAME_LANGUAGE
_ROOM_ACROSS = 0.8 - ACROSS
_KINDS = tuple(AnswerKind)


def group_same_meaning(
    questions: Sequence[str],
    languages: Sequence[Language],
    vectors: Vector,
    means: Mapping[Language, Vector],
) -> list[list[int]]:
    """The numbers of the questions of each group; the first one leads it.

    Each question joins the group that it is nearest to on the average, or leads a new one; so give
    those that count most first. `vectors` is (questions, dimension), `means` the model's mean
    vector of each language. Takes about a second for 3,000 questions.
    """
    if not questions:
        return []
    points = _take_means_off(vectors, languages, means)
    thai = np.array([language == "th" for language in languages])
    clash = _ClashFinder(questions)
    groups = np.zeros(len(questions), np.intp)
    count = 1
    for number in range(1, len(questions)):
        links = _rate_links(points, thai, number)
        before = groups[:number]
        means_of_links = np.bincount(before, links) / np.bincount(before)
        means_of_links[np.unique(before[clash.find(number)])] = -1.0
        best = int(means_of_links.argmax())
        groups[number] = best if means_of_links[best] >= 0 else count
        count = max(count, int(groups[number]) + 1)
    return [np.flatnonzero(groups == group).tolist() for group in range(count)]


def _take_means_off(
    vectors: Vector, languages: Sequence[Language], means: Mapping[Language, Vector]
) -> Vector:
    own = np.stack([means[language] for language in languages])
    points = (vectors - own).astype(np.float32)
    lengths = np.maximum(np.linalg.norm(points, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return np.asarray(points / lengths, np.float32)


def _rate_links(points: Vector, thai: np.ndarray, number: int) -> Vector:
    """How surely each question before this one means the same: from 0 on, and 1 at the most."""
    cosines = points[:number] @ points[number]
    within = (cosines - SAME_LANGUAGE) / _ROOM
    across = (cosines - ACROSS) / _ROOM_ACROSS
    links: Vector = np.where(thai[:number] == thai[number], within, across)
    return links


class _ClashFinder:
    """Tells which questions can't mean the same, whatever their vectors say."""

    def __init__(self, questions: Sequence[str]) -> None:
        details = [find_details(question) for question in questions]
        known = {each: code for code, each in enumerate(dict.fromkeys(details))}
        self._codes = np.array([known[each] for each in details])
        self._clashes = np.array([[_clash(one, other) for other in known] for one in known])
        self._kinds = np.array([_mark_kinds(question) for question in questions])

    def find(self, number: int) -> np.ndarray:
        """Whether each question before this one clashes with it."""
        codes, kinds = self._codes[:number], self._kinds[:number]
        own = self._kinds[number]
        other_kind = (kinds & own == 0) & (kinds > 0) & (own > 0)
        clashes: np.ndarray = self._clashes[self._codes[number]][codes] | other_kind
        return clashes


def find_details(question: str) -> frozenset[str]:
    """The numbers, years, months and days in a question, the same in both languages.

    >>> sorted(find_details("จีดีพีปี 2564 เท่าไร"))
    ['year 2021']
    """
    dates = find_dates(question)
    details = {part for date in dates for part in _list_parts(date)}
    for number in find_numbers(question):
        if not any(date.start < number.end and number.start < date.end for date in dates):
            details.add(_write_number(number.value))
    return frozenset(details)


def _list_parts(date: DateMention) -> list[str]:
    named = (("year", date.year), ("month", date.month), ("day", date.day))
    return [f"{name} {value}" for name, value in named if value]


def _write_number(value: Decimal) -> str:
    """A number that may be a year is taken for one, of whichever era, in questions of any form."""
    if value == int(value) and 1900 <= value < 2700:
        year = int(value)
        return f"year {year - BUDDHIST_ERA if year >= FIRST_BUDDHIST_YEAR else year}"
    return format_plain(value)


def _clash(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) != bool(other) or not (one <= other or other <= one)


def _mark_kinds(question: str) -> int:
    """The kinds of things asked for, a bit each."""
    asked = find_asked_kinds(question)
    return sum(1 << place for place, kind in enumerate(_KINDS) if kind in asked)
