"""What is read and how far: likely sentences first, whole neighbourhoods, within the budget."""

import numpy as np
import pytest
from made_index import make_article

from corpus.article import Span
from corpus.sentences import cut_sentences
from index.engine import Engine
from index.quotes import choose_quotes
from index.reader import Reading
from index.reading import READER_FEATURES, Budget, locate_answer, read_candidates
from index.sentence_features import Candidate

TEXT = (
    "The village library lends 3,500 books a year. It is closed on Mondays.\n"
    "ห้องสมุดเปิดครั้งแรกเมื่อวันที่ 9 มิถุนายน 2541 โดยครูสมพร\n"
    "A late book costs two baht a day. The garden behind it has forty mango trees."
)
WEIGHT = np.array([1.0], np.float32)
ALL = Budget(tokens=1000, window_tokens=1000, sure=2.0)


def _list_candidates(strengths):
    article = make_article("library.md", "", TEXT)
    spans = cut_sentences(TEXT, "en")
    return [
        Candidate(article, 0, span, frozenset(), 0.0, np.array([strength], np.float32))
        for span, strength in zip(spans, strengths, strict=True)
    ]


def _read(reader, strengths, budget, question="What does a late book cost?"):
    return read_candidates(reader, question, "en", _list_candidates(strengths), WEIGHT, budget)


def test_nothing_found_is_nothing_read(reader):
    assert read_candidates(reader, "ปลา", "th", [], WEIGHT, Budget()) == []


def test_the_likeliest_sentence_is_read_and_others_are_not_when_the_budget_is_small(reader):
    read = _read(reader, [0, 0, 0, 9, 0], Budget(tokens=1, window_tokens=1, sure=2.0))
    assert [c.reading is not None for c in read] == [False, False, False, True, False]
    assert read[0].features[1:].tolist() == [0.0] * len(READER_FEATURES)


def test_neighbours_are_read_along_up_to_the_size_of_a_window(reader):
    read = _read(reader, [0, 0, 0, 9, 1], Budget(tokens=1, window_tokens=40, sure=2.0))
    assert [c.reading is not None for c in read][3:] == [True, True]


def test_a_large_budget_reads_everything(reader):
    assert all(c.reading is not None for c in _read(reader, [0, 1, 2, 3, 4], ALL))


def test_every_reading_lies_in_its_own_sentence(reader):
    for candidate in _read(reader, [0, 0, 0, 0, 0], ALL):
        place = locate_answer(candidate)
        assert candidate.span.start <= place.start < place.end <= candidate.span.end


@pytest.mark.parametrize(
    ("question", "answer"),
    [("What does a late book cost?", "two baht"), ("ห้องสมุดเปิดครั้งแรกเมื่อวันที่เท่าไร", "2541")],
)
def test_the_sentence_with_the_answer_gets_the_best_score(reader, question, answer):
    read = _read(reader, [0, 0, 0, 0, 0], ALL, question)
    best = max(read, key=lambda candidate: candidate.reading.score)
    assert answer in TEXT[best.span.start : best.span.end]


def test_the_quote_marks_the_answer_inside_it(reader):
    read = _read(reader, [0, 0, 0, 0, 0], ALL)
    weights = np.zeros(1 + len(READER_FEATURES), np.float32)
    weights[1 + READER_FEATURES.index("reader_score_of_best")] = 9.0
    quote = choose_quotes(read, weights)[0].quote
    assert "two baht" in quote.text
    assert "two" in quote.text[quote.answer.start : quote.answer.end]


def test_a_span_never_begins_or_ends_inside_a_thai_letter_or_with_a_space():
    article = make_article("น้ำ.md", "", "ครู น้ำใส มาแล้ว")
    reading = Reading(3, 6, 1.0, -0.1, 0.1)
    whole = Span(0, len(article.text))
    candidate = Candidate(article, 0, whole, frozenset(), 0.0, WEIGHT, reading)
    place = locate_answer(candidate)
    assert article.text[place.start : place.end] == "น้ำ"


@pytest.mark.parametrize(
    ("text", "end", "words"),
    [
        ("เปิดเมื่อ 5 December 1999.", 26, "5 December 1999"),
        ("It cost 4.7 m, and more.", 14, "4.7 m"),
        ("Led by Dr. Smith.", 10, "Dr."),
    ],
)
def test_the_stop_of_the_sentence_and_a_comma_are_not_in_bold(text, end, words):
    article = make_article("ก.md", "", text)
    reading = Reading(text.index(words), end, 1.0, -0.1, 0.1)
    whole = Span(0, len(text))
    place = locate_answer(Candidate(article, 0, whole, frozenset(), 0.0, WEIGHT, reading))
    assert text[place.start : place.end] == words


NEW_CANAL = pytest.mark.xfail(reason="the opening of the New Suez Canal is taken", strict=True)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("จากสนามบินหงเฉียวนั่งรถไฟความเร็วสูงไปคุนซานกี่นาทีคะ", "17"),
        ("How long is the Suez Canal?", "193"),
        pytest.param("When did the Suez Canal open?", "1869", marks=NEW_CANAL),
    ],
)
def test_an_engine_with_a_reader_points_to_the_answer(
    sample_index, encoder, reader, question, answer
):
    quote = Engine(sample_index, encoder, reader).ask(question).answer.quotes[0]
    assert 0 <= quote.answer.start < quote.answer.end <= len(quote.text)
    assert answer in quote.text[quote.answer.start : quote.answer.end]
