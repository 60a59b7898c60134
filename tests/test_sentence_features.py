"""The features of each sentence, against values computed by hand on two small articles."""

import math

import numpy as np
import pytest
from made_index import ignore_progress, make_article

from corpus.article import Span
from index.build import build_generation
from index.generation import open_current
from index.search import Hit, read_question, search_passages
from index.sentence_features import FEATURES, list_candidates

LAMP = "The keeper trimmed the lamp every night.\nThe lamp burned oil until 1903."
FISH = "ปลากัดอาศัยอยู่ในนาข้าวกับหนองน้ำตื้น\nตัวผู้สร้างหวอดครั้งแรกใน พ.ศ. 2446"
KNOWN = math.log(2)  # weight of a word in one of two passages: ln(1 + 1.5 / 1.5)
UNKNOWN = math.log(6)  # of a word in none: ln(1 + 2.5 / 0.5)
COMMON = math.log(1.2)  # of a word in both: ln(1 + 0.5 / 2.5)


@pytest.fixture(scope="module")
def generation(encoder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ดัชนี")
    articles = (make_article("ตะเกียง.md", "", LAMP), make_article("ปลากัด.md", "", FISH))
    build_generation(articles, encoder, folder, ignore_progress)
    return open_current(folder)


LAMP_PASSAGE, FISH_PASSAGE = 0, 1


@pytest.fixture
def describe(generation, encoder):
    """The candidates of a question in these passages, and the features of each by name."""

    def list_for(text, *passages):
        hits = [
            Hit(generation.table[number], 0.9 - 0.2 * rank, 0.8, 5.0)
            for rank, number in enumerate(passages)
        ]
        candidates = list_candidates(generation, read_question(text, encoder), hits)
        rows = [dict(zip(FEATURES, c.features.tolist(), strict=True)) for c in candidates]
        return candidates, rows

    return list_for


def _column(rows, name):
    return pytest.approx([row[name] for row in rows], abs=1e-5)


def test_the_features_are_these_in_this_order(describe):
    assert FEATURES == (
        "share",
        "share_of_best",
        "share_with_parts",
        "share_before",
        "share_after",
        "share_alone",
        "pairs",
        "similarity",
        "similarity_of_best",
        "other_similarity",
        "other_similarity_of_best",
        "length",
        "position",
        "asked_number",
        "asked_time",
        "asked_person",
        "asked_place",
        "asked_reason",
        "new_number",
        "passage_gap",
        "passage_rank",
    )
    candidates, _ = describe("ปลากัดอยู่ที่ไหน", FISH_PASSAGE, LAMP_PASSAGE)
    assert all(c.features.shape == (len(FEATURES),) for c in candidates)
    assert all(c.features.dtype == np.float32 for c in candidates)


def test_every_sentence_of_the_hits_passages_has_a_row_in_their_order(describe):
    candidates, _ = describe("ปลากัดสร้างหวอดเมื่อใด", FISH_PASSAGE, LAMP_PASSAGE)
    assert [(c.article.id, c.article.text[c.span.start : c.span.end]) for c in candidates] == [
        ("ปลากัด.md", "ปลากัดอาศัยอยู่ในนาข้าวกับหนองน้ำตื้น"),
        ("ปลากัด.md", "ตัวผู้สร้างหวอดครั้งแรกใน พ.ศ. 2446"),
        ("ตะเกียง.md", "The keeper trimmed the lamp every night."),
        ("ตะเกียง.md", "The lamp burned oil until 1903."),
    ]
    assert [c.passage_number for c in candidates] == [1, 1, 0, 0]
    assert candidates[3].span == Span(41, 72)
    assert {"lamp", "burn", "oil", "1903"} <= candidates[3].tokens


def test_sentences_of_other_passages_have_no_row(describe):
    candidates, _ = describe("keeper trim lamp", LAMP_PASSAGE)
    assert [c.article.id for c in candidates] == ["ตะเกียง.md"] * 2


def test_no_hits_give_no_rows(generation, encoder):
    assert list_candidates(generation, read_question("ปลากัด", encoder), []) == []


def test_shares_count_the_question_words_that_a_sentence_has(describe):
    _, rows = describe("keeper trim lamp", LAMP_PASSAGE)
    assert _column(rows, "share") == [1, 1 / 3]
    assert _column(rows, "share_of_best") == [1, 1 / 3]
    assert _column(rows, "share_with_parts") == [1, 1 / 3]
    assert _column(rows, "share_before") == [0, 1]
    assert _column(rows, "share_after") == [1 / 3, 0]
    assert _column(rows, "share_alone") == [2 / 3, 0]
    assert _column(rows, "pairs") == [1 / 3, 0]


def test_rare_words_weigh_more_and_years_of_both_eras_are_the_same_word(describe):
    _, rows = describe("lamp 1903", LAMP_PASSAGE, FISH_PASSAGE)
    lamp, year = KNOWN / (KNOWN + COMMON), COMMON / (KNOWN + COMMON)
    assert _column(rows, "share") == [lamp, 1, 0, year]
    assert _column(rows, "share_of_best") == [lamp, 1, 0, 1]


def test_parts_of_words_count_apart_from_words(describe):
    _, rows = describe("หวอดปลา", FISH_PASSAGE)
    # The words หวอด and ปลา, then their syllables; ปลา is in ปลากัด, and nowhere a word.
    words, parts = KNOWN + UNKNOWN, KNOWN + KNOWN
    assert _column(rows, "share") == [0, KNOWN / words]
    assert _column(rows, "share_with_parts") == [KNOWN / (words + parts), parts / (words + parts)]


def test_words_that_nobody_wrote_give_shares_of_zero(describe):
    _, rows = describe("qqqzzz", LAMP_PASSAGE, FISH_PASSAGE)
    assert _column(rows, "share") == [0, 0, 0, 0]
    assert _column(rows, "share_of_best") == [0, 0, 0, 0]
    assert _column(rows, "pairs") == [0, 0, 0, 0]


def test_length_and_position_are_those_of_the_sentence(describe):
    _, rows = describe("keeper trim lamp", LAMP_PASSAGE)
    assert _column(rows, "length") == [math.log(40), math.log(31)]
    assert _column(rows, "position") == [0, 0.5]


def test_similarity_is_against_the_passages_mean_and_best(describe):
    _, rows = describe("ปลากัดสร้างหวอดเมื่อใด", FISH_PASSAGE, LAMP_PASSAGE)
    for pair in (rows[:2], rows[2:]):
        assert sum(row["similarity"] for row in pair) == pytest.approx(0, abs=1e-4)
        assert max(row["similarity_of_best"] for row in pair) == 0
        gaps = [row["similarity_of_best"] - row["similarity"] for row in pair]
        assert gaps[0] == pytest.approx(gaps[1], abs=1e-4)
    assert rows[1]["similarity_of_best"] == 0


def test_similarity_counts_once_more_where_the_languages_differ(describe):
    _, rows = describe("ปลากัดสร้างหวอดเมื่อใด", FISH_PASSAGE, LAMP_PASSAGE)
    assert _column(rows[:2], "other_similarity") == [0, 0]
    assert _column(rows[:2], "other_similarity_of_best") == [0, 0]
    assert rows[2]["other_similarity"] == rows[2]["similarity"] != 0
    assert rows[2]["other_similarity_of_best"] == rows[2]["similarity_of_best"]


@pytest.mark.parametrize(
    ("question", "name", "values"),
    [
        ("When did the keeper trim the lamp?", "asked_time", [0, 1]),
        ("How many lamps did the keeper trim?", "asked_number", [0, 1]),
        ("Who trimmed the lamp of 1903, นายใด", "asked_person", [0, 0]),
        ("keeper trim lamp", "asked_time", [0, 0]),
        ("keeper trim lamp", "new_number", [0, 1]),
        ("keeper trim lamp 1903", "new_number", [0, 0]),
        ("When did the keeper trim the lamp?", "new_number", [0, 0]),
    ],
)
def test_kinds_count_only_where_they_are_asked_for(describe, question, name, values):
    _, rows = describe(question, LAMP_PASSAGE)
    assert _column(rows, name) == values


def test_the_passages_score_and_rank_are_on_each_of_its_sentences(describe):
    _, rows = describe("ปลากัดสร้างหวอดเมื่อใด", FISH_PASSAGE, LAMP_PASSAGE)
    assert _column(rows, "passage_gap") == [0, 0, -0.2, -0.2]
    assert _column(rows, "passage_rank") == [0, 0, math.log(2), math.log(2)]


def test_a_whole_collection_has_one_row_for_each_sentence(sample_engine, encoder):
    generation = sample_engine.generation
    question = read_question("สึนามิปี 2547 มีคนเสียชีวิตรวมกี่คน", encoder)
    hits = search_passages(generation, question, len(generation.table))
    candidates = list_candidates(generation, question, hits)
    numbers = {generation.table.find_number(hit.passage) for hit in hits}
    assert len(hits) == len(numbers)
    expected = sum(len(generation.table.range_of_sentences(number)) for number in numbers)
    assert len(candidates) == expected > 100
    assert np.isfinite(np.stack([c.features for c in candidates])).all()
    for hit in hits:
        of_hit = [c for c in candidates if c.article.id == hit.passage.article.id]
        inside = [c for c in of_hit if hit.passage.start <= c.span.start < hit.passage.end]
        assert (inside[0].span.start, inside[-1].span.end) == (hit.passage.start, hit.passage.end)
