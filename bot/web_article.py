"""Makes an article file of what a link leads to: Markdown that says where it is from."""

import dataclasses
import hashlib
import re
import unicodedata
from html import escape
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from bot.collection import NewFile
from bot.fetch import PUBLIC, Fetched, explain_failure, fetch
from bot.reach import Reach
from corpus.decode import decode_bytes
from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.feed_entry import FeedEntry
from corpus.markdown_file import write_markdown
from corpus.plain_text import read_plain_text
from corpus.sandbox import Sandbox

_OK = 200
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = MappingProxyType(
    {
        "text/html": ".html",
        "application/xhtml+xml": ".html",
        "application/pdf": ".pdf",
        _DOCX: ".docx",
        "text/markdown": ".md",
        "text/plain": ".txt",
    }
)
"""The media types that articles are read from, and how their files end."""

_NOT_IN_NAMES = re.compile(r"[^\w.ก-๎]+")
_MOST_NAME_BYTES = 120  # a file name may have 255, with the ending of an unfinished one
_LONGEST_HOST = 60


def fetch_article(url: str, sandbox: Sandbox, reach: Reach = PUBLIC) -> NewFile:
    """The article at `url` as a file to be added.

    Raises ArticleError, one line with the url, if there is none.
    """
    fetched = fetch(url, reach, headers={"Accept": ", ".join(SUFFIXES)})
    try:
        draft = read_fetched(fetched, sandbox)
    except ArticleError as error:
        raise explain_failure(url, str(error)) from error
    return NewFile(name_article(url), write_markdown(draft))


def read_fetched(fetched: Fetched, sandbox: Sandbox) -> Draft:
    """The draft of the article that a server gave.

    Its url is where it was fetched from, whatever the page claims. Raises ArticleError without
    the url if it is none.
    """
    if fetched.status != _OK:
        message = f"the server says {fetched.status}"
        raise ArticleError(message)
    suffix = SUFFIXES.get(fetched.kind)
    if suffix is None:
        message = f"{fetched.kind[:80] or 'of unknown type'}, not an article"
        raise ArticleError(message)
    if suffix == ".txt":
        draft = read_plain_text(decode_bytes(fetched.data))
    else:
        draft = sandbox.read_draft(fetched.data, suffix)
    title = draft.title or _title_of(fetched.url)
    return dataclasses.replace(draft, url=fetched.url, title=title)


def read_entry(entry: FeedEntry, publisher: str, sandbox: Sandbox) -> Draft:
    """The draft of the article that a feed's entry carries in itself; ArticleError if none."""
    page = (
        f"<html><head><meta charset='utf-8'><title>{escape(entry.title)}</title></head>"
        f"<body><article><h1>{escape(entry.title)}</h1>{entry.content}</article></body></html>"
    )
    draft = sandbox.read_draft(page.encode("utf-8", "replace"), ".html")
    return dataclasses.replace(
        draft,
        url=entry.url,
        title=entry.title or draft.title or _title_of(entry.url),
        publisher=publisher or None,
        published=entry.published,
    )


def name_article(url: str) -> str:
    """An article id for `url`, `host/readable-words-digest.md`: another one for every url."""
    parts = urlsplit(url)
    host = _shorten_name(parts.hostname or "web", _LONGEST_HOST)
    words = _shorten_name(unquote(parts.path), _MOST_NAME_BYTES)
    digest = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{host or 'web'}/{words}{'-' * bool(words)}{digest}.md"


def _title_of(url: str) -> str:
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2]
    return last or parts.hostname or url


def _shorten_name(text: str, most_bytes: int) -> str:
    """The words of `text` joined by "-", with no dot or dash at its ends."""
    words = _NOT_IN_NAMES.sub("-", unicodedata.normalize("NFC", text)).strip("-._")
    return words.encode()[:most_bytes].decode("utf-8", "ignore").strip("-._")
