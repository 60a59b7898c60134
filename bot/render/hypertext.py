"""Telegram's HTML: how it is written, how long it is, and how text is made to fit.

Source: "HTML style" in Telegram's Bot API documentation. Only <, > and & (and " inside an
attribute) are written as entities; a message's length is counted after its tags are read. Text is
always shortened before it is escaped, so that no tag and no entity is ever cut.
"""

import html
import re

from corpus.article import Span
from corpus.clusters import cluster_boundaries
from corpus.long_text import find_word_ends

MOST_UNITS = 4096
"""UTF-16 units of a message after its tags are read."""
MOST_ENTITIES = 100
"""Formatted parts of a message; Telegram drops those behind them."""
ELLIPSIS = "…"

_TAG = re.compile(r"<(/?)[a-z][^<>]*>")
# A word of `corpus.words.cut_words` is no longer, so a text cut here shows all that matters.
_LONGEST_WORD = 400


def escape(text: str) -> str:
    """`text` as it stands between tags."""
    return html.escape(text, quote=False)


def make_bold(text: str) -> str:
    """`text` in bold, escaped."""
    return f"<b>{escape(text)}</b>" if text else ""


def make_link(text: str, url: str | None) -> str:
    """`text` linked to `url`, which is checked already; plain where there is none."""
    return f'<a href="{html.escape(url)}">{escape(text)}</a>' if url else escape(text)


def make_block(inner_html: str, *, folded: bool = False) -> str:
    """A block quote; a folded one shows three lines until it is tapped."""
    tag = "blockquote expandable" if folded else "blockquote"
    return f"<{tag}>{inner_html}</blockquote>" if inner_html else ""


def mark_span(text: str, span: Span | None) -> str:
    """`text` escaped, with the part at `span` in bold."""
    marked = text[span.start : span.end] if span else ""
    if span is None or not marked.strip():  # Telegram drops the mark of what can't be seen
        return escape(text)
    return escape(text[: span.start]) + make_bold(marked) + escape(text[span.end :])


def count_units(text: str) -> int:
    """The length of `text` in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def measure(message_html: str) -> tuple[int, int]:
    """The UTF-16 units of the message's text, and how many entities it has.

    >>> measure("<b>4.7 &lt; 5</b> 😀")
    (10, 1)
    """
    entities = sum(not match[1] for match in _TAG.finditer(message_html))
    return count_units(html.unescape(_TAG.sub("", message_html))), entities


def fits(message_html: str) -> bool:
    """Whether Telegram takes the message whole."""
    units, entities = measure(message_html)
    return units <= MOST_UNITS and entities <= MOST_ENTITIES


def shorten(text: str, most_units: int) -> str:
    """`text`, or its beginning with "…", in at most `most_units` UTF-16 units (1 or more).

    It ends after a whole word, or after a whole letter cluster where the first word is too long.
    """
    if len(text) <= most_units and count_units(text) <= most_units:
        return text
    end = find_cut(text, most_units - count_units(ELLIPSIS))
    return text[:end].rstrip() + ELLIPSIS


def shorten_start(text: str, most_units: int) -> str:
    """`text`, or its end behind "…", in at most `most_units` units, from the start of a word."""
    if len(text) <= most_units and count_units(text) <= most_units:
        return text
    tail = text[-(most_units + _LONGEST_WORD) :]
    first = len(tail) - _reach(tail[::-1], most_units - count_units(ELLIPSIS))
    for starts in (find_word_ends(tail), cluster_boundaries(tail)):
        rests = (tail[start:].lstrip() for start in starts if start >= first)
        rest = next(filter(None, rests), "")
        if rest:
            return ELLIPSIS + rest
    return ELLIPSIS


def find_cut(text: str, most_units: int) -> int:
    """Where to cut `text`: after the last word, else the last cluster, within `most_units`."""
    head = text[: most_units + _LONGEST_WORD]
    reach = _reach(head, most_units)
    ends = [end for end in find_word_ends(head) if len(head[:end].rstrip()) <= reach]
    if ends and head[: ends[-1]].strip():
        return ends[-1]
    return max(end for end in cluster_boundaries(head) if end <= reach)


def _reach(text: str, most_units: int) -> int:
    """How many code points from the start of `text` have at most `most_units` UTF-16 units."""
    units = 0
    for position, letter in enumerate(text):
        units += 2 if letter > "\uffff" else 1
        if units > most_units:
            return position
    return len(text)
