"""The signals of a search, against what the engine found and small articles."""

import math
from dataclasses import replace

import numpy as np
import pytest
from made_index import FISH, LIBRARY, build_index, make_article

from index.answering import SEARCHED
from index.choosing import READ
from index.confidence import OTHER, OWN, name_kind
from index.engine import Engine
from index.language_bases import compute_bases
from index.quotes import choose_quotes, load_quote_weights
from index.reader import Reading
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import FEATURES, list_candidates
from index.signals import (
    FEWEST_OTHERS,
    MOST_OTHERS,
    READER_SIGNALS,
    SIGNALS,
    measure_reader_signals,
    measure_signals,
)

QUESTION = "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
BOOKS = "ห้องสมุดให้ยืมหนังสือปีละกี่เล่ม"
TOWER = "ประภาคารสร้างเสร็จเมื่อปี 2414"
OTHER_TOWER = "ชาวบ้านเล่าว่าประภาคารนี้มีมาแต่ปี 2414"


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
    assert 0 < measured.signals["keyword_share"] < 1
    # The sentence says book and lend, but not of what nor how many.
    assert 0 < measured.signals["word_share"] <= measured.signals["passage_share"] < 1


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


def test_words_missing_in_the_whole_passage_are_told_apart(ask_of):
    lamp = make_article("ตะเกียง.md", "", "ตะเกียงดวงแรกจุดเมื่อปี 2414\nประภาคารสูง 30 เมตร")
    whole = ask_of("ตะเกียงจุดปีใด", lamp).signals
    assert (whole["passage_share"], whole["heaviest_missing"]) == (1.0, 0.0)
    partly = ask_of("ตะเกียงของเชียงใหม่จุดปีใด", lamp).signals
    assert 0 < partly["heaviest_missing"] <= 1 - partly["passage_share"] < 1


@pytest.mark.parametrize(
    ("question", "missing"), [("ประภาคารสูงเท่าไร", 1.0), ("ประภาคารอยู่ที่ไหน", 0.0)]
)
def test_a_number_that_is_asked_for_and_not_there_is_noted(ask_of, question, missing):
    tower = make_article("หอ.md", "", "ประภาคารสูงใหญ่อยู่ริมทะเล")
    assert ask_of(question, tower).signals["kind_missing"] == missing


@pytest.fixture
def rate_read(ask_of):
    """The reader's signals for two articles on one tower, as if these words had been found."""

    def rate(first, second, score=5.0):
        articles = (make_article("ก.md", "", TOWER), make_article("ข.md", "", OTHER_TOWER))
        measured = ask_of("ประภาคารสร้างเสร็จเมื่อใด", *articles)
        candidates = [
            replace(c, reading=_find(c.article.text, found, score))
            for c, found in zip(measured.candidates, (first, second), strict=True)
        ]
        values = measure_reader_signals(measured.question, candidates, measured.choices)
        return dict(zip(READER_SIGNALS, values, strict=True))

    return rate


def _find(text, words, score):
    start = text.index(words)
    return Reading(start, start + len(words), score, -0.5, 0.25)


def test_the_readers_signals_are_those_of_the_quote(rate_read):
    signals = rate_read("2414", "2414")
    assert signals["reader_score"] == signals["reader_best"] == 1.0
    assert (signals["reader_share"], signals["reader_no_answer"]) == (-0.5, 0.25)
    assert (signals["reader_elsewhere"], signals["unread"]) == (0.0, 0.0)


@pytest.mark.parametrize(("first", "misfit"), [("ปี 2414", 0.0), ("ประภาคาร", 1.0)])
def test_an_answer_of_the_wrong_kind_is_noted(rate_read, first, misfit):
    assert rate_read(first, "2414")["answer_misfit"] == misfit


def test_a_quote_that_was_not_read_has_no_score(ask_of):
    measured = ask_of(QUESTION, make_article("ปลากัด.md", "ปลากัด", FISH))
    values = measure_reader_signals(measured.question, measured.candidates, measured.choices)
    assert values == (0.0,) * 6 + (1.0,)
