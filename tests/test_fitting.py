"""Fitting: known weights come back from choices that were made by them."""

import numpy as np
import pytest

from index.confidence import SIGNALS
from index.fitting import fit_confidence, fit_quote_weights, sample_some


def _choose_by(weights, questions=400, candidates=6):
    """Questions whose right sentence is drawn with the odds that these weights give it."""
    random = np.random.default_rng(5)
    for _ in range(questions):
        features = random.normal(size=(candidates, len(weights)))
        odds = np.exp(features @ weights)
        right = np.zeros(candidates)
        right[random.choice(candidates, p=odds / odds.sum())] = 1.0
        yield features, right


def _rate_by(sign, searches=300):
    """Searches that are answerable where the first signal is high, or low if the sign is -1."""
    random = np.random.default_rng(6)
    for _ in range(searches):
        values = random.normal(size=len(SIGNALS))
        values[SIGNALS.index("other_language")] = 0.0
        yield tuple(values.tolist()), bool(sign * values[0] > 0)


def test_weights_come_back_with_their_sign_and_order():
    known = np.array([2.0, 0.0, -1.0, 0.5])
    fitted = fit_quote_weights(list(_choose_by(known)))
    assert fitted == pytest.approx(known, abs=0.3)
    assert np.argsort(fitted).tolist() == [2, 1, 3, 0]


def test_the_unit_of_a_feature_does_not_change_what_it_is_worth():
    examples = list(_choose_by(np.array([1.5, -0.5])))
    in_other_units = [(features * [1000.0, 0.01], right) for features, right in examples]
    fitted = fit_quote_weights(examples)
    assert fit_quote_weights(in_other_units) * [1000.0, 0.01] == pytest.approx(fitted, rel=1e-2)


def test_a_feature_that_never_differs_gets_no_weight():
    examples = [
        (np.column_stack([features, np.ones(len(features))]), right)
        for features, right in _choose_by(np.array([1.0]), questions=100)
    ]
    fitted = fit_quote_weights(examples)
    assert abs(fitted[1]) < 1e-3
    assert fitted[0] > 0.5


def test_questions_with_different_numbers_of_sentences_are_fitted_together():
    few = list(_choose_by(np.array([1.5, -0.5]), questions=200, candidates=2))
    many = list(_choose_by(np.array([1.5, -0.5]), questions=200, candidates=9))
    assert fit_quote_weights(few + many) == pytest.approx([1.5, -0.5], abs=0.3)


def test_fitting_quotes_twice_gives_the_same():
    examples = list(_choose_by(np.array([1.0, -2.0]), questions=50))
    assert fit_quote_weights(examples).tolist() == fit_quote_weights(examples).tolist()


@pytest.mark.parametrize("sign", [1, -1])
def test_confidence_tells_answerable_from_not(sign):
    record = fit_confidence(list(_rate_by(sign)))
    weights = record["weights"]
    assert list(weights) == list(SIGNALS)
    assert sign * weights[SIGNALS[0]] > 1
    assert abs(weights[SIGNALS[0]]) > 5 * max(abs(weights[name]) for name in SIGNALS[1:])
    assert 0 < record["threshold"] < 1


def test_the_threshold_refuses_one_in_twenty_of_the_answerable():
    examples = list(_rate_by(1))
    record = fit_confidence(examples)
    weights = np.array(list(record["weights"].values()))
    totals = [record["intercept"] + weights @ values for values, right in examples if right]
    refused = np.mean(1 / (1 + np.exp(-np.array(totals))) < record["threshold"])
    assert refused == pytest.approx(0.05, abs=0.02)


def test_the_other_language_does_not_move_the_threshold():
    examples = list(_rate_by(1))
    place = SIGNALS.index("other_language")
    across = [((-9.0, *values[1:place], 1.0, *values[place + 1 :]), True) for values, _ in examples]
    own = fit_confidence(examples + across)
    weights = np.array(list(own["weights"].values()))
    totals = [own["intercept"] + weights @ values for values, right in examples if right]
    refused = np.mean(1 / (1 + np.exp(-np.array(totals))) < own["threshold"])
    assert refused == pytest.approx(0.05, abs=0.02)


def test_fitting_confidence_twice_gives_the_same():
    assert fit_confidence(list(_rate_by(1))) == fit_confidence(list(_rate_by(1)))


def test_a_sample_is_the_same_every_time_and_never_larger_than_asked():
    questions = [f"คำถามที่ {number}" for number in range(50)]
    chosen = sample_some(questions, 10)
    assert chosen == sample_some(questions, 10)
    assert len(set(chosen)) == 10
    assert set(chosen) < set(questions)
    assert sorted(sample_some(questions, 100)) == sorted(questions)
