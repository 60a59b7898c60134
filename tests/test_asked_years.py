"""A quote about another year than the one asked for is no answer."""

from datetime import date

import pytest

from corpus.article import Article
from index.answer import Quote
from index.asked_years import is_about_another_year

TEXT = "ในปี 2564 จีดีพีของคุนซานอยู่ที่ 4.7 แสนล้านหยวน เมืองนี้อยู่ใกล้เซี่ยงไฮ้"
FIRST = len("ในปี 2564 จีดีพีของคุนซานอยู่ที่ 4.7 แสนล้านหยวน")


def _quote(start=0, end=FIRST, text=TEXT, title="คุนซาน", published=None):
    return Quote(Article("ก", title, None, None, published, "th", text), start, end, None)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("คุนซานมีจีดีพีเท่าไรในปี 2564", False),
        ("คุนซานมีจีดีพีเท่าไรในปี ๒๕๖๔", False),
        ("What was Kunshan's GDP in 2021?", False),
        ("คุนซานมีจีดีพีเท่าไรในปี 2565", True),
        ("What was Kunshan's GDP in 2022?", True),
        ("คุนซานมีจีดีพีเท่าไร", False),
        ("คุนซานมีพนักงาน 2565 คนจริงไหม", False),
    ],
)
def test_the_year_asked_for_must_not_be_another_one(question, other):
    assert is_about_another_year(question, _quote()) is other


def test_a_quote_without_a_year_answers_if_its_article_names_the_one_asked_for():
    assert not is_about_another_year("คุนซานอยู่ไหนในปี 2564", _quote(FIRST + 1, len(TEXT)))
    far = _quote(FIRST + 1, len(TEXT), text=f"{TEXT}{'ก' * 700} ปี 2565")
    assert not is_about_another_year("คุนซานอยู่ไหนในปี 2565", far)
    assert is_about_another_year("คุนซานอยู่ไหนในปี 2565", _quote(FIRST + 1, len(TEXT)))


def test_the_year_may_stand_beside_the_quote_in_the_title_or_be_the_articles_own():
    question = "คุนซานมีจีดีพีเท่าไรในปี 2565"
    assert not is_about_another_year(question, _quote(text=f"{TEXT} ต่อมา พ.ศ. 2565"))
    assert not is_about_another_year(question, _quote(title="คุนซานปี 2565"))
    assert not is_about_another_year(question, _quote(published=date(2022, 5, 4)))
    assert is_about_another_year(question, _quote(text=f"{TEXT}{'ก' * 700} ปี 2565"))


def test_a_range_that_holds_the_year_at_its_end_is_about_it():
    text = "The fighting lasted six years, from the battle in 1754 to the capture in 1760."
    article = Article("a", "สงคราม", None, None, None, "en", text)
    assert not is_about_another_year("What was first battle in 1754?", Quote(article, 0, 77, None))
