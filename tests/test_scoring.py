"""Scores of rankings and of confidences."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.scoring import (
    ReliabilityBin,
    compute_auroc,
    compute_calibration_error,
    compute_ndcg,
    compute_percent,
    compute_share_at_95,
    sort_into_bins,
    trace_trade_off,
)


@pytest.mark.parametrize(
    ("positives", "negatives", "area"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.4], [0.5, 0.4], 0.625),  # won, won, lost, drawn: 2.5 of 4
        ([0.3, 0.7, 0.7], [0.7, 0.1], 4 / 6),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives, negatives, area):
    assert compute_auroc(positives, negatives) == pytest.approx(area)


RATES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), min_size=1, max_size=12)


@given(RATES, RATES)
def test_auroc_counts_every_pair(positives, negatives):
    pairs = [(p, n) for p in positives for n in negatives]
    wins = sum(1.0 if p > n else 0.5 if p == n else 0.0 for p, n in pairs)
    area = compute_auroc(positives, negatives)
    assert area == pytest.approx(wins / len(pairs))
    assert area + compute_auroc(negatives, positives) == pytest.approx(1)
    assert compute_auroc([p / 2 for p in positives], [n / 2 for n in negatives]) == area


@pytest.mark.parametrize(
    ("ranked", "score"),
    [
        (["ก", "ข", "ค"], 1.0),
        (["ข", "ก", "ค"], 0.63093),
        (["ข", "ค", "ก"], 0.5),
        (["ข", "ข", "ข", "ก"], 0.63093),  # an article counts where it is found first
        ([*"กขคงจฉชซฌ"[:0:-1], "ญ", "ก"], 0.28906),
        ([*"กขคงจฉชซฌ"[:0:-1], "ญ", "ด", "ก"], 0.0),  # the eleventh
        (["ข", "ค"], 0.0),
        ([], 0.0),
    ],
)
def test_ndcg_falls_with_the_rank_of_the_right_article(ranked, score):
    assert compute_ndcg(ranked, "ก") == pytest.approx(score, abs=1e-5)


@given(st.permutations("กขคงจฉชซฌญดต"))
def test_ndcg_is_a_function_of_the_rank_alone(ranked):
    rank = ranked.index("ก") + 1
    assert compute_ndcg(ranked, "ก") == (1 / math.log2(1 + rank) if rank <= 10 else 0.0)


def test_a_percentage_is_a_mean_with_two_places():
    assert compute_percent([True, False, False]) == 33.33
    assert str(compute_percent([True, True])) == "100.0"
    assert compute_percent([]) is None


TWENTY = [0.05 * number for number in range(1, 21)]


@pytest.mark.parametrize(
    ("answerable", "wrong", "share"),
    [
        (TWENTY, [0.05, 0.09, 0.1, 0.9], 50.0),  # one of twenty is below 0.1
        (TWENTY[:19], [0.04, 0.05, 0.9, 0.9], 75.0),  # of fewer than twenty, none
        ([0.7], [0.7, 0.69], 50.0),
        ([0.7], [], None),
        ([], [0.7], None),
    ],
)
def test_what_is_answered_where_95_percent_of_the_answerable_are(answerable, wrong, share):
    assert compute_share_at_95(answerable, wrong) == share


def test_answers_are_sorted_into_ten_bins_by_confidence():
    judged = [(1.0, True), (0.95, True), (0.9, False), (0.35, True), (0.3, False), (0.0, False)]
    assert sort_into_bins(judged) == (
        ReliabilityBin(0, 10, 1, 0.0, 0.0),
        ReliabilityBin(30, 40, 2, 32.5, 50.0),
        ReliabilityBin(90, 100, 3, 95.0, 66.67),
    )
    assert sort_into_bins([]) == ()


def test_the_calibration_error_weighs_each_bin_by_its_answers():
    bins = [ReliabilityBin(30, 40, 1, 35.0, 100.0), ReliabilityBin(90, 100, 3, 95.0, 90.0)]
    assert compute_calibration_error(bins) == 20.0  # (1 * 65 + 3 * 5) / 4
    assert compute_calibration_error([]) is None


def test_the_trade_off_goes_from_nothing_answered_to_everything():
    assert trace_trade_off([0.9, 0.5], [0.5, 0.1, 0.1, 0.1]) == [
        (0.0, 0.0),
        (0.0, 50.0),
        (25.0, 100.0),
        (100.0, 100.0),
    ]
    assert trace_trade_off([0.9], []) == trace_trade_off([], [0.9]) == []


@given(RATES, RATES)
def test_the_area_under_the_trade_off_is_the_auroc(answerable, wrong):
    points = trace_trade_off(answerable, wrong)
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(points))
    assert area / 10_000 == pytest.approx(compute_auroc(answerable, wrong))
