"""Articles cut into passages and sentences, each article once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_index import ARTICLES, FISH, LIGHTHOUSE, CountingEncoder, ignore_progress, make_article

from corpus.article import Span
from index.computed_store import ComputedStore
from index.cutting import ArticleCut, cut_articles, list_passage_texts


@pytest.fixture
def store(tmp_path):
    with ComputedStore(tmp_path / "computed.sqlite") as store:
        yield store


def cut(articles, encoder, store):
    return cut_articles(articles, encoder, store, ignore_progress)


def sentences_of(article, cut):
    return [article.text[span.start : span.end] for span in cut.sentences]


def test_a_short_article_is_one_passage_of_whole_sentences(encoder, store):
    fish, lighthouse = cut(ARTICLES[:2], encoder, store)
    assert fish.passages == (Span(0, len(FISH)),)
    assert sentences_of(ARTICLES[0], fish) == [
        "ปลากัดเป็นปลาน้ำจืดที่อาศัยอยู่ในนาข้าวและหนองน้ำตื้น",
        "ตัวผู้สร้างหวอดฟองอากาศที่ผิวน้ำเพื่อเก็บไข่",
        "คณะรัฐมนตรีประกาศให้ปลากัดเป็นสัตว์น้ำประจำชาติเมื่อวันที่ 5 กุมภาพันธ์ 2562",
    ]
    assert sentences_of(ARTICLES[1], lighthouse) == [
        "The lighthouse on the northern cape was lit for the first time in 1871.",
        "Its keeper climbed 214 steps every evening to trim the lamp.",
        "A storm broke the lantern in 1903, and the new lens was carried up by mules.",
    ]
    assert (fish.heading, lighthouse.heading) == ("ปลากัด", "The lighthouse")


def test_what_is_embedded_is_the_heading_and_the_passage_with_its_sentences_in_place(
    encoder, store
):
    (only,) = cut(ARTICLES[1:2], encoder, store)
    (text,) = list_passage_texts(ARTICLES[1], only)
    assert text.text == f"The lighthouse\n{LIGHTHOUSE}"
    assert [text.text[span.start : span.end] for span in text.sentences] == sentences_of(
        ARTICLES[1], only
    )


def test_without_a_heading_nothing_stands_before_the_passage():
    article = make_article("ก.md", "", "ปลากัด หวอด")
    cut = ArticleCut("", (Span(0, 6), Span(7, 11)), (Span(0, 6), Span(7, 11)))
    texts = list_passage_texts(article, cut)
    assert [(text.text, text.sentences) for text in texts] == [
        ("ปลากัด", (Span(0, 6),)),
        ("หวอด", (Span(0, 4),)),
    ]


def test_a_known_article_is_not_cut_again_and_reports_no_progress(encoder, store):
    counted = []

    class Counting(CountingEncoder):
        def count_tokens(self, texts):
            counted.append(len(texts))
            return super().count_tokens(texts)

    said = []
    first = cut_articles(ARTICLES, Counting(encoder), store, lambda *step: said.append(step))
    assert said == [("Cutting articles", number, 4) for number in (1, 2, 3, 4)]
    assert counted
    counted.clear()
    said.clear()
    second = cut_articles(ARTICLES[::-1], Counting(encoder), store, lambda *step: said.append(step))
    assert second == first[::-1]
    assert (counted, said) == ([], [])


def test_a_changed_title_or_text_is_cut_anew(encoder, store):
    (before,) = cut([make_article("ก.md", "ปลา", FISH)], encoder, store)
    (title,) = cut([make_article("ก.md", "ปลากัดไทย", FISH)], encoder, store)
    (text,) = cut([make_article("ก.md", "ปลา", LIGHTHOUSE)], encoder, store)
    assert (before.heading, title.heading) == ("ปลา", "ปลากัดไทย")
    assert title.passages == before.passages
    assert text.passages == (Span(0, len(LIGHTHOUSE)),)


def test_a_long_article_gives_passages_that_the_model_reads_whole(encoder, store):
    article = make_article("ยาว.md", "ปลากัดและประภาคาร", "\n\n".join([FISH, LIGHTHOUSE] * 20))
    (only,) = cut([article], encoder, store)
    texts = list_passage_texts(article, only)
    assert len(texts) > 5
    assert max(encoder.count_tokens([text.text for text in texts])) <= 480
    assert all(text.sentences for text in texts)
    assert all(text.text.startswith("ปลากัดและประภาคาร\n") for text in texts)


PARTS = st.sampled_from(
    [
        FISH,
        LIGHTHOUSE,
        "น้ำ",
        "\n\n",
        " ",
        "ก" * 700,
        "1" * 700,
        "Mr. Smith said no. ",
        "😀",
        "ฯลฯ",
        "?!",
    ]
)


@settings(deadline=None, max_examples=30)
@given(text=st.lists(PARTS, min_size=1, max_size=8).map("".join).map(str.strip).filter(bool))
def test_any_article_is_covered_in_order_and_every_sentence_is_in_a_passage(
    tmp_path_factory, encoder, text
):
    article = make_article("ก.md", "ปลากัด", text)
    with ComputedStore(tmp_path_factory.mktemp("ที่เก็บ") / "computed.sqlite") as store:
        (only,) = cut([article], encoder, store)
        assert cut([article], encoder, store) == [only]
    parts = [text[span.start : span.end] for span in only.passages]
    assert "".join("".join(parts).split()) == "".join(text.split())
    spoken = [text[span.start : span.end] for span in only.sentences]
    assert "".join("".join(spoken).split()) == "".join(text.split())
    texts = list_passage_texts(article, only)
    assert sum(len(passage.sentences) for passage in texts) == len(only.sentences)
    inside = [p.text[span.start : span.end] for p in texts for span in p.sentences]
    assert inside == spoken
    assert all(passage.sentences[-1].end == len(passage.text) for passage in texts)
