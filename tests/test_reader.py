"""Reading windows: the best span of each sentence and the score of no answer."""

import numpy as np
import pytest

from corpus.article import Span
from corpus.errors import ModelError
from index.encoder import PassageText
from index.reader import LOWEST, open_reader, score_sentences

PLACES = np.array([[0, 0], [0, 3], [3, 6], [6, 9], [0, 0]])
SENTENCES = (Span(0, 6), Span(6, 9))


def _score(start, end):
    return score_sentences(np.array(start, float), np.array(end, float), PLACES, SENTENCES)


def test_each_sentence_gets_its_own_best_span_above_no_answer():
    first, second = _score([1, 0, 5, 2, 9], [1, 0, 4, 3, 9])
    assert (first.start, first.end, first.score) == (3, 6, 7)
    assert (second.start, second.end, second.score) == (6, 9, 3)


def test_tokens_outside_the_passage_are_never_an_answer():
    readings = _score([0, 0, 0, 0, 99], [0, 0, 0, 0, 99])
    assert max(reading.score for reading in readings) == 0


def test_no_answer_is_nearly_certain_where_the_first_token_wins():
    first, second = _score([9, 0, 0, 0, 0], [9, 0, 0, 0, 0])
    assert first.no_answer == second.no_answer > 0.99
    assert first.score == -18


def test_an_answer_never_ends_before_it_starts():
    (first, _) = _score([0, 0, 5, 0, 0], [0, 5, 0, 0, 0])
    assert (first.start, first.end) in {(0, 3), (3, 6)}
    assert first.score == 5


def test_a_sentence_behind_the_last_token_has_no_answer():
    (only,) = score_sentences(np.zeros(5), np.zeros(5), PLACES, (Span(50, 60),))
    assert only.score == LOWEST


def test_the_parts_of_the_sentences_and_of_no_answer_are_a_whole():
    readings = _score([1, 0.5, 2, 3, 0], [1, 0.5, 2, 3, 0])
    shares = sum(np.exp(reading.share) for reading in readings)
    assert shares + readings[0].no_answer == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("หอสมุดเปิดเมื่อไร", "หอสมุดตั้งอยู่ริมแม่น้ำ เปิดเมื่อวันที่ 5 ธันวาคม 2542 โดยเทศบาล", "2542"),
        ("When did the library open?", "The library is by the river. It opened in 1999.", "1999"),
    ],
)
def test_the_embedded_reader_finds_the_date(reader, question, text, answer):
    (found,) = reader.read(question, [PassageText(text, (Span(0, len(text)),))])[0]
    assert answer in text[found.start : found.end]


def test_no_reader_is_a_choice():
    assert open_reader("none", print) is None


def test_a_missing_model_folder_is_named(tmp_path):
    with pytest.raises(ModelError) as raised:
        open_reader(str(tmp_path / "ไม่มี"), print)
    assert str(raised.value).endswith("check KHAMTOB_READER_MODEL")
