"""Scores of rankings, of confidences, and of how well a confidence tells right from wrong."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

RANKED = 10  # articles that nDCG looks at
BINS = 10
REFUSED = 5  # percent of the answerable questions that may be refused "at 95"


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The answers whose confidence is from `lower` to below `upper`, all but `count` in percent.

    `confidence` is their mean confidence, `right` the share of them that is right.
    """

    lower: int
    upper: int
    count: int
    confidence: float
    right: float


def compute_percent(values: Sequence[float]) -> float | None:
    """The mean as a percentage, None without values."""
    return round(100.0 * mean(values), 2) if values else None


def compute_auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive is above a negative, ties counting half (Fawcett, 2006)."""
    ranked = sorted(negatives)
    wins = 0.0
    for value in positives:
        below, upto = bisect_left(ranked, value), bisect_right(ranked, value)
        wins += (below + upto) / 2
    return wins / (len(positives) * len(negatives))


def compute_ndcg(ranked: Sequence[str], right: str) -> float:
    """The nDCG at ten for one right answer: 1 / log2(1 + its rank), 0 behind the tenth."""
    places = list(dict.fromkeys(ranked))[:RANKED]
    return 1 / math.log2(2 + places.index(right)) if right in places else 0.0


def compute_share_at_95(answerable: Sequence[float], wrong: Sequence[float]) -> float | None:
    """The percentage of `wrong` that is answered where 95 % of the answerable are.

    The threshold is the highest confidence that at least 95 % of the answerable reach. None if
    there are none of either.
    """
    if not answerable:
        return None
    threshold = sorted(answerable)[len(answerable) * REFUSED // 100]
    return compute_percent([confidence >= threshold for confidence in wrong])


def sort_into_bins(judged: Sequence[tuple[float, bool]]) -> tuple[ReliabilityBin, ...]:
    """Confidences (0 to 1) and whether each was right, in ten equal bins without empty ones."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in judged:
        bins.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, is_right))
    width = 100 // BINS
    return tuple(
        ReliabilityBin(
            lower=place * width,
            upper=(place + 1) * width,
            count=len(bins[place]),
            confidence=round(100.0 * mean(confidence for confidence, _ in bins[place]), 2),
            right=round(100.0 * mean(is_right for _, is_right in bins[place]), 2),
        )
        for place in sorted(bins)
    )


def compute_calibration_error(bins: Sequence[ReliabilityBin]) -> float | None:
    """The expected calibration error in percent (Guo et al., 2017, arXiv:1706.04599).

    The mean distance of a bin's confidence from its share right, each bin weighed by its answers;
    0 is best. None without answers.
    """
    total = sum(each.count for each in bins)
    if not total:
        return None
    return round(sum(each.count * abs(each.confidence - each.right) for each in bins) / total, 2)


def trace_trade_off(
    answerable: Sequence[float], wrong: Sequence[float]
) -> list[tuple[float, float]]:
    """For each threshold, from the highest down: percent of `wrong` and of `answerable` answered.

    The first point is where nothing is answered. Empty if there are none of either.
    """
    if not answerable or not wrong:
        return []
    ranked = [sorted(confidences) for confidences in (wrong, answerable)]
    points = [(0.0, 0.0)]
    for threshold in sorted({*answerable, *wrong}, reverse=True):
        at_least = [len(each) - bisect_left(each, threshold) for each in ranked]
        points.append((100 * at_least[0] / len(wrong), 100 * at_least[1] / len(answerable)))
    return points
