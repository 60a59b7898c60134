"""The questions in `data/`: whole, joined by id, each answer at its place, none seen twice."""

import json
from functools import cache
from pathlib import Path

import pytest

from index.joined_questions import join_questions
from index.question_data import read_lines, read_question_data
from index.training_overlap import drop_overlap

DATA = Path(__file__).parent.parent / "data"
COUNTS = {  # (texts, questions, of these without an answer)
    "written.en": (816, 6602, 942),
    "written.th": (816, 6602, 942),
    "held.en": (165, 1218, 178),
    "held.th": (165, 1218, 178),
    "articles.en": (2300, 24341, 2291),
    "articles.th": (330, 2543, 271),
    "held_articles.en": (100, 1016, 100),
    "held_articles.en.asked_in_th": (100, 1016, 100),
    "held_articles.th": (48, 385, 47),
    "held_articles.th.asked_in_en": (48, 385, 47),
    "translated.th": (749, 7915, 752),
    "crowd.en": (940, 10000, 832),
    "crowd.th": (710, 7666, 668),
    "held_crowd.en": (60, 664, 58),
    "held_crowd.th": (60, 664, 58),
}
JOINED = {
    ("written.th", "written.en"): 6602,
    ("held.th", "held.en"): 1218,
    ("held_articles.en", "held_articles.en.asked_in_th"): 1016,
    ("held_articles.th", "held_articles.th.asked_in_en"): 385,
    ("translated.th", "articles.en"): 7915,
    ("crowd.th", "crowd.en"): 7666,
    ("held_crowd.th", "held_crowd.en"): 664,
}


@cache
def _read(name):
    return read_question_data(DATA / f"{name}.json.gz")


@pytest.mark.parametrize("name", COUNTS)
def test_no_question_is_lost_and_each_answer_stands_in_its_text(name):
    data = _read(name)
    without = sum(not known.answers for known in data.questions)
    assert (len(data.articles), len(data.questions), without) == COUNTS[name]
    texts = {article.id: article.text for article in data.articles}
    assert {article.language for article in data.articles} == {name.split(".")[1]}
    for known in data.questions:
        for answer in known.answers:
            assert texts[known.article_id][answer.start : answer.end] == answer.text


@pytest.mark.parametrize("pair", JOINED)
def test_files_of_one_set_have_the_same_questions_and_the_same_ones_without_an_answer(pair):
    one, other = map(_read, pair)
    assert len(join_questions(one, other).questions) == JOINED[pair]
    common = {known.id for known in one.questions} & {known.id for known in other.questions}
    unanswered = [{q.id for q in d.questions if not q.answers} & common for d in (one, other)]
    assert unanswered[0] == unanswered[1] != set()


@pytest.mark.parametrize(
    ("name", "field", "count"),
    [("articles.en", "question_th", 16615), ("articles.th", "question_en", 2543)],
)
def test_each_wording_is_of_a_question(name, field, count):
    records = [json.loads(line) for line in read_lines(DATA / f"{name}.wordings.jsonl.gz")]
    assert {tuple(record) for record in records} == {("question_id", field)}
    assert all(record[field].strip() for record in records)
    asked = {record["question_id"] for record in records}
    assert len(asked) == len(records) == count
    assert asked <= {known.id for known in _read(name).questions}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("held", "trained"),
    [("held", "written"), ("held_articles", "articles"), ("held_crowd", "crowd")],
)
def test_what_is_held_back_shares_nothing_with_what_is_trained_on(held, trained, language):
    data = _read(f"{held}.{language}")
    assert drop_overlap(data, [_read(f"{trained}.{language}")]) == data
