"""The confidence model that is committed, and how it rates."""

import json
import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import OTHER, OWN, WEIGHTS_FILE, ConfidenceModel, load_confidence_model
from index.confidence import READ as READ_KIND
from index.signals import READER_SIGNALS, SIGNALS

FINITE = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.floats(-5, 5)
KINDS = st.sampled_from([OWN, OTHER])


@pytest.mark.parametrize("kind", [OWN, OTHER, OWN + READ_KIND, OTHER + READ_KIND])
def test_the_committed_weights_name_exactly_the_signals(kind):
    records = json.loads((files("index") / WEIGHTS_FILE).read_text(encoding="utf-8"))
    assert records.keys() == {"own", "other", "own_read", "other_read"}
    assert records[kind].keys() == {"intercept", "threshold", "weights"}
    names = SIGNALS + READER_SIGNALS if kind.endswith("_read") else SIGNALS
    assert sorted(records[kind]["weights"]) == sorted(names)
    model = load_confidence_model(kind)
    assert dict(zip(names, model.weights, strict=True)) == records[kind]["weights"]
    assert 0 < model.threshold < 1
    assert all(map(math.isfinite, (model.intercept, *model.weights)))


def test_the_two_kinds_are_rated_by_models_of_their_own():
    assert load_confidence_model(OWN) != load_confidence_model(OTHER)


def test_the_rate_is_the_logistic_function_of_the_weighted_signals():
    model = ConfidenceModel(intercept=1.0, weights=(2.0, -3.0), threshold=0.5)
    assert model.rate((0.0, 0.0)) == pytest.approx(0.731059, abs=1e-6)
    assert model.rate((1.0, 1.0)) == pytest.approx(0.5)
    assert model.rate((0.0, 1.0)) == pytest.approx(0.119203, abs=1e-6)


def test_another_number_of_signals_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        ConfidenceModel(0.0, (1.0, 2.0), 0.5).rate((1.0,))


def test_signals_that_cancel_out_at_infinity_are_not_trusted():
    assert ConfidenceModel(0.0, (10.0, -10.0), 0.5).rate((1e308, 1e308)) < 1e-9


@given(KINDS, st.lists(FINITE, min_size=len(SIGNALS), max_size=len(SIGNALS)))
def test_every_rate_is_between_0_and_1(kind, signals):
    assert 0 <= load_confidence_model(kind).rate(signals) <= 1


@given(
    KINDS,
    st.lists(USUAL, min_size=len(SIGNALS), max_size=len(SIGNALS)),
    st.integers(0, len(SIGNALS) - 1),
    st.floats(0, 5),
)
def test_more_of_a_signal_counts_as_its_weight_says(kind, signals, place, more):
    model = load_confidence_model(kind)
    raised = [*signals[:place], signals[place] + more, *signals[place + 1 :]]
    if model.weights[place] >= 0:
        assert model.rate(raised) >= model.rate(signals)
    else:
        assert model.rate(raised) <= model.rate(signals)
