"""Reads RSS and Atom with feedparser. Run in the worker process only."""

import hashlib
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser

from corpus.clean import clean_line
from corpus.errors import ArticleError
from corpus.feed_entry import Feed, FeedEntry
from corpus.published import find_date

MOST_ENTRIES = 500
_MOST_CHARACTERS = 4_000_000  # of all entries' content, so that the answer fits its pipe
_TAG = re.compile(r"<[^<>]*>")
_CHANGING = ("title", "link", "id", "published", "updated", "summary", "content")


def read_feed(data: bytes, url: str) -> Feed:
    """The feed that was fetched from `url`; entries without a web address are left out.

    Raises `ArticleError` if it is none.
    """
    # From a stream, since feedparser takes other bytes for a file's name first.
    found = feedparser.parse(io.BytesIO(data), response_headers={"content-location": url})
    if not found.get("version"):
        message = "is no RSS or Atom feed; check the address, or save the page and add the file"
        raise ArticleError(message)
    entries = tuple(_read_entries(found.entries[:MOST_ENTRIES]))
    return Feed(_read_title(found.feed), entries)


def _read_entries(found: Iterable[Mapping[str, Any]]) -> Iterator[FeedEntry]:
    left = _MOST_CHARACTERS
    seen: set[str] = set()
    for fields in found:
        entry = dict(fields)  # feedparser's own dictionary answers with other fields than asked for
        url = _find_url(entry)
        if url is None or url in seen:
            continue
        seen.add(url)
        content = _find_content(entry)
        left -= len(content)
        yield FeedEntry(
            url=url,
            title=_read_title(entry),
            published=_find_published(entry),
            content=content if left > 0 else "",
            digest=_hash_entry(entry),
        )


def _find_url(entry: Mapping[str, Any]) -> str | None:
    for name in ("link", "id"):
        url = str(entry.get(name, ""))
        if urlsplit(url).scheme in {"http", "https"} and url.isprintable():
            return url
    return None


def _read_title(entry: Mapping[str, Any]) -> str:
    return clean_line(html.unescape(_TAG.sub(" ", str(entry.get("title", "")))))


def _find_content(entry: Mapping[str, Any]) -> str:
    """The content that is given as such; a summary is none."""
    for part in entry.get("content", ()):
        value = str(part.get("value", ""))
        return html.escape(value) if part.get("type") == "text/plain" else value
    return ""


def _find_published(entry: Mapping[str, Any]) -> str | None:
    """The day in the feed's own time zone: early in a Bangkok morning it is yesterday in UTC."""
    words = clean_line(str(entry.get("published", "")))
    day = find_date(words) or _read_mail_date(words)
    if day is None and entry.get("published_parsed"):
        day = date(*entry["published_parsed"][:3])
    return day.isoformat() if day else None


def _read_mail_date(words: str) -> date | None:
    try:
        day = parsedate_to_datetime(words).date()
    except (ValueError, TypeError, IndexError):
        return None
    return find_date(day.isoformat())  # which makes a Buddhist year a common one


def _hash_entry(entry: Mapping[str, Any]) -> str:
    content = json.dumps([entry.get(name) for name in _CHANGING], default=str)
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
