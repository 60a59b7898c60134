"""Finds articles that are in the collection twice: the same text, or two versions of one url."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from corpus.article import Article

DuplicateReason = Literal["same text", "older version of the same url"]


@dataclass(frozen=True, slots=True)
class DuplicateArticle:
    """An article that is left out, since `kept_id` stands for it."""

    id: str
    kept_id: str
    reason: DuplicateReason


def drop_duplicates(
    articles: Sequence[Article],
) -> tuple[tuple[Article, ...], tuple[DuplicateArticle, ...]]:
    """The articles to index and the ones left out, both ordered by id; the order in is no matter.

    Of one url the version that was published last is kept; where that doesn't decide, the one
    with the greatest id, for names with a date or a number sort that way. Of one text (its spaces
    and line breaks aside) the article is kept that says most about its source: with a url before
    without, then with a date before without, then the smallest id.
    """
    newest_last = sorted(articles, key=lambda article: (article.published or date.min, article.id))
    kept, older = _keep_first(newest_last[::-1], _url_key, "older version of the same url")
    best_first = sorted(kept, key=lambda each: (each.url is None, each.published is None, each.id))
    kept, same = _keep_first(best_first, lambda article: _text_key(article.text), "same text")
    return (
        tuple(sorted(kept, key=lambda article: article.id)),
        tuple(sorted((*older, *same), key=lambda duplicate: duplicate.id)),
    )


def _keep_first(
    articles: Iterable[Article], key: Callable[[Article], Hashable], reason: DuplicateReason
) -> tuple[list[Article], list[DuplicateArticle]]:
    groups: dict[Hashable, list[Article]] = defaultdict(list)
    for article in articles:
        groups[key(article)].append(article)
    kept = [group[0] for group in groups.values()]
    dropped = [
        DuplicateArticle(article.id, group[0].id, reason)
        for group in groups.values()
        for article in group[1:]
    ]
    return kept, dropped


def _url_key(article: Article) -> Hashable:
    """The same for addresses of one page; an article without a url is like no other."""
    if article.url is None:
        return (article.id,)
    parts = urlsplit(article.url)
    host = parts.netloc.lower().removeprefix("www.")
    return (host, parts.path.rstrip("/"), parts.query)


def _text_key(text: str) -> Hashable:
    return "".join(text.split())
