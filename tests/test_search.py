"""Searching by words, by meaning and by both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_index import ARTICLES, FISH, build_index, make_article

from index.generation import open_current
from index.search import (
    MEANING_WEIGHT,
    SearchMode,
    mix_scores,
    read_question,
    search_passages,
)

QUESTIONS = {
    "ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อไร": "ปลากัด.md",
    "How many steps did the keeper climb?": "lighthouse.md",
    "ข้าวเหนียวมูนขายได้วันละกี่จาน": "ข้าวเหนียว.md",
    "What does a late book cost a day?": "library.md",
}


@pytest.fixture(scope="module")
def generation(encoder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ดัชนี")
    build_index(ARTICLES, encoder, folder)
    return open_current(folder)


@pytest.fixture(scope="module")
def samples(sample_index):
    return open_current(sample_index)


def ask(generation, encoder, text, limit=10, mode=SearchMode.HYBRID):
    return search_passages(generation, read_question(text, encoder), limit, mode)


@pytest.mark.parametrize("mode", list(SearchMode))
@pytest.mark.parametrize(("question", "article"), QUESTIONS.items())
def test_each_way_of_searching_finds_the_article_that_says_it(
    generation, encoder, mode, question, article
):
    hits = ask(generation, encoder, question, mode=mode)
    assert hits[0].passage.article.id == article


@pytest.mark.parametrize("mode", list(SearchMode))
@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("ทีมหมูป่าติดอยู่ในถ้ำหลวงกี่วัน", {"tham-luang-rescue-th.md", "tham-luang-rescue.md"}),
        ("How long is the Suez Canal?", {"suez-canal.md"}),
        ("รถไฟฟ้าบีทีเอสเปิดให้บริการเมื่อใด", {"bts-skytrain-th.md", "bts-skytrain.md"}),
    ],
)
def test_the_samples_are_found_in_each_way(samples, encoder, mode, question, articles):
    assert ask(samples, encoder, question, mode=mode)[0].passage.article.id in articles


def test_words_cross_the_languages_by_their_translations(generation, encoder):
    question = "ประภาคารถูกจุดไฟครั้งแรกปีใด"
    found = ask(generation, encoder, question, mode=SearchMode.KEYWORD)
    assert found[0].passage.article.id == "lighthouse.md"
    assert (found[0].keyword_score, found[0].translated > 0) == (0.0, True)
    assert ask(generation, encoder, question)[0].passage.article.id == "lighthouse.md"
    own = ask(generation, encoder, "How many steps did the keeper climb?")[0]
    assert (own.passage.article.id, own.translated) == ("lighthouse.md", 0.0)


def test_without_the_bridge_no_word_is_translated(generation, encoder):
    question = read_question("ผู้ดูแลประภาคารปีนบันไดกี่ขั้น", encoder)
    bridged = search_passages(generation, question, 10)
    plain = search_passages(generation, question, 10, bridge=False)
    lighthouse = [
        [h for h in hits if h.passage.article.id == "lighthouse.md"] for hits in (bridged, plain)
    ]
    (said, *_), (unsaid, *_) = lighthouse
    assert said.translated > 0
    assert said.score > unsaid.score
    assert {hit.translated for hit in plain} == {0.0}


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("คลองสุเอซยาวกี่กิโลเมตรคะ", "suez-canal.md"),
        ("โลกปลอดจากไข้ทรพิษตั้งแต่เมื่อไหร่ครับ", "smallpox-eradication.md"),
        ("How do I turn a Thai Buddhist year into a Western one?", "buddhist-era-th.md"),
    ],
)
def test_samples_that_meaning_alone_misses_are_found_across(samples, encoder, question, article):
    assert ask(samples, encoder, question)[0].passage.article.id == article


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How many deals did Shanghai and Kunshan sign?", "kunshan-shanghai.md"),
        ("Which places belong to the Yangtze delta?", "kunshan-shanghai.md"),
        ("BTS ตอนเปิดใหม่ๆ มีกี่สถานีอะ", "bts-skytrain-th.md"),
    ],
)
def test_what_both_languages_tell_comes_in_the_askers(samples, encoder, question, article):
    hits = ask(samples, encoder, question)
    assert hits[0].passage.article.id == article
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_parts_of_every_score_are_visible_and_true(generation, encoder):
    question = read_question("How many steps did the keeper climb?", encoder)
    bound = generation.keywords.bound_score(question.tokens)
    hits = search_passages(generation, question, 10)
    assert len(hits) == 4
    for hit in hits:
        number = generation.table.find_number(hit.passage)
        (cosine,) = generation.vectors.compare(question.vector, [number])
        assert hit.similarity == pytest.approx(cosine, abs=1e-6)
        assert hit.keyword_score == generation.keywords.search(question.tokens, 9).get(number, 0.0)
        wanted = mix_scores(hit.similarity, hit.keyword_score, bound, MEANING_WEIGHT)
        if hit.passage.article.language == question.language:
            assert hit.score == pytest.approx(wanted, abs=1e-6)
        else:
            # Lifted by what the encoder holds against the other language, and by translated words.
            assert wanted < hit.score < wanted + 0.3 + hit.translated / (MEANING_WEIGHT + 1)
    assert hits[0].keyword_score > 0
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_scores_of_one_way_are_those_of_that_way(generation, encoder):
    question = read_question("What does a late book cost a day?", encoder)
    bound = generation.keywords.bound_score(question.tokens)
    for hit in search_passages(generation, question, 10, SearchMode.KEYWORD):
        share = max(hit.keyword_score / bound, hit.translated)
        assert hit.score == pytest.approx(share)
        assert share > 0
        assert 0 < hit.similarity < 1
    meaning = search_passages(generation, question, 10, SearchMode.MEANING)
    assert len(meaning) == 4
    same = [hit for hit in meaning if hit.passage.article.language == "en"]
    assert [hit.score for hit in same] == pytest.approx([hit.similarity for hit in same], abs=1e-6)


def test_mixed_scores_are_those_that_a_hand_computes():
    assert mix_scores(0.85, 6.0, 12.0, 4.0) == pytest.approx(0.78)
    assert mix_scores(0.85, 0.0, 12.0, 4.0) == pytest.approx(0.68)
    assert mix_scores(0.85, 0.0, 0.0, 4.0) == pytest.approx(0.68)
    assert mix_scores(0.85, 6.0, 12.0, 0.0) == 0.5


@settings(deadline=None, max_examples=100)
@given(
    cosine=st.floats(0, 1),
    share=st.floats(0, 1),
    bound=st.floats(0.01, 100),
    weight=st.floats(0, 100),
)
def test_a_mixed_score_lies_between_its_parts(cosine, share, bound, weight):
    score = mix_scores(cosine, share * bound, bound, weight)
    assert min(cosine, share) - 1e-9 <= score <= max(cosine, share) + 1e-9


@pytest.mark.parametrize("mode", list(SearchMode))
@pytest.mark.parametrize("limit", [0, 1, 2, 3, 100])
def test_no_more_hits_than_asked_for_and_the_best_of_them(generation, encoder, mode, limit):
    question = "ปลากัดกับประภาคาร lighthouse and library"
    everything = ask(generation, encoder, question, mode=mode)
    assert len(everything) >= 3
    assert ask(generation, encoder, question, limit, mode) == everything[:limit]


@pytest.mark.parametrize("mode", list(SearchMode))
def test_equal_scores_come_in_the_order_of_their_articles(encoder, tmp_path, mode):
    names = ["ค.md", "ก.md", "b.md", "ข.md", "a.md"]
    articles = [make_article(name, "ปลากัด", FISH) for name in names]
    build_index(articles, encoder, tmp_path)
    hits = ask(open_current(tmp_path), encoder, "ปลากัดสร้างหวอดที่ไหน", mode=mode)
    assert [hit.passage.article.id for hit in hits] == ["a.md", "b.md", "ก.md", "ข.md", "ค.md"]
    assert len({hit.score for hit in hits}) == 1


def test_the_same_question_finds_the_same_each_time(samples, encoder):
    first = ask(samples, encoder, "วันสงกรานต์คือวันที่เท่าไร", 20)
    assert len(first) == 20
    assert ask(samples, encoder, "วันสงกรานต์คือวันที่เท่าไร", 20) == first


def test_a_question_is_read_evenly_with_each_word_once(encoder):
    question = read_question("  ปลากัดดดด ปลากัด\u200b อยู่ที่ไหน  ", encoder)
    assert question.text == "ปลากัด ปลากัด อยู่ที่ไหน"
    assert question.language == "th"
    assert len(question.tokens) == len(set(question.tokens))
    assert "ปลากัด" in question.tokens
    assert np.linalg.norm(question.vector) == pytest.approx(1, abs=1e-5)


HOSTILE = {
    "nothing": "",
    "spaces": " \t\n\u3000\u200b ",
    "emoji": "😀👨‍👩‍👧🇹🇭",
    "symbols": '?!*:"()[]{}^~\\/ AND OR NOT',
    "controls": "\x00\x07\u202e\ufeff",
    "lone surrogate": "ปลา\ud800",
    "Thai without end": "หน้าด้าน" * 12_500,
    "digits": "๑" * 100_000,
    "many words": " ".join(map(str, range(17_000)))[:100_000],
    "emoji without end": "😀" * 100_000,
    "marks": "ก" + "่้" * 50_000,
}


@pytest.mark.parametrize("mode", list(SearchMode))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_questions_find_what_they_find(generation, encoder, text, mode):
    hits = ask(generation, encoder, text, 3, mode)
    assert len(hits) <= 3
    assert mode is SearchMode.KEYWORD or len(hits) == 3
    assert all(hit.passage.text for hit in hits)
