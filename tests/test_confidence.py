"""The confidence model that is committed, and how it rates."""

import json
import math
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import FISH, LIBRARY, build_index, make_article

from index.choosing import READ
from index.confidence import (
    FEWEST_OTHERS,
    MOST_OTHERS,
    OTHER,
    OWN,
    READER_SIGNALS,
    SIGNALS,
    WEIGHTS_FILE,
    ConfidenceModel,
    load_confidence_model,
    measure_signals,
    name_kind,
)
from index.confidence import READ as READ_KIND
from index.engine import SEARCHED, Engine
from index.language_bases import compute_bases
from index.quotes import choose_quotes, load_quote_weights
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import FEATURES, list_candidates

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
BOOKS = "ห้องสมุดให้ยืมหนังสือปีละกี่เล่ม"
FINITE = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.floats(-5, 5)
KINDS = st.sampled_from([OWN, OTHER])


class Measured:
    """A question's search in an engine, with its signals by name."""

    def __init__(self, encoder, engine, text):
        self.question = read_question(text, encoder)
        generation = engine.generation
        self.hits = search_passages(generation, self.question, SEARCHED)
        self.candidates = list_candidates(
            generation, self.question, self.hits[:READ], SentenceEmbedder(encoder)
        )
        self.choices = choose_quotes(self.candidates, load_quote_weights())
        values = measure_signals(
            generation, self.question, self.hits, self.candidates, self.choices
        )
        self.signals = dict(zip(SIGNALS, values, strict=True))
        self.kind = name_kind(self.question, self.choices)


@pytest.fixture
def ask_of(encoder, tmp_path):
    """Measures a question in an index of these articles."""

    def ask(text, *articles):
        build_index(articles, encoder, tmp_path)
        return Measured(encoder, Engine(tmp_path, encoder), text)

    return ask


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


def test_the_signals_are_measured_on_the_first_hits_and_the_first_quote(encoder, sample_engine):
    measured = Measured(encoder, sample_engine, QUESTION)
    signals, first = measured.signals, measured.hits[0]
    assert measured.kind == OWN
    nearest = max(candidate.similarity for candidate in measured.candidates)
    assert signals["similarity_of_sentence"] == nearest
    bases = compute_bases(sample_engine.generation.language_means, measured.question.vector)
    assert signals["similarity_above_language"] == pytest.approx(first.similarity - bases["th"])
    assert 0 < signals["similarity_above_language"] < 1
    others = [
        hit.similarity
        for hit in measured.hits
        if hit.passage.article.language == "th"
        and hit.passage.article.id != first.passage.article.id
    ][:MOST_OTHERS]
    assert len(others) >= FEWEST_OTHERS
    assert signals["similarity_above_others"] == pytest.approx(first.similarity - np.mean(others))
    assert signals["no_others"] == 0.0
    bound = sample_engine.generation.keywords.bound_score(measured.question.tokens)
    assert signals["keyword_share"] == pytest.approx(first.keyword_score / bound)
    assert signals["probability"] == measured.choices[0].probability
    for name in ("keyword_share", "word_share", "part_share", "word_share_alone", "probability"):
        assert 0 <= signals[name] <= 1


def test_the_words_are_those_of_the_sentence_that_is_quoted(encoder, sample_engine):
    measured = Measured(encoder, sample_engine, QUESTION)
    (quoted,) = (
        candidate
        for candidate in measured.candidates
        if candidate.article.id == measured.choices[0].quote.article.id
        and candidate.span.start == measured.choices[0].core
    )
    features = dict(zip(FEATURES, quoted.features.tolist(), strict=True))
    assert measured.signals["word_share"] == features["share"] > 0
    assert measured.signals["part_share"] == features["share_with_parts"]
    assert measured.signals["word_share_alone"] == features["share_alone"]


def test_a_quote_in_the_other_language_is_rated_as_such(ask_of):
    measured = ask_of(BOOKS, make_article("library.md", "ห้องสมุด", LIBRARY))
    assert measured.kind == OTHER
    assert measured.signals["no_others"] == 1.0
    assert measured.signals["similarity_above_others"] == 0.0
    assert measured.signals["similarity_above_language"] > 0
    # The title has the word, but titles are not quoted.
    assert measured.signals["keyword_share"] > 0
    assert measured.signals["word_share"] == 0.0


@pytest.mark.parametrize(("others", "missing"), [(0, 1.0), (2, 1.0), (3, 0.0), (4, 0.0)])
def test_three_other_articles_of_the_language_are_enough_to_compare_with(ask_of, others, missing):
    more = [make_article(f"{n}.md", "", f"ตลาดน้ำแห่งที่ {n} เปิดวันอาทิตย์") for n in range(others)]
    english = [make_article(f"{n}-en.md", "", f"Market {n} opens on Sunday.") for n in range(5)]
    fish = make_article("ปลากัด.md", "ปลากัด", FISH)
    measured = ask_of("ปลากัดตัวผู้สร้างหวอดไว้เก็บอะไร", fish, *more, *english)
    assert measured.hits[0].passage.article == fish
    assert (measured.kind, measured.signals["no_others"]) == (OWN, missing)
    assert (measured.signals["similarity_above_others"] == 0.0) is bool(missing)


def test_words_that_no_article_has_give_no_share(encoder, sample_engine):
    signals = Measured(encoder, sample_engine, "qqqzzz xxkkw").signals
    assert signals["keyword_share"] == signals["word_share"] == signals["part_share"] == 0.0
    assert signals["question_length"] == pytest.approx(math.log(3))
    rarity = sample_engine.generation.keywords.weigh_token("qqqzzz")
    assert signals["word_rarity"] == pytest.approx(rarity)
