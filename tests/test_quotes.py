"""Quotes are whole sentences, from different places, and the best of them come first."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import make_article

from corpus.sentences import cut_sentences
from index.quotes import (
    LONGEST_PAIR,
    MOST_QUOTES,
    PRICE_OF_LENGTH,
    PRICE_OF_NEIGHBOUR,
    choose_quotes,
    load_quote_weights,
)
from index.sentence_features import FEATURES, Candidate

STRENGTH = np.array([1.0], np.float32)
BANGKOK = "กรุงเทพฯ มีรถไฟฟ้าสายแรกในปี 2542"
COLOMBO = "เรือจากโคลัมโบมาถึงท่าเรือคลองเตย"
LIBRARY = "The village library lends 3,500 books a year."


def _list_candidates(articles, strengths, passages=None):
    """Each sentence of the articles, its one feature the strength given for it."""
    sentences = [
        (number, article, span)
        for number, article in enumerate(articles)
        for span in cut_sentences(article.text, article.language)
    ]
    passages = passages or [number for number, _, _ in sentences]
    return [
        Candidate(
            article,
            passage,
            span,
            frozenset(article.text[span.start : span.end].split()),
            0.0,
            np.array([strength], np.float32),
        )
        for (_, article, span), passage, strength in zip(
            sentences, passages, strengths, strict=True
        )
    ]


def _quote_texts(candidates):
    return [choice.quote.text for choice in choose_quotes(candidates, STRENGTH)]


def _write(*lines):
    return make_article("บทความ.md", "บทความ", "\n".join(lines))


def test_no_sentences_give_no_quotes():
    assert choose_quotes([], STRENGTH) == []


def test_the_committed_weights_name_exactly_the_features():
    assert load_quote_weights().shape == (len(FEATURES),)
    assert load_quote_weights().dtype == np.float32
    assert np.isfinite(load_quote_weights()).all()


def test_a_single_sentence_is_quoted_whole_and_certain():
    (choice,) = choose_quotes(_list_candidates([_write(BANGKOK)], [0.0]), STRENGTH)
    assert choice.quote.text == BANGKOK
    assert choice.probability == pytest.approx(1.0)
    assert choice.core == 0


def test_the_strongest_sentence_comes_first_and_weak_ones_stay_out():
    article = _write(BANGKOK, COLOMBO, LIBRARY)
    assert _quote_texts(_list_candidates([article], [0.0, 6.0, 0.0])) == [COLOMBO]


def test_probability_is_the_share_of_all_odds():
    article = _write(BANGKOK, COLOMBO)
    choices = choose_quotes(_list_candidates([article], [np.log(3), 0.0]), STRENGTH)
    assert choices[0].probability == pytest.approx(0.75)


def test_two_neighbours_of_one_paragraph_are_quoted_together():
    article = make_article("library.md", "", f"{LIBRARY} A late book costs two baht a day.")
    (choice,) = choose_quotes(_list_candidates([article], [1.0, 1.5]), STRENGTH)
    assert choice.quote.text == article.text
    assert choice.core == 46  # the second sentence is the more probable one


def test_neighbours_of_two_paragraphs_are_quoted_apart():
    article = make_article("library.md", "", f"{LIBRARY}\n\nA late book costs two baht a day.")
    texts = _quote_texts(_list_candidates([article], [1.5, 1.0]))
    assert texts[0] == LIBRARY
    assert all("\n" not in text for text in texts)


def test_neighbours_of_two_passages_are_quoted_apart():
    article = make_article("library.md", "", f"{LIBRARY} A late book costs two baht a day.")
    candidates = _list_candidates([article], [1.5, 1.0], passages=[0, 1])
    assert _quote_texts(candidates)[0] == LIBRARY


@pytest.mark.parametrize(("length", "together"), [(500, True), (501, False)])
def test_two_sentences_together_have_at_most_500_characters(length, together):
    first = "It " + "is " * 80 + "so."
    second = "It " + "was " * 70
    second = second[: length - len(first) - 2] + "."
    article = make_article("library.md", "", f"{first} {second}")
    assert len(article.text) == length
    assert len(cut_sentences(article.text, "en")) == 2
    texts = _quote_texts(_list_candidates([article], [3.0, 3.0]))
    assert (texts == [article.text]) is together


def test_one_long_sentence_alone_is_quoted_whole():
    article = _write("ก" + "า" * 10 + LIBRARY[:-1] * 8)
    candidates = _list_candidates([article], [0.0])
    assert len(candidates[0].article.text) > 300
    assert _quote_texts(candidates) == [article.text]


def test_the_same_sentence_in_two_articles_is_quoted_once():
    articles = [
        make_article("ก.md", "", f"{BANGKOK}\n{LIBRARY}"),
        make_article("ข.md", "", f"{COLOMBO}\n{BANGKOK}"),
    ]
    choices = choose_quotes(_list_candidates(articles, [2.0, 0.0, 1.8, 1.9]), STRENGTH)
    assert [(c.quote.article.id, c.quote.text) for c in choices] == [
        ("ก.md", BANGKOK),
        ("ข.md", COLOMBO),
    ]


def test_the_same_sentence_twice_in_one_article_is_quoted_once():
    article = _write(BANGKOK, COLOMBO, BANGKOK)
    choices = choose_quotes(_list_candidates([article], [1.0, 0.0, 1.0]), STRENGTH)
    assert [(c.quote.start, c.quote.text) for c in choices] == [(0, BANGKOK)]


def test_nearly_the_same_words_are_quoted_once():
    almost = "The small village library lends 3,500 books a year."
    articles = [make_article("ก.md", "", LIBRARY), make_article("ห้องสมุด.md", "", almost)]
    assert _quote_texts(_list_candidates(articles, [1.0, 1.0])) == [LIBRARY]


def test_at_most_three_quotes_are_given():
    lines = ["หนึ่ง แมว", "สอง หมา", "สาม นก", "สี่ ปลา", "ห้า ช้าง"]
    articles = [make_article(f"{line}.md", "", line) for line in lines]
    texts = _quote_texts(_list_candidates(articles, [0.5, 0.4, 0.3, 0.2, 0.1]))
    assert texts == lines[:3]


def test_a_heading_does_not_win_by_being_short():
    heading = "ข้อมูลอ่อนไหว"
    telling = (
        "กฎหมายคุ้มครองข้อมูลส่วนบุคคลหรือ PDPA กำหนดหน้าที่ของผู้เก็บข้อมูล สิทธิของเจ้าของข้อมูล "
        "และโทษของผู้ที่ใช้ข้อมูลโดยไม่ได้รับความยินยอม"
    )
    articles = [make_article("หนึ่ง.md", "", heading), make_article("สอง.md", "", telling)]
    assert _quote_texts(_list_candidates(articles, [0.0, 0.15]))[0] == telling


def test_of_equal_quotes_the_first_found_comes_first():
    articles = [make_article(f"{line}.md", "", line) for line in ("แมว ดำ", "ลิง ดำ", "นก ดำๆ")]
    assert _quote_texts(_list_candidates(articles, [0.0, 0.0, 0.0])) == [
        "แมว ดำ",
        "ลิง ดำ",
        "นก ดำๆ",
    ]


SENTENCES = (BANGKOK, COLOMBO, LIBRARY, "A late book costs two baht a day.", "ปลากัด", "It is.")
TEXTS = st.lists(
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from([" ", "\n", "\n\n"])),
    min_size=1,
    max_size=8,
).map(lambda parts: "".join(sentence + gap for sentence, gap in parts).strip())


@given(st.data(), st.lists(TEXTS, min_size=1, max_size=4))
def test_whatever_the_features_quotes_are_whole_apart_and_in_order(data, texts):
    articles = [make_article(f"{n}.md", "", text) for n, text in enumerate(texts)]
    spans = [cut_sentences(article.text, article.language) for article in articles]
    count = sum(map(len, spans))
    width = data.draw(st.integers(1, 4))
    numbers = st.floats(-40, 40, width=32)
    row = st.lists(numbers, min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=count, max_size=count))
    weights = np.array(data.draw(row), np.float32)
    candidates = [
        Candidate(article, number, span, frozenset({str(span)}), 0.0, np.array(row, np.float32))
        for (number, article, span), row in zip(
            ((n, a, span) for n, a in enumerate(articles) for span in spans[n]), rows, strict=True
        )
    ]
    choices = choose_quotes(candidates, weights)

    assert 1 <= len(choices) <= MOST_QUOTES
    ends = {(f"{n}.md", span.start): span.end for n, of in enumerate(spans) for span in of}
    gains = []
    for choice in choices:
        own = ends[choice.quote.article.id, choice.core] - choice.core
        more = len(choice.quote.text) - own
        gains.append(choice.probability - PRICE_OF_LENGTH * own - PRICE_OF_NEIGHBOUR * more)
    assert all(before >= after - 1e-9 for before, after in pairwise(gains))
    for choice in choices:
        quote = choice.quote
        assert 0 <= choice.probability <= 1
        inside = [
            s for s in spans[int(quote.article.id[:-3])] if quote.start <= s.start < quote.end
        ]
        assert (inside[0].start, inside[-1].end) == (quote.start, quote.end)
        assert len(inside) == 1 or len(quote.text) <= LONGEST_PAIR
        assert len(inside) == 1 or "\n" not in quote.text
        assert len(inside) <= 2
        assert choice.core in [span.start for span in inside]
    for one in choices:
        for other in choices:
            if one is not other and one.quote.article.id == other.quote.article.id:
                assert one.quote.end < other.quote.start or other.quote.end < one.quote.start
