"""Reads the sentences that are most likely to be quoted, a window at a time, within a budget.

Twelve layers take about 0.4 ms a token on two cores, so only the neighbourhoods of promising
sentences are read: the most probable sentence first, then others until the budget is spent or the
reader is sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.article import Span
from corpus.clusters import cluster_boundaries
from index.encoder import PassageText, Vector
from index.reader import Reader, Reading
from index.sentence_features import Candidate, compute_probabilities

READER_FEATURES = (
    "read",  # whether the sentence was read at all
    "reader_score",  # of its best span above no answer
    "reader_score_of_best",  # less the best of all that was read
    "reader_share",  # logarithm of its part of the window's answer
    "reader_no_answer",  # of its window
    "other_reader_score",  # the same where question and passage differ in language
    "other_reader_score_of_best",
    "other_reader_share",
)
SCALE = 5.0  # of the scores, so that weights have one size
LOWEST_SCORE, HIGHEST_SCORE, LOWEST_SHARE = -20.0, 20.0, -8.0


# What the bold part of a quote doesn't end with.
_BEHIND_CLAUSE = ",;: "
_BEHIND_SENTENCE = f".{_BEHIND_CLAUSE}"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is read for one question: tokens in all and in one window, and when to stop."""

    tokens: int = 400
    window_tokens: int = 100
    windows: int = 6
    sure: float = 0.97  # probability that was read and found good, from which no more is read


@dataclass(frozen=True, slots=True)
class _Window:
    """Candidates `first` to `last`, neighbours in one passage."""

    first: int
    last: int


def read_candidates(
    reader: Reader,
    question: str,
    language: str,
    candidates: Sequence[Candidate],
    weights: Vector,
    budget: Budget,
) -> list[Candidate]:
    """The candidates with READER_FEATURES behind their features, and their readings.

    `weights` are those of the features without a reader, by which is chosen what is read.
    """
    if not candidates:
        return []
    probabilities = np.array(compute_probabilities(candidates, weights))
    tokens = reader.count_tokens([_text_of(candidate) for candidate in candidates])
    spare, windows = budget.tokens, 0
    readings: dict[int, Reading] = {}
    for place in np.argsort(-probabilities, kind="stable").tolist():
        if place in readings:
            continue
        window = _grow_window(candidates, tokens, probabilities, place, budget, readings)
        size = sum(tokens[window.first : window.last + 1])
        if readings and (size > spare or windows == budget.windows):
            break
        readings |= _read_window(reader, question, candidates, window)
        spare, windows = spare - size, windows + 1
        if _is_sure(readings, probabilities, budget):
            break
    return _add_features(candidates, readings, language)


def locate_answer(candidate: Candidate) -> Span | None:
    """The reading's span in the article's text, in whole clusters.

    Without spaces around it, and without the comma behind it or the stop of the whole sentence.
    """
    reading = candidate.reading
    if reading is None or reading.end <= reading.start:
        return None
    text, shift = _text_of(candidate), candidate.span.start
    bounds = cluster_boundaries(text)
    start = max(bound for bound in bounds if bound <= reading.start)
    end = min((bound for bound in bounds if bound >= reading.end), default=len(text))
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    behind = _BEHIND_SENTENCE if end == len(text.rstrip()) else _BEHIND_CLAUSE
    end = max(start, start + len(text[start:end].rstrip(behind)))
    return Span(shift + start, shift + end) if end > start else None


def clip_score(score: float) -> float:
    """The score within what a reader normally gives."""
    return min(HIGHEST_SCORE, max(LOWEST_SCORE, score))


def _text_of(candidate: Candidate) -> str:
    return candidate.article.text[candidate.span.start : candidate.span.end]


def _grow_window(
    candidates: Sequence[Candidate],
    tokens: Sequence[int],
    probabilities: Vector,
    place: int,
    budget: Budget,
    read: dict[int, Reading],
) -> _Window:
    """The sentence with its neighbours, the more probable side first, up to the window's size."""
    first = last = place
    size = tokens[place]
    while True:
        sides = [
            side
            for side in (first - 1, last + 1)
            if 0 <= side < len(candidates)
            and side not in read
            and candidates[side].passage_number == candidates[place].passage_number
            and size + tokens[side] <= budget.window_tokens
        ]
        if not sides:
            return _Window(first, last)
        side = max(sides, key=lambda number: (float(probabilities[number]), -number))
        first, last, size = min(first, side), max(last, side), size + tokens[side]


def _read_window(
    reader: Reader, question: str, candidates: Sequence[Candidate], window: _Window
) -> dict[int, Reading]:
    part = candidates[window.first : window.last + 1]
    start = part[0].span.start
    text = part[0].article.text[start : part[-1].span.end]
    spans = tuple(Span(c.span.start - start, c.span.end - start) for c in part)
    (found,) = reader.read(question, [PassageText(text, spans)])
    return {
        window.first + number: replace(
            reading,
            start=max(0, reading.start - span.start),
            end=min(span.end, reading.end) - span.start,
        )
        for number, (reading, span) in enumerate(zip(found, spans, strict=True))
    }


def _is_sure(readings: dict[int, Reading], probabilities: Vector, budget: Budget) -> bool:
    """Whether what was read is both likely by its words and, to the reader, an answer."""
    best = max(readings.values(), key=lambda reading: reading.score)
    covered = float(probabilities[list(readings)].sum())
    return (1 - best.no_answer) * covered >= budget.sure


def _add_features(
    candidates: Sequence[Candidate], readings: dict[int, Reading], language: str
) -> list[Candidate]:
    best = max((clip_score(reading.score) for reading in readings.values()), default=0.0)
    added: list[Candidate] = []
    for number, candidate in enumerate(candidates):
        reading = readings.get(number)
        values = [0.0] * len(READER_FEATURES)
        if reading is not None:
            score, share = clip_score(reading.score) / SCALE, max(LOWEST_SHARE, reading.share)
            of_best = score - best / SCALE
            is_other = float(candidate.article.language != language)
            values = [1.0, score, of_best, share, reading.no_answer]
            values += [score * is_other, of_best * is_other, share * is_other]
        features = np.concatenate([candidate.features, np.array(values, np.float32)])
        added.append(replace(candidate, features=features, reading=reading))
    return added
