"""Fits the models by which answers are trusted, so that a confidence is a share of right ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from index.answer import Quote
from index.answering import SEARCHED
from index.choosing import describe_sentences
from index.confidence import OTHER, OWN, list_signals, name_kind
from index.confidence import READ as READ_KIND
from index.encoder import Encoder
from index.evaluate import holds_answer
from index.fitting_sources import Source, sample_some
from index.question_data import KnownQuestion
from index.quotes import choose_quotes
from index.reader import Reader
from index.search import Hit, Question, read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.signals import measure_reader_signals, measure_signals

Floats = npt.NDArray[np.float64]

MOST_SEARCHES = 100  # questions of one data set, each asked of six collections
MOST_LINES = 40  # off-topic ones asked of one data set
DEEP = 200  # hits searched, so that enough are left when some are taken out
# Of the answerable questions, at the threshold. Across the languages what can be answered and
# what can't are harder to tell apart, and a wrong answer is worse than none.
REFUSED_SHARE = {OWN: 0.05, OTHER: 0.12, OWN + READ_KIND: 0.06, OTHER + READ_KIND: 0.12}
SIGNAL_PENALTY = 5.0
OFF_TOPIC_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """The signals of one search; `kind` is OWN or OTHER, `right` whether the first quote is.

    `answerable` is whether any quote could be, `weight` what the search counts.
    """

    signals: tuple[float, ...]
    kind: str
    right: bool
    answerable: bool
    weight: float


@dataclass(frozen=True, slots=True)
class _Measured:
    """The signals of one search and its first quote."""

    signals: tuple[float, ...]
    kind: str
    quote: Quote


def collect_signals(
    source: Source,
    encoder: Encoder,
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None = None,
) -> Iterator[Example]:
    """Each question in larger and smaller collections, with and without its answer.

    Questions without an answer are asked of the whole collection only.
    """
    for known in sample_some(source.data.questions, MOST_SEARCHES):
        question = read_question(known.text, encoder)
        for variant in _vary_hits(source, known, question):
            hits = variant.hits[:SEARCHED]
            found = _measure(source, question, hits, embedder, weights, reader)
            if found:
                right = holds_answer(found.quote, known)
                yield Example(found.signals, found.kind, right, variant.answerable, variant.weight)


def collect_off_topic(
    source: Source,
    lines: Sequence[str],
    encoder: Encoder,
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None = None,
) -> Iterator[Example]:
    """Lines that nothing answers."""
    for line in sample_some(lines, MOST_LINES):
        question = read_question(line, encoder)
        hits = search_passages(source.generation, question, SEARCHED)
        found = _measure(source, question, hits, embedder, weights, reader)
        if found:
            weight = OFF_TOPIC_WEIGHT
            yield Example(found.signals, found.kind, right=False, answerable=False, weight=weight)


def fit_confidence(examples: Sequence[Example]) -> dict[str, object]:
    """The record of a logistic regression on the signals, with its threshold.

    All the examples are of one kind. What tells questions that can be answered from those that
    can't is fitted first; then how often the first quote is right at each height of that, where
    half of the questions can't be answered (Platt, 1999), so that a confidence means what it says.
    """
    signals = np.array([example.signals for example in examples])
    right = np.array([example.right for example in examples])
    answerable = np.array([example.answerable for example in examples])
    weights = np.array([example.weight for example in examples])
    spread = signals.std(axis=0) + 1e-6
    telling = LogisticRegression(C=1 / SIGNAL_PENALTY, max_iter=3000)
    telling.fit(signals / spread, answerable, weights)
    heights = telling.decision_function(signals / spread)
    meaning = LogisticRegression(C=1e3, max_iter=3000).fit(heights[:, None], right, weights)
    slope = float(meaning.coef_[0, 0])
    share = REFUSED_SHARE[examples[0].kind]
    rated = meaning.predict_proba(heights[:, None])[answerable, 1]
    return {
        "intercept": round(float(meaning.intercept_[0] + slope * telling.intercept_[0]), 4),
        "threshold": round(float(np.quantile(rated, share)), 3),
        "weights": name_weights(list_signals(examples[0].kind), slope * telling.coef_[0] / spread),
    }


def name_weights(names: Sequence[str], weights: Floats) -> dict[str, float]:
    """The weights by name, rounded as they are committed."""
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


@dataclass(frozen=True, slots=True)
class _Variant:
    """What the search would find in some collection."""

    hits: list[Hit]
    weight: float
    answerable: bool


def _vary_hits(source: Source, known: KnownQuestion, question: Question) -> Iterator[_Variant]:
    """What the search would find in six collections, weighing as much with the answer as without.

    The whole one; without the passages that answer; without their article; the article alone, with
    and without the passages that answer; and some other article alone. Of a question without an
    answer only the first.
    """
    found = search_passages(source.generation, question, DEEP)
    if not known.answers:
        yield _Variant(found, 1.0, answerable=False)
        return
    own = [hit for hit in found if hit.passage.article.id == known.article_id]
    rest = [hit for hit in found if hit.passage.article.id != known.article_id]
    answering = [hit for hit in found if _holds_answer(hit, known)]
    is_found = bool(answering)
    yield _Variant(found, 1.0, is_found)
    yield _Variant([hit for hit in found if hit not in answering], 0.6, answerable=False)
    yield _Variant(rest, 0.4, answerable=False)
    yield _Variant(own, 0.5, is_found)
    yield _Variant([hit for hit in own if hit not in answering], 0.3, answerable=False)
    other = [hit for hit in rest if hit.passage.article == rest[0].passage.article]
    yield _Variant(other, 0.2, answerable=False)


def _holds_answer(hit: Hit, known: KnownQuestion) -> bool:
    return any(
        hit.passage.article.id == answer.article_id
        and hit.passage.start < answer.end
        and answer.start < hit.passage.end
        for answer in known.answers
    )


def _measure(
    source: Source,
    question: Question,
    hits: Sequence[Hit],
    embedder: SentenceEmbedder,
    weights: Floats,
    reader: Reader | None,
) -> _Measured | None:
    candidates = describe_sentences(source.generation, question, hits, embedder, reader)
    choices = choose_quotes(candidates, weights.astype(np.float32))
    if not choices:
        return None
    signals = measure_signals(source.generation, question, hits, candidates, choices)
    if reader:
        signals += measure_reader_signals(question, candidates, choices)
    kind = name_kind(question, choices, is_read=reader is not None)
    return _Measured(signals, kind, choices[0].quote)
