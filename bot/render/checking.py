"""The last look before a quote is sent: these must be the article's words, now."""

from collections.abc import Callable
from dataclasses import replace

from corpus.article import Article
from index.answer import Answer, Quote

FindArticle = Callable[[str], Article | None]


def check_quote(quote: Quote, find_article: FindArticle) -> bool:
    """Whether the live article has the quote's words at the quote's place, and the answer in it."""
    return renew_quote(quote, find_article) is not None


def renew_quote(quote: Quote, find_article: FindArticle) -> Quote | None:
    """The quote with its article as it is now: a title or url may have been corrected.

    None if the article is gone, has other words there, or the answer is not inside the quote.
    """
    article = find_article(quote.article.id)
    if article is None or not 0 <= quote.start < quote.end <= len(article.text):
        return None
    renewed = replace(quote, article=article)
    length, answer = quote.end - quote.start, quote.answer
    if answer is not None and not 0 <= answer.start < answer.end <= length:
        return None
    return renewed if renewed.text == quote.text else None


def drop_mismatched(answer: Answer, find_article: FindArticle) -> Answer:
    """The answer with only what the live articles say.

    If no quote is left it is a `not_found`, and the articles that were quoted are the closest.
    """
    if not answer.quotes:
        return replace(answer, closest=_renew_articles(answer.closest, find_article))
    renewed = (renew_quote(quote, find_article) for quote in answer.quotes)
    quotes = tuple(quote for quote in renewed if quote is not None)
    if quotes:
        return replace(answer, quotes=quotes)
    quoted = {quote.article.id: quote.article for quote in answer.quotes}
    closest = _renew_articles(tuple(quoted.values()), find_article)
    return replace(answer, status="not_found", confidence=0.0, quotes=(), closest=closest)


def _renew_articles(
    articles: tuple[Article, ...], find_article: FindArticle
) -> tuple[Article, ...]:
    live = (find_article(article.id) for article in articles)
    return tuple(article for article in live if article is not None)
