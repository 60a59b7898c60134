"""Articles survive storage and damage to it is noticed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.records import article_from_record, article_to_record

_RECORD = {
    "id": "ข่าว/1.md",
    "title": "น้ำท่วม",
    "url": None,
    "publisher": "สำนักข่าว",
    "published": "2021-05-04",
    "language": "th",
    "text": "น้ำท่วมกรุงเทพ",
}


def test_a_record_holds_every_field():
    article = Article("ข่าว/1.md", "น้ำท่วม", None, "สำนักข่าว", date(2021, 5, 4), "th", "น้ำท่วมกรุงเทพ")
    assert article_to_record(article) == _RECORD
    assert article_from_record(_RECORD) == article


_words = st.text(st.sampled_from('น้ำ \n"\\é👩'), min_size=1)


@given(_words, st.none() | _words, st.none() | st.dates(), st.sampled_from(["th", "en"]))
def test_an_article_comes_back_from_a_line_of_json(words, url, published, language):
    article = Article(words, words, url, None, published, language, "น้ำ")
    assert article_from_record(json.loads(json.dumps(article_to_record(article)))) == article


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"more": 1}, "fields missing or unknown: more"),
        ({"text": 7}, "text is of the wrong type"),
        ({"url": 7}, "url is of the wrong type"),
        ({"text": ""}, "id or text is empty"),
        ({"language": "fr"}, "language is neither th nor en"),
        ({"published": "2021-13-01"}, "published is no date"),
        ({"text": "cafe\u0301"}, "text is not NFC"),
    ],
)
def test_a_damaged_record_is_refused_by_its_id(change, what):
    with pytest.raises(ArticleError, match=rf"^ข่าว/1\.md: its stored record is damaged \({what}"):
        article_from_record(_RECORD | change)


def test_a_record_without_a_field_is_refused():
    with pytest.raises(ArticleError, match="fields missing or unknown: url"):
        article_from_record({name: value for name, value in _RECORD.items() if name != "url"})
