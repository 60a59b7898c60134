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
from index.reading import LOWEST_SHARE, SCALE, clip_score
from index.search import Hit, Question
from index.sentence_features import FEATURES, Candidate
from index.tokens import PART

WEIGHTS_FILE = "confidence_weights.json"
# Words can't be found across the languages, so the two kinds are rated by models of their own.
OWN, OTHER = "own", "other"
READ = "_read"  # behind the kind where a reader was at work
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
READER_SIGNALS = (
    "reader_score",  # of the best span in the first quote, above no answer
    "reader_share",  # logarithm of the probability that the answer is there, in its window
    "reader_no_answer",  # probability that the quote's window has none
    "reader_best",  # the best score of all that was read
    "unread",  # 1 where the first quote was not read
)
FEWEST_OTHERS, MOST_OTHERS = 3, 10  # hits of other articles


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Fitted coefficients, one for each signal, and the threshold for answering."""

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
    """The committed model for answers in the question's own language (OWN) or the OTHER one.

    With READ behind the kind it is the one for answers that a reader has seen.
    """
    record = json.loads((files("index") / WEIGHTS_FILE).read_text(encoding="utf-8"))[kind]
    weights = tuple(float(record["weights"][name]) for name in list_signals(kind))
    return ConfidenceModel(record["intercept"], weights, record["threshold"])


def list_signals(kind: str) -> tuple[str, ...]:
    """The names of the signals that models of this kind weigh."""
    return SIGNALS + READER_SIGNALS if kind.endswith(READ) else SIGNALS


def name_kind(question: Question, choices: Sequence[Choice], *, is_read: bool = False) -> str:
    """Whether the first quote is in the question's OWN language or in the OTHER one.

    With READ behind it if a reader was at work.
    """
    is_own = choices[0].quote.article.language == question.language
    return (OWN if is_own else OTHER) + (READ if is_read else "")


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
    plain = best.features[: len(FEATURES)].tolist()
    features = dict(zip(FEATURES, plain, strict=True))
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


def measure_reader_signals(
    candidates: Sequence[Candidate], choices: Sequence[Choice]
) -> tuple[float, ...]:
    """The value of each of READER_SIGNALS."""
    quote = choices[0].quote
    quoted = [
        candidate.reading
        for candidate in candidates
        if candidate.article.id == quote.article.id
        and quote.start <= candidate.span.start
        and candidate.span.end <= quote.end
        and candidate.reading is not None
    ]
    scores = [clip_score(c.reading.score) for c in candidates if c.reading is not None]
    best = max(scores, default=0.0) / SCALE
    if not quoted:
        return (0.0, 0.0, 0.0, best, 1.0)
    reading = max(quoted, key=lambda one: one.score)
    share = max(LOWEST_SHARE, reading.share)
    return (clip_score(reading.score) / SCALE, share, reading.no_answer, best, 0.0)
