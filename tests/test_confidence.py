"""The confidence model that is committed, and how it rates."""

import json
import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import LIBRARY, ignore_progress, make_article

from index.build import build_generation
from index.confidence import (
    SIGNALS,
    WEIGHTS_FILE,
    ConfidenceModel,
    load_confidence_model,
    measure_signals,
)
from index.engine import READ, SEARCHED, Engine
from index.quotes import choose_quotes, load_quote_weights
from index.search import read_question, search_passages
from index.sentence_features import list_candidates

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
FINITE = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.floats(-5, 5)


def _measure(encoder, engine, text):
    generation = engine.generation
    question = read_question(text, encoder)
    hits = search_passages(generation, question, SEARCHED)
    candidates = list_candidates(generation, question, hits[:READ])
    choices = choose_quotes(candidates, load_quote_weights())
    values = measure_signals(generation, question, hits, candidates, choices)
    return dict(zip(SIGNALS, values, strict=True)), hits, choices


def test_the_committed_weights_name_exactly_the_signals():
    record = json.loads((files("index") / WEIGHTS_FILE).read_text(encoding="utf-8"))
    assert record.keys() == {"intercept", "threshold", "weights"}
    assert sorted(record["weights"]) == sorted(SIGNALS)
    model = load_confidence_model()
    assert dict(zip(SIGNALS, model.weights, strict=True)) == record["weights"]
    assert 0 < model.threshold < 1
    assert all(map(math.isfinite, (model.intercept, *model.weights)))


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


@given(st.lists(FINITE, min_size=len(SIGNALS), max_size=len(SIGNALS)))
def test_every_rate_is_between_0_and_1(signals):
    assert 0 <= load_confidence_model().rate(signals) <= 1


@given(
    st.lists(USUAL, min_size=len(SIGNALS), max_size=len(SIGNALS)),
    st.integers(0, len(SIGNALS) - 1),
    st.floats(0, 5),
)
def test_more_of_a_signal_counts_as_its_weight_says(signals, place, more):
    model = load_confidence_model()
    raised = [*signals[:place], signals[place] + more, *signals[place + 1 :]]
    if model.weights[place] >= 0:
        assert model.rate(raised) >= model.rate(signals)
    else:
        assert model.rate(raised) <= model.rate(signals)


def test_the_signals_are_measured_on_the_first_hits_and_the_first_quote(encoder, sample_engine):
    signals, hits, choices = _measure(encoder, sample_engine, QUESTION)
    assert signals["similarity"] == hits[0].similarity
    assert 0 < signals["similarity_above_language"] < 1
    assert 0 < signals["similarity_above_next"] < 1
    assert signals["score_gap"] == hits[0].score - hits[1].score
    assert signals["probability"] == choices[0].probability
    assert signals["other_language"] == signals["other_similarity"] == 0.0
    for name in ("keyword_share", "word_share", "part_share", "word_share_alone", "probability"):
        assert 0 <= signals[name] <= 1


def test_a_quote_in_the_other_language_is_a_signal(encoder, tmp_path):
    articles = [make_article("library.md", "ห้องสมุด", LIBRARY)]
    build_generation(articles, encoder, tmp_path, ignore_progress)
    signals, _, _ = _measure(encoder, Engine(tmp_path, encoder), "ห้องสมุดให้ยืมหนังสือปีละกี่เล่ม")
    # There is one passage, which is all of its language.
    assert signals["similarity_above_next"] == signals["score_gap"] == 0.0
    assert signals["similarity_above_language"] == pytest.approx(0, abs=1e-5)
    assert signals["other_language"] == 1.0
    assert signals["other_similarity"] == signals["similarity_of_sentence"]


def test_words_that_no_article_has_give_no_share(encoder, sample_engine):
    signals, _, _ = _measure(encoder, sample_engine, "qqqzzz xxkkw")
    assert signals["keyword_share"] == signals["word_share"] == signals["part_share"] == 0.0
    assert signals["question_length"] == pytest.approx(math.log(3))
