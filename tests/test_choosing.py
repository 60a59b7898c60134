"""The order of the passages after their sentences were looked at."""

import pytest

from index.answering import SEARCHED
from index.choosing import describe_sentences, rerank_hits
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder


@pytest.fixture(scope="module")
def rerank(sample_engine, encoder, reader):
    """The hits of a question as they were found, and as the reader orders them."""

    def run(text, passages=SEARCHED):
        generation, embedder = sample_engine.generation, SentenceEmbedder(encoder)
        question = read_question(text, encoder)
        hits = search_passages(generation, question, passages)
        candidates = describe_sentences(generation, question, hits, embedder, reader)
        return hits, rerank_hits(generation, hits, candidates, is_read=True)

    return run


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("BTS ตอนเปิดใหม่ๆ มีกี่สถานีอะ", "23 แห่ง"),
        ("When did the skytrain first get across the river?", "15 May 2009"),
        ("Which ship picked up the Apollo 11 astronauts?", "Hornet"),
    ],
)
def test_a_passage_that_answers_comes_before_one_that_only_sounds_like_it(rerank, question, answer):
    found, ordered = rerank(question)
    assert answer not in found[0].passage.text
    assert answer in ordered[0].passage.text


@pytest.mark.parametrize(
    "question", ["คลองสุเอซยาวกี่กิโลเมตร", "กขฃ", "What is the capital of Mongolia?"]
)
def test_no_hit_is_lost_and_those_that_were_not_looked_at_stay_in_order(rerank, question):
    found, ordered = rerank(question)
    assert sorted(found, key=id) == sorted(ordered, key=id)
    behind = [hit for hit in ordered if hit not in found[:5]]
    assert behind == [hit for hit in found if hit in behind]


def test_nothing_found_stays_nothing(sample_engine):
    assert rerank_hits(sample_engine.generation, [], [], is_read=False) == []
