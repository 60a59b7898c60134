"""Writes an article that came from elsewhere as a Markdown file with front matter."""

import re

import yaml

from corpus.clean import clean_line
from corpus.draft import Draft
from corpus.furniture import clean_body
from corpus.published import find_date

# What Markdown reads as more than a character: anywhere in a line, and at its beginning.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|]")
_SPECIAL_AT_START = re.compile(r"^(?=[#+=:-])|^(\d{1,9})(?=[.)])", re.M)
_LANGUAGES = frozenset({"th", "en"})


def write_markdown(draft: Draft) -> bytes:
    """The file that `corpus.markdown` reads as the article of this draft, word for word.

    (But for pairs of double asterisks, which that reader takes for emphasis anywhere.) A date or
    language that can't be read is left out, so that it doesn't make the file unreadable.
    """
    title = clean_line(draft.title)
    day = find_date(clean_line(draft.published or ""))
    fields = {
        "title": title,
        "url": draft.url,
        "publisher": clean_line(draft.publisher or ""),
        "published": day.isoformat() if day else None,
        "language": draft.language if draft.language in _LANGUAGES else None,
    }
    given = {name: value for name, value in fields.items() if value}
    front = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)
    body = escape_markdown(clean_body(title, draft.text))
    return f"---\n{front}---\n\n{body}\n".encode()


def escape_markdown(text: str) -> str:
    """Clean `text` with a backslash before what Markdown would take for a mark."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], text)
    return _SPECIAL_AT_START.sub(lambda match: (match[1] or "") + "\\", escaped)
