"""From one file to one `Article`: by its suffix read, then cleaned and checked."""

import stat
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from corpus.article import Article, Language
from corpus.clean import clean_line
from corpus.decode import decode_bytes
from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.furniture import clean_body
from corpus.language import detect_language
from corpus.limits import DEFAULT_LIMITS, ReadingLimits
from corpus.markdown import read_markdown
from corpus.plain_text import read_plain_text
from corpus.published import find_date, parse_published
from corpus.sandbox import Sandbox

READABLE_SUFFIXES = frozenset({".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx"})
"""File name endings, in lower case, that `read_article` reads."""

READING_VERSION = 1
"""Goes up whenever the same file gives another `Article`, so that kept articles are read again."""

_MARKDOWN = frozenset({".md", ".markdown"})
# Markdown this small is parsed here: even a hostile one takes under a second then.
_SMALL_MARKDOWN_BYTES = 50_000
_LONGEST_TITLE = 500


def read_article(path: Path, article_id: str, limits: ReadingLimits = DEFAULT_LIMITS) -> Article:
    """The article in the file at `path`.

    Raises `ArticleError`, one line that begins with `article_id`, for whatever is wrong with it.
    """
    with Sandbox(limits) as sandbox:
        try:
            return parse_article(load_bytes(path, limits), article_id, sandbox)
        except ArticleError as error:
            message = f"{article_id}: {error}"
            raise ArticleError(message) from error


def load_bytes(path: Path, limits: ReadingLimits) -> bytes:
    """The file's content. Raises `ArticleError` without its name; an `OSError` is the cause."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            message = "is no ordinary file; put the article itself here"
            raise ArticleError(message)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        message = f"can't be opened ({error.strerror}); check its permissions"
        raise ArticleError(message) from error
    if len(data) > limits.file_bytes:
        message = f"is larger than {limits.file_bytes:,} bytes; split it or save it as .txt"
        raise ArticleError(message)
    if not data.strip():
        message = "is empty; write the article into it or remove it"
        raise ArticleError(message)
    return data


def parse_article(data: bytes, article_id: str, sandbox: Sandbox) -> Article:
    """The article in `data`, read by the suffix of `article_id`; errors as `Sandbox.read_draft`."""
    name = PurePosixPath(article_id)
    suffix = name.suffix.lower()
    if suffix not in READABLE_SUFFIXES:
        message = f"has an unknown type; save it as one of {', '.join(sorted(READABLE_SUFFIXES))}"
        raise ArticleError(message)
    if suffix == ".txt":
        draft = read_plain_text(decode_bytes(data))
    elif suffix in _MARKDOWN and len(data) <= _SMALL_MARKDOWN_BYTES:
        draft = read_markdown(decode_bytes(data))
    else:
        draft = sandbox.read_draft(data, suffix)
    return _finish_article(draft, article_id, name.stem, sandbox.limits)


def _finish_article(draft: Draft, article_id: str, stem: str, limits: ReadingLimits) -> Article:
    if len(draft.text) > limits.characters:
        raise ArticleError(limits.describe_too_long())
    title = clean_line(draft.title) or clean_line(stem)
    if len(title) > _LONGEST_TITLE:
        message = f"has a title of {len(title)} characters; shorten it to {_LONGEST_TITLE}"
        raise ArticleError(message)
    text = clean_body(title, draft.text)
    if not any(map(str.isalnum, text)):
        message = "has a title but no text; write the article under it or remove it"
        raise ArticleError(message)
    return Article(
        id=article_id,
        title=title,
        url=_check_url(draft.url),
        publisher=clean_line(draft.publisher or "") or None,
        published=_find_published(draft.published, text),
        language=_check_language(draft.language) if draft.language else detect_language(text),
        text=text,
    )


def _find_published(words: str | None, text: str) -> date | None:
    """The date that the file gives, else the dateline: a first line that is a date only."""
    if words:
        return parse_published(clean_line(words))
    return find_date(text.partition("\n")[0])


def _check_url(url: str | None) -> str | None:
    if not url:
        return None
    try:
        is_web_address = urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        is_web_address = False
    if not is_web_address or not url.isprintable() or " " in url:
        message = f'url is no web address: "{clean_line(url)[:80]}"; write it as https://...'
        raise ArticleError(message)
    return url


def _check_language(name: str) -> Language:
    match name.lower().replace("_", "-").partition("-")[0]:
        case "th":
            return "th"
        case "en":
            return "en"
    message = f'language is neither th nor en: "{clean_line(name)[:40]}"; correct or remove it'
    raise ArticleError(message)
