"""Articles as JSON-ready records, to be stored a line each and read back strictly."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import cast

from corpus.article import Article, Language
from corpus.errors import ArticleError

_FIELDS = {
    "id": str,
    "title": str,
    "url": str | None,
    "publisher": str | None,
    "published": str | None,
    "language": str,
    "text": str,
}


def cite_article(article: Article) -> dict[str, str | None]:
    """All of `article` but its text, in the order of its fields; `published` as 2021-05-04."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
    }


def article_to_record(article: Article) -> dict[str, str | None]:
    """`article` with its fields in their order; `published` as 2021-05-04."""
    return {**cite_article(article), "text": article.text}


def article_from_record(record: Mapping[str, object]) -> Article:
    """The article that `article_to_record` made `record` of.

    Raises `ArticleError` for a record that lacks a field, has another one or a value that no
    article has.
    """
    if set(record) != set(_FIELDS):
        different = ", ".join(sorted(map(str, set(record) ^ set(_FIELDS))))
        raise _damaged(record, f"fields missing or unknown: {different[:200]}")
    for name, kind in _FIELDS.items():
        if not isinstance(record[name], kind):
            raise _damaged(record, f"{name} is of the wrong type")
    fields = cast("Mapping[str, str]", record)
    if not fields["id"] or not fields["text"]:
        raise _damaged(record, "id or text is empty")
    if fields["language"] not in ("th", "en"):
        raise _damaged(record, "language is neither th nor en")
    if not unicodedata.is_normalized("NFC", fields["text"]):
        raise _damaged(record, "text is not NFC")
    return Article(
        id=fields["id"],
        title=fields["title"],
        url=fields["url"],
        publisher=fields["publisher"],
        published=_read_date(record, fields["published"]),
        language=cast("Language", fields["language"]),
        text=fields["text"],
    )


def _read_date(record: Mapping[str, object], words: str | None) -> date | None:
    try:
        return None if words is None else date.fromisoformat(words)
    except ValueError as error:
        raise _damaged(record, "published is no date") from error


def _damaged(record: Mapping[str, object], what: str) -> ArticleError:
    name = str(record.get("id"))[:200]
    return ArticleError(f"{name}: its stored record is damaged ({what}); index it again")
