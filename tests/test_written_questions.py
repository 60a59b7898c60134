"""The questions in `data/`: whole, the same in both languages, each answer at its place."""

from pathlib import Path

import pytest

from index.joined_questions import join_questions
from index.question_data import read_question_data
from index.training_overlap import drop_overlap

DATA = Path(__file__).parent.parent / "data"
COUNTS = {"written": (816, 6602), "held": (165, 1218)}


def _read(name, language):
    return read_question_data(DATA / f"{name}.{language}.json.gz")


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_question_is_lost_and_each_answer_stands_in_its_text(name, language):
    data = _read(name, language)
    assert (len(data.articles), len(data.questions)) == COUNTS[name]
    texts = {article.id: article.text for article in data.articles}
    assert {article.language for article in data.articles} == {language}
    for known in data.questions:
        for answer in known.answers:
            assert texts[known.article_id][answer.start : answer.end] == answer.text


@pytest.mark.parametrize("name", COUNTS)
def test_both_languages_have_the_same_questions_and_the_same_ones_without_an_answer(name):
    thai, english = (_read(name, language) for language in ("th", "en"))
    assert len(join_questions(thai, english).questions) == COUNTS[name][1]
    unanswered = [{q.id for q in data.questions if not q.answers} for data in (thai, english)]
    assert unanswered[0] == unanswered[1]
    assert 0.1 < len(unanswered[0]) / COUNTS[name][1] < 0.2


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_held_back_shares_nothing_with_what_is_trained_on(language):
    held = _read("held", language)
    assert drop_overlap(held, [_read("written", language)]) == held
