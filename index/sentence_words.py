"""How many of a question's words a sentence has, or says in the other language.

In the question's own language its tokens are looked for, weighed by rarity; in the other one its
concepts (`index/bridge.py`), each by its best way.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from corpus.article import Language
from index.bridge import translate_question
from index.concepts import WeighedConcept
from index.generation import Generation
from index.search import Question
from index.tokens import PART, mark_language

WORD_FEATURES = (
    "share",  # of the question's words (weighed by rarity) that the sentence has
    "share_of_best",  # the same against the best sentence of the passage
    "share_with_parts",  # the same counting syllables and stems too
    "share_before",  # of the sentence before
    "share_after",  # of the sentence after
    "share_alone",  # of words that no other sentence of the passage has
    "pairs",  # neighbouring words of the question that are neighbours here
)


class QuestionWords(Protocol):
    """What of a question can be looked for in sentences of one language."""

    def describe(self, sentences: Sequence[Sequence[str]]) -> list[list[float]]:
        """The columns of WORD_FEATURES for the sentences of a passage, given by their tokens."""

    def look_for(self, tokens: frozenset[str]) -> tuple[float, float]:
        """The share of the question that these tokens have, and of its heaviest missing word."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A question's words and word pairs, with the weight of each word."""

    weights: Mapping[str, float]
    whole: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def describe(self, sentences: Sequence[Sequence[str]]) -> list[list[float]]:
        """The columns of WORD_FEATURES."""
        sets = [frozenset(sentence) for sentence in sentences]
        counts = Counter(token for sentence in sets for token in sentence)
        alone = [frozenset(t for t in sentence if counts[t] == 1) for sentence in sets]
        every = frozenset(self.weights)
        return [
            *_describe_shares([self._share(self.whole, s) for s in sets]),
            [self._share(every, sentence) for sentence in sets],
            *_shift([self._share(self.whole, s) for s in sets]),
            [self._share(self.whole, sentence) for sentence in alone],
            [_share_of_pairs(self.pairs, sentence) for sentence in sentences],
        ]

    def look_for(self, tokens: frozenset[str]) -> tuple[float, float]:
        """The share of the words that are there, and of the heaviest one that is not."""
        total = sum(self.weights[word] for word in self.whole) or 1.0
        missing = [self.weights[word] for word in self.whole - tokens]
        return self._share(self.whole, tokens), max(missing, default=0.0) / total

    def _share(self, wanted: frozenset[str], found: frozenset[str]) -> float:
        total = sum(self.weights[word] for word in wanted)
        return sum(self.weights[word] for word in wanted & found) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class SaidWords:
    """A question's concepts with their ways in the other language."""

    concepts: Sequence[WeighedConcept]

    def describe(self, sentences: Sequence[Sequence[str]]) -> list[list[float]]:
        """The columns of WORD_FEATURES; parts count nowhere, and there are no pairs."""
        said = [self._find_said(frozenset(sentence)) for sentence in sentences]
        counts = Counter(number for sentence in said for number in sentence)
        total = sum(concept.bound for concept in self.concepts) or 1.0
        shares = [sum(sentence.values()) / total for sentence in said]
        alone = [sum(v for n, v in sentence.items() if counts[n] == 1) / total for sentence in said]
        return [
            *_describe_shares(shares),
            shares,
            *_shift(shares),
            alone,
            [0.0] * len(sentences),
        ]

    def look_for(self, tokens: frozenset[str]) -> tuple[float, float]:
        """The share of the concepts that are said, and of the heaviest one that is not."""
        said = self._find_said(tokens)
        total = sum(concept.bound for concept in self.concepts) or 1.0
        missing = [c.bound for n, c in enumerate(self.concepts) if n not in said]
        return sum(said.values()) / total, max(missing, default=0.0) / total

    def _find_said(self, tokens: frozenset[str]) -> dict[int, float]:
        """The weight of each concept that the sentence says, by its number."""
        found: dict[int, float] = {}
        for number, concept in enumerate(self.concepts):
            surest = max(
                (w.sureness for w in concept.ways if tokens.issuperset(w.tokens)), default=0
            )
            if surest:
                found[number] = concept.weight * surest
        return found


def weigh_words(generation: Generation, question: Question, language: Language) -> QuestionWords:
    """What of the question can be looked for in sentences in `language`."""
    if language == question.language:
        return _weigh_own_words(generation, question)
    concepts = translate_question(question.text, question.language, question.tokens)
    return SaidWords(generation.keywords.weigh_concepts(concepts, mark_language(language)))


def _weigh_own_words(generation: Generation, question: Question) -> OwnWords:
    weights = {token: generation.keywords.weigh_token(token) for token in question.tokens}
    whole = [token for token in question.tokens if not token.startswith(PART)]
    return OwnWords(weights, frozenset(whole), frozenset(pairwise(whole)))


def _describe_shares(shares: list[float]) -> list[list[float]]:
    best = max(shares) or 1.0
    return [shares, [share / best for share in shares]]


def _shift(shares: list[float]) -> list[list[float]]:
    """The shares of the sentences before and after."""
    return [[0.0, *shares[:-1]], [*shares[1:], 0.0]]


def _share_of_pairs(pairs: frozenset[tuple[str, str]], tokens: Sequence[str]) -> float:
    whole = [token for token in tokens if not token.startswith(PART)]
    return len(pairs & set(pairwise(whole))) / (len(pairs) + 1)
