"""The quote's counterpart in the other language, offered behind it."""

import pytest
from made_index import build_index, make_article

from index.answer import Quote
from index.engine import Engine
from index.generation import open_current
from index.other_version import find_other_version
from index.search import read_question, search_passages

THAI = "ประภาคารที่แหลมเหนือจุดไฟครั้งแรกเมื่อปี 2414\nคนเฝ้าประภาคารปีนบันได 214 ขั้นทุกเย็น"
FISH = "The male fighting fish builds a nest of bubbles."


@pytest.fixture
def find(encoder, tmp_path):
    """The counterpart of the first sentence of the Thai article among these articles."""

    def find_among(*texts):
        articles = [make_article(f"{n}.md", "", text) for n, text in enumerate((THAI, *texts))]
        build_index(tuple(articles), encoder, tmp_path)
        generation = open_current(tmp_path)
        hits = search_passages(generation, read_question("ประภาคารจุดไฟเมื่อใด", encoder), 20)
        quote = Quote(generation.table.articles[0], 0, THAI.index("\n"), None)
        return find_other_version(generation, quote, hits)

    return find_among


@pytest.mark.parametrize("texts", [(), (FISH,), ("ประภาคารที่แหลมเหนือจุดไฟเมื่อปี 2414",)])
def test_where_the_other_language_says_nothing_of_it_there_is_none(find, texts):
    assert find(*texts) is None


def test_an_answer_offers_the_other_language_last(sample_engine):
    answer = sample_engine.ask("คุนซานมีจีดีพีเท่าไรในปี 2564").answer
    assert answer.quotes[0].article.language == "th"
    assert answer.quotes[-1].article.id == "kunshan-shanghai.md"
    assert "470 billion yuan in 2021" in answer.quotes[-1].text
    assert len(answer.quotes) <= 3


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("รถไฟฟ้าบีทีเอสเปิดเมื่อไร", "opened to the public on 5 December 1999"),
        ("When did the BTS Skytrain open?", "เปิดให้บริการแก่ประชาชนเป็นวันแรกเมื่อวันที่ 5 ธันวาคม 2542"),
    ],
)
def test_the_counterpart_says_what_the_quote_says(sample_engine, question, words):
    reply = sample_engine.ask(question)
    other = find_other_version(sample_engine.generation, reply.answer.quotes[0], reply.hits)
    assert words in other.text
    assert other.answer is None


def test_an_article_without_a_counterpart_is_quoted_alone(encoder, tmp_path):
    build_index((make_article("หอ.md", "", THAI),), encoder, tmp_path)
    answer = Engine(tmp_path, encoder, threshold=0.0).ask("ประภาคารจุดไฟเมื่อใด").answer
    assert {quote.article.id for quote in answer.quotes} == {"หอ.md"}
