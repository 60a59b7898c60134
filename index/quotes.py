"""Chooses what to quote: whole sentences, each weighed by its features.

The weights are those of a conditional logit over all sentences of the found passages, so a
sentence's probability is comparable within and between passages (`index/fitting.py` fits them).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from corpus.article import Span
from index.answer import Quote
from index.encoder import Vector
from index.reading import READER_FEATURES, locate_answer
from index.sentence_features import FEATURES, Candidate, compute_probabilities

WEIGHTS_FILE = "quote_weights.json"
READ_WEIGHTS_FILE = "read_quote_weights.json"  # with a reader
LONGEST_PAIR = 500  # characters that two quoted sentences have at most
PRICE_OF_LENGTH = 0.0003  # probability that a character must bring
PRICE_OF_NEIGHBOUR = 0.00095  # and one of the less probable sentence of two
MOST_QUOTES = 3
WORTH_QUOTING = 0.25  # of the first quote's probability, for a further one
SAME_WORDS = 0.7  # share of common words from which two quotes say the same


@dataclass(frozen=True, slots=True)
class Choice:
    """A quote with the probability that it answers, if any sentence found does.

    `core` is where its more probable sentence starts.
    """

    quote: Quote
    probability: float
    core: int


@dataclass(frozen=True, slots=True)
class _Window:
    """One sentence, or two neighbours of one paragraph, by candidate number."""

    first: int
    last: int
    probability: float
    gain: float


@cache
def load_quote_weights(*, is_read: bool = False) -> Vector:
    """The committed weight of each of FEATURES, and of READER_FEATURES if `is_read`, float32."""
    name = READ_WEIGHTS_FILE if is_read else WEIGHTS_FILE
    weights = json.loads((files("index") / name).read_text(encoding="utf-8"))
    names = FEATURES + READER_FEATURES if is_read else FEATURES
    return np.array([weights[name] for name in names], np.float32)


def choose_quotes(candidates: Sequence[Candidate], weights: Vector) -> list[Choice]:
    """Up to three quotes from different places, best first, none saying the same twice."""
    if not candidates:
        return []
    probabilities = compute_probabilities(candidates, weights)
    windows = sorted(_list_windows(candidates, probabilities), key=lambda w: (-w.gain, w.first))
    chosen: list[_Window] = []
    for window in windows:
        if len(chosen) == MOST_QUOTES:
            break
        if chosen and window.probability < WORTH_QUOTING * chosen[0].probability:
            continue
        if not any(_is_same(candidates, window, other) for other in chosen):
            chosen.append(window)
    return [_make_choice(candidates, probabilities, window) for window in chosen]


def _list_windows(candidates: Sequence[Candidate], probabilities: Sequence[float]) -> list[_Window]:
    windows: list[_Window] = []
    for first in range(len(candidates)):
        for last in (first, first + 1):
            if last == first or _may_join(candidates, first):
                probability = min(1.0, sum(probabilities[first : last + 1]))
                price = _price_length(candidates, probabilities, first, last)
                windows.append(_Window(first, last, probability, probability - price))
    return windows


def _price_length(
    candidates: Sequence[Candidate], probabilities: Sequence[float], first: int, last: int
) -> float:
    """What the window's length costs: a fragment doesn't win, and a neighbour is worth its room."""
    core = candidates[_find_core(probabilities, first, last)].span
    length = candidates[last].span.end - candidates[first].span.start
    own = core.end - core.start
    return PRICE_OF_LENGTH * own + PRICE_OF_NEIGHBOUR * (length - own)


def _find_core(probabilities: Sequence[float], first: int, last: int) -> int:
    """The more probable sentence of the window."""
    return max(range(first, last + 1), key=probabilities.__getitem__)


def _may_join(candidates: Sequence[Candidate], first: int) -> bool:
    """Whether a sentence and the next one may be quoted together: same paragraph, not too long."""
    if first + 1 >= len(candidates):
        return False
    one, two = candidates[first], candidates[first + 1]
    return (
        one.passage_number == two.passage_number
        and two.span.end - one.span.start <= LONGEST_PAIR
        and "\n" not in one.article.text[one.span.end : two.span.start]
    )


def _is_same(candidates: Sequence[Candidate], one: _Window, two: _Window) -> bool:
    """Whether two windows overlap, touch, or say nearly the same words."""
    quotes = [_make_quote(candidates, window) for window in (one, two)]
    if quotes[0].article.id == quotes[1].article.id:
        start, end = max(q.start for q in quotes), min(q.end for q in quotes)
        if start <= end + 2:
            return True
    words = [
        frozenset(
            token
            for candidate in candidates[window.first : window.last + 1]
            for token in candidate.tokens
        )
        for window in (one, two)
    ]
    smaller = min(map(len, words))
    return smaller == 0 or len(words[0] & words[1]) >= SAME_WORDS * smaller


def _make_choice(
    candidates: Sequence[Candidate], probabilities: Sequence[float], window: _Window
) -> Choice:
    core = _find_core(probabilities, window.first, window.last)
    quote = _make_quote(candidates, window)
    return Choice(quote, window.probability, candidates[core].span.start)


def _make_quote(candidates: Sequence[Candidate], window: _Window) -> Quote:
    first, last = candidates[window.first], candidates[window.last]
    answer = _find_answer(candidates[window.first : window.last + 1], first.span.start)
    return Quote(first.article, first.span.start, last.span.end, answer)


def _find_answer(quoted: Sequence[Candidate], start: int) -> Span | None:
    """The reader's best span in the quoted sentences if it is likelier than no answer."""
    read = [candidate for candidate in quoted if candidate.reading is not None]
    best = max(read, key=lambda candidate: _score_of(candidate), default=None)
    if best is None or _score_of(best) <= 0:
        return None
    place = locate_answer(best)
    return None if place is None else Span(place.start - start, place.end - start)


def _score_of(candidate: Candidate) -> float:
    return candidate.reading.score if candidate.reading else 0.0
