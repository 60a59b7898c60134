"""Topics: the wordings of questions that mean the same, most asked first."""

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from bot.chat.questioner import Questioner
from bot.insight.same_meaning import group_same_meaning
from bot.insight.wordings import Entry, Wording, merge_same_words
from bot.state.question_vectors import keep_vectors, read_vectors
from corpus.article import Language
from index.encoder import Vector
from index.language_bases import LANGUAGES
from index.questions import normalise_question

# Questions embedded at once: people who ask meanwhile wait for these at most.
_AT_ONCE = 8
_LONGEST = 2_000  # characters of a question that are embedded


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that mean the same: their wordings, the one that leads first."""

    wordings: tuple[Wording, ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(wording.count for wording in self.wordings)

    @property
    def last(self) -> float:
        """When it was last asked, in epoch seconds."""
        return max(wording.last for wording in self.wordings)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the questions."""
        return tuple(number for wording in self.wordings for number in wording.numbers)


async def find_topics(
    database: sqlite3.Connection, questioner: Questioner, entries: Sequence[Entry]
) -> list[Topic]:
    """The topics of these questions, most asked first.

    The vectors come from the database, and from the questioner's threads where they are new.
    """
    wordings = await questioner.work_aside(partial(merge_same_words, entries))
    vectors = await learn_vectors(database, questioner, [each.question for each in wordings])
    means = questioner.generation.language_means
    group = partial(group_wordings, wordings, vectors, dict(zip(LANGUAGES, means, strict=True)))
    return await questioner.work_aside(group)


async def learn_vectors(
    database: sqlite3.Connection, questioner: Questioner, questions: Sequence[str]
) -> dict[str, Vector]:
    """The vector of each question; new ones are kept, so that none is computed twice."""
    model = questioner.generation.manifest.model.fingerprint
    found = read_vectors(database, model, questions)
    missing = [question for question in questions if question not in found]
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        vectors = await questioner.embed([normalise_question(each[:_LONGEST]) for each in some])
        new = {
            question: vector.astype("<f2").tobytes()
            for question, vector in zip(some, vectors, strict=True)
        }
        keep_vectors(database, model, new)
        found |= new
        await asyncio.sleep(0)
    return {text: np.frombuffer(data, "<f2").astype(np.float32) for text, data in found.items()}


def group_wordings(
    wordings: Sequence[Wording], vectors: Mapping[str, Vector], means: Mapping[Language, Vector]
) -> list[Topic]:
    """The topics of these wordings, which come most asked first."""
    if not wordings:
        return []
    groups = group_same_meaning(
        [each.question for each in wordings],
        [each.language for each in wordings],
        np.stack([vectors[each.question] for each in wordings]),
        means,
    )
    topics = [Topic(tuple(wordings[number] for number in group)) for group in groups]
    return sort_topics(topics)


def keep_numbers(topics: Iterable[Topic], numbers: frozenset[int]) -> list[Topic]:
    """The topics with only these questions, without those that have none left."""
    kept = []
    for topic in topics:
        left = [
            replace(wording, numbers=tuple(each for each in wording.numbers if each in numbers))
            for wording in topic.wordings
        ]
        left = [wording for wording in left if wording.numbers]
        if left:
            kept.append(Topic(tuple(left)))
    return sort_topics(kept)


def sort_topics(topics: Iterable[Topic]) -> list[Topic]:
    """Most asked first, then last asked."""
    return sorted(topics, key=lambda topic: (-topic.count, -topic.last))
