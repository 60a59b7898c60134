"""Dates of both eras and both languages."""

from datetime import date

import pytest

from corpus.errors import ArticleError
from corpus.published import find_date, parse_published


@pytest.mark.parametrize(
    "words",
    [
        "2021-05-04",
        "2564-05-04",
        "๒๕๖๔-๐๕-๐๔",
        "2021-05-04T10:00:00+07:00",
        "2021-05-04 10:00",
        "4 พฤษภาคม 2564",
        "วันอังคารที่ 4 พฤษภาคม พ.ศ. 2564",
        "4 พ.ค. 2564",
        "4/5/2564",
        "4 May 2021",
        "May 4, 2021",
    ],
)
def test_a_date_is_read_in_both_eras_and_languages(words):
    assert parse_published(words) == date(2021, 5, 4)


def test_a_leap_day_of_a_buddhist_year_exists():
    assert parse_published("2567-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "words", ["2021-13-04", "2566-02-29", "4/5/2021", "เมื่อวาน", "2564", "1 มกรา 2564", "0000-01-01"]
)
def test_what_is_no_date_is_refused_by_its_words(words):
    assert find_date(words) is None
    with pytest.raises(ArticleError, match=f'published is no date: "{words}"; write it like 2021'):
        parse_published(words)
