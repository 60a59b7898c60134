"""Whether a quote is about another year than the question: then it is no answer.

"คุนซานมีจีดีพีเท่าไรในปี 2565" finds the very sentence that tells it for 2564. Words and meaning are
as near as can be, so that no score sees the difference; the years do. Of 222 answerable questions
that name a year (XQuAD, SQuAD 2, iApp) 1 has an answer that this takes for one of another year,
and 8 have their year nowhere in the paragraph, though it may be elsewhere in the article.
"""

import re

from index.answer import Quote
from index.dates import BUDDHIST_ERA, read_thai_digits
from index.years import find_dates

_NUMBER = re.compile(r"(?<!\d)(?<!\d[.,])\d{3,4}(?!\d|[.,]\d)")
_AROUND = 600  # characters on each side of the quote in which the year asked for may stand


def is_about_another_year(question: str, quote: Quote) -> bool:
    """Whether `question` names a year that the article doesn't, or not near a quote of others.

    Buddhist and common years are the same year. A quote that names no year is given the benefit of
    the doubt if its article names the one asked for, and so is one of an article from that year.
    """
    asked = _find_years(question)
    article = quote.article
    if not asked or (article.published and article.published.year in asked):
        return False
    in_title = _find_numbers(article.title)
    near = article.text[max(0, quote.start - _AROUND) : quote.end + _AROUND]
    if _names_any(asked, _find_numbers(near) | in_title):
        return False
    return bool(_find_years(quote.text)) or not _names_any(asked, _find_numbers(article.text))


def _names_any(asked: frozenset[int], known: frozenset[int]) -> bool:
    return any(year in known or year + BUDDHIST_ERA in known for year in asked)


def _find_years(text: str) -> frozenset[int]:
    """The years that `text` names, in the common era."""
    return frozenset(date.year for date in find_dates(text) if date.year is not None)


def _find_numbers(text: str) -> frozenset[int]:
    """All that may be a year, as it is written."""
    return frozenset(int(number) for number in _NUMBER.findall(read_thai_digits(text)))
