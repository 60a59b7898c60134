"""How sure we are that what was found answers the question.

A logistic regression over signals of the whole search; its coefficients are committed in
`confidence_weights.json` and fitted by `python -m index.fitting`. Never a bare cosine threshold.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from index.generation import Generation
from index.language_bases import compute_bases
from index.quotes import Choice
from index.search import Hit, Question
from index.sentence_features import FEATURES, Candidate
from index.tokens import PART

WEIGHTS_FILE = "confidence_weights.json"
# Words can't be found across the languages, so the two kinds are rated by models of their own.
OWN, OTHER = "own", "other"
SIGNALS = (
    "similarity_of_sentence",  # of the question and the nearest sentence that was read
    "similarity_above_language",  # the best passage's cosine less that of its language as such
    "similarity_above_others",  # less the mean of other articles' hits in the same language
    "no_others",  # 1 where there are too few of them to compare with
    "keyword_share",  # BM25 of the best passage against the highest possible
    "word_share",  # share of the question's words that the quoted sentence has
    "part_share",  # the same with parts of words
    "word_share_alone",  # of words that no other sentence there has
    "probability",  # of the first quote among all sentences found
    "question_length",  # logarithm of the number of words
    "word_rarity",  # mean weight of the question's words
)
FEWEST_OTHERS, MOST_OTHERS = 3, 10  # hits of other articles


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Fitted coefficients, one for each of SIGNALS, and the threshold for answering."""

    intercept: float
    weights: tuple[float, ...]
    threshold: float

    def rate(self, signals: Sequence[float]) -> float:
        """The probability, 0 to 1, that the first quote answers."""
        total = self.intercept + sum(
            weight * signal for weight, signal in zip(self.weights, signals, strict=True)
        )
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, total))))


@cache
def load_confidence_model(kind: str) -> ConfidenceModel:
    """The committed model for answers in the question's own language (OWN) or the OTHER one."""
    record = json.loads((files("index") / WEIGHTS_FILE).read_text(encoding="utf-8"))[kind]
    weights = tuple(float(record["weights"][name]) for name in SIGNALS)
    return ConfidenceModel(record["intercept"], weights, record["threshold"])


def name_kind(question: Question, choices: Sequence[Choice]) -> str:
    """Whether the first quote is in the question's OWN language or in the OTHER one."""
    is_own = choices[0].quote.article.language == question.language
    return OWN if is_own else OTHER


def measure_signals(
    generation: Generation,
    question: Question,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    choices: Sequence[Choice],
) -> tuple[float, ...]:
    """The value of each of SIGNALS; the caller has at least one hit, candidate and choice."""
    first, quote = hits[0], choices[0].quote
    best = next(
        candidate
        for candidate in candidates
        if candidate.article.id == quote.article.id and candidate.span.start == choices[0].core
    )
    features = dict(zip(FEATURES, best.features.tolist(), strict=True))
    bases = compute_bases(generation.language_means, question.vector)
    spoken = first.passage.article.language
    others = [
        hit.similarity
        for hit in hits
        if hit.passage.article.id != first.passage.article.id
        and hit.passage.article.language == spoken
    ]
    compared = len(others) >= FEWEST_OTHERS
    nearest = max(candidate.similarity for candidate in candidates)
    bound = generation.keywords.bound_score(question.tokens)
    weights = [generation.keywords.weigh_token(token) for token in question.tokens]
    words = [token for token in question.tokens if not token.startswith(PART)]
    return (
        nearest,
        first.similarity - bases[spoken],
        first.similarity - float(np.mean(others[:MOST_OTHERS])) if compared else 0.0,
        float(not compared),
        first.keyword_score / bound if bound else 0.0,
        features["share"],
        features["share_with_parts"],
        features["share_alone"],
        choices[0].probability,
        math.log(1 + len(words)),
        float(np.mean(weights)) if weights else 0.0,
    )
