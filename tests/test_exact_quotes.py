"""Quotes its sources: every quote is the article's own words, whole, and no Thai letter is cut."""

import pytest
from sample_replies import ask_hostile_questions, ask_sample_questions

from corpus.clusters import is_cluster_boundary
from index.quotes import LONGEST_PAIR
from index.search import read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import list_candidates


def _assert_exact(engine, article, start, end, text):
    """That this is a part of an article of the collection, word for word."""
    assert engine.generation.table.find_article(article.id) is article
    assert 0 <= start < end <= len(article.text)
    assert article.text[start:end] == text
    assert text == text.strip()
    assert is_cluster_boundary(article.text, start)
    assert is_cluster_boundary(article.text, end)


def _list_sentences(engine, article_id):
    """Where the sentences of the article start, and where they end."""
    table = engine.generation.table
    numbers = [n for n in range(len(table)) if table[n].article.id == article_id]
    spans = [table.sentence(s) for n in numbers for s in table.range_of_sentences(n)]
    return {span.start for span in spans}, {span.end for span in spans}


def _assert_quotes(engine, reply):
    for quote in reply.answer.quotes:
        _assert_exact(engine, quote.article, quote.start, quote.end, quote.text)
        starts, ends = _list_sentences(engine, quote.article.id)
        assert quote.start in starts
        assert quote.end in ends
        inside = [start for start in starts if quote.start <= start < quote.end]
        assert len(inside) == 1 or (len(inside) == 2 and len(quote.text) <= LONGEST_PAIR)
        assert "\n" not in quote.text


def test_every_sentence_that_could_be_quoted_is_exact(sample_engine):
    table = sample_engine.generation.table
    sentences = 0
    for number in range(len(table)):
        passage = table[number]
        spans = [table.sentence(s) for s in table.range_of_sentences(number)]
        assert (spans[0].start, spans[-1].end) == (passage.start, passage.end)
        for span in spans:
            text = passage.article.text[span.start : span.end]
            _assert_exact(sample_engine, passage.article, span.start, span.end, text)
            sentences += 1
    assert sentences == len(table.sentences) > 200


def test_the_sentences_of_the_collection_are_all_of_its_text(sample_engine):
    table = sample_engine.generation.table
    for article in table.articles:
        numbers = [n for n in range(len(table)) if table[n].article.id == article.id]
        spans = [table.sentence(s) for n in numbers for s in table.range_of_sentences(n)]
        quoted = "".join(article.text[span.start : span.end] for span in spans)
        assert "".join(quoted.split()) == "".join(article.text.split())


@pytest.mark.parametrize("text", ["ในปี 2564 เท่าไร และที่ไหน", "When and where was it in 2021?"])
def test_every_candidate_of_every_passage_is_exact(sample_engine, encoder, text):
    generation = sample_engine.generation
    question = read_question(text, encoder)
    hits = search_passages(generation, question, len(generation.table))
    candidates = list_candidates(generation, question, hits, SentenceEmbedder(encoder))
    assert len(candidates) > 100
    for candidate in candidates:
        start, end = candidate.span.start, candidate.span.end
        text = candidate.article.text[start:end]
        _assert_exact(sample_engine, candidate.article, start, end, text)


def test_every_quote_for_the_sample_questions_is_exact(sample_engine):
    replies = ask_sample_questions(sample_engine)
    for _, reply in replies:
        _assert_quotes(sample_engine, reply)
    assert sum(len(reply.answer.quotes) for _, reply in replies) > 20


def test_every_quote_for_hostile_questions_is_exact(sample_engine):
    replies = ask_hostile_questions(sample_engine)
    for _, reply in replies:
        _assert_quotes(sample_engine, reply)
    assert any(reply.answer.quotes for _, reply in replies)


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_questions_made_of_the_articles_own_words_get_exact_quotes(sample_engine, cut):
    for article in sample_engine.generation.table.articles:
        middle = len(article.text) // 2
        reply = sample_engine.ask(article.text[middle - cut : middle + cut])
        _assert_quotes(sample_engine, reply)


def test_no_reply_quotes_one_place_twice(sample_engine):
    for _, reply in (*ask_sample_questions(sample_engine), *ask_hostile_questions(sample_engine)):
        quotes = reply.answer.quotes
        assert len(quotes) <= 3
        assert len({quote.text for quote in quotes}) == len(quotes)
        for one in quotes:
            for other in quotes:
                if one is not other and one.article.id == other.article.id:
                    assert one.end < other.start or other.end < one.start
