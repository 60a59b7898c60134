"""Fitting: what is collected, and known weights come back from choices made by them."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from made_index import ignore_progress, make_article

from index.confidence import OTHER, OWN
from index.fitting_confidence import (
    REFUSED_SHARE,
    Example,
    collect_off_topic,
    collect_signals,
    fit_confidence,
)
from index.fitting_quotes import collect_quote_examples, fit_quote_weights
from index.fitting_sources import Source, sample_some
from index.measured import open_measured
from index.question_data import KnownAnswer, KnownQuestion, QuestionData
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import FEATURES
from index.signals import SIGNALS


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
        right = bool(sign * values[0] > 0)
        yield Example(tuple(values.tolist()), OWN, right=right, answerable=right, weight=1.0)


def _rate(record, examples):
    """What the fitted record gives each of the examples."""
    weights = np.array(list(record["weights"].values()))
    totals = [record["intercept"] + weights @ example.signals for example in examples]
    return 1 / (1 + np.exp(-np.array(totals)))


# Three articles of one passage, each with a question about it.
FACTS = [
    ("ปลา.md", "ปลากัดตัวผู้สร้างหวอดไว้เก็บไข่", "ปลากัดสร้างอะไรไว้เก็บไข่", "หวอด"),
    ("หอ.md", "ประภาคารที่แหลมเหนือสูง 214 ขั้น", "ประภาคารสูงกี่ขั้น", "214"),
    ("ตลาด.md", "ตลาดน้ำเปิดเฉพาะวันอาทิตย์", "ตลาดน้ำเปิดวันไหน", "วันอาทิตย์"),
]


@pytest.fixture(scope="module")
def source(encoder, tmp_path_factory):
    """A small data set with its index."""
    articles = tuple(
        make_article(name, "", f"{text}\nเรื่องนี้เล่าต่อกันมา") for name, text, _, _ in FACTS
    )
    questions = tuple(
        KnownQuestion(name, asked, name, (KnownAnswer(name, text.index(answer), answer),))
        for name, text, asked, answer in FACTS
    )
    unanswerable = KnownQuestion("ใคร", "ใครเป็นผู้ดูแล", FACTS[0][0], ())
    generation = open_measured(articles, encoder, ignore_progress, tmp_path_factory.mktemp("แคช"))
    return Source("เล็ก", generation, QuestionData(articles, (*questions, unanswerable)))


@pytest.fixture(scope="module")
def embedder(encoder):
    return SentenceEmbedder(encoder)


def test_quotes_are_fitted_on_the_sentences_found_and_the_one_that_answers(
    source, encoder, embedder
):
    examples = list(collect_quote_examples(source, encoder, embedder))
    assert len(examples) == len(FACTS)  # the question without an answer is left out
    for features, right in examples:
        assert features.shape == (6, len(FEATURES))
        assert sorted(right) == [0, 0, 0, 0, 0, 1]
        assert features[right == 1, FEATURES.index("share")] > 0


def test_each_question_is_rated_in_larger_and_smaller_collections(source, encoder, embedder):
    weights = np.zeros(len(FEATURES))
    examples = list(collect_signals(source, encoder, embedder, weights))
    # All; without the passage; without the article; it alone; another one alone. Nothing is left
    # of the article without its only passage. The question that nothing answers is asked once.
    assert Counter((example.answerable, example.weight) for example in examples) == {
        (True, 1.0): 3,
        (False, 0.6): 3,
        (False, 0.4): 3,
        (True, 0.5): 3,
        (False, 0.2): 3,
        (False, 1.0): 1,
    }
    assert {len(example.signals) for example in examples} == {len(SIGNALS)}
    assert {example.kind for example in examples} == {OWN}


def test_an_answer_is_right_if_its_first_quote_holds_the_words(source, encoder, embedder):
    # The weights decide: by the share of the question's words, or by the lack of them.
    weights = np.zeros(len(FEATURES))
    for value, right in ((9.0, True), (-9.0, False)):
        weights[FEATURES.index("share_with_parts")] = value
        examples = list(collect_signals(source, encoder, embedder, weights))
        assert [e.right for e in examples if e.answerable] == [right] * 6
        assert not any(e.right for e in examples if not e.answerable)


def test_off_topic_lines_are_never_right(source, encoder, embedder):
    lines = ["พรุ่งนี้เชียงใหม่ฝนจะตกไหม", "แนะนำหนังหน่อย"]
    examples = list(collect_off_topic(source, lines, encoder, embedder, np.zeros(len(FEATURES))))
    assert [(example.right, example.answerable) for example in examples] == [(False, False)] * 2


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


@pytest.mark.parametrize("kind", [OWN, OTHER])
def test_the_threshold_refuses_the_share_of_the_answerable_that_its_kind_may_lose(kind):
    examples = [replace(example, kind=kind) for example in _rate_by(1)]
    record = fit_confidence(examples)
    rates = _rate(record, [example for example in examples if example.right])
    assert np.mean(rates < record["threshold"]) == pytest.approx(REFUSED_SHARE[kind], abs=0.02)


def test_a_confidence_is_the_share_of_right_answers_among_such():
    random = np.random.default_rng(8)
    examples = [
        replace(example, right=bool(random.random() < 1 / (1 + np.exp(-2 * example.signals[0]))))
        for example in _rate_by(1, searches=3_000)
    ]
    rates = _rate(fit_confidence(examples), examples)
    sure = (rates > 0.7) & (rates < 0.9)
    assert np.mean([e.right for e, s in zip(examples, sure, strict=True) if s]) == pytest.approx(
        rates[sure].mean(), abs=0.05
    )


def test_a_search_counts_as_much_as_it_weighs():
    examples = list(_rate_by(1))
    wrong = [replace(example, right=False) for example in examples[:100]]
    heavy = [replace(example, weight=3.0) for example in wrong]
    assert fit_confidence(examples + 3 * wrong)["weights"] == pytest.approx(
        fit_confidence(examples + heavy)["weights"], abs=0.05
    )


def test_fitting_confidence_twice_gives_the_same():
    assert fit_confidence(list(_rate_by(1))) == fit_confidence(list(_rate_by(1)))


def test_a_sample_is_the_same_every_time_and_never_larger_than_asked():
    questions = [f"คำถามที่ {number}" for number in range(50)]
    chosen = sample_some(questions, 10)
    assert chosen == sample_some(questions, 10)
    assert len(set(chosen)) == 10
    assert set(chosen) < set(questions)
    assert sorted(sample_some(questions, 100)) == sorted(questions)
