"""Makes text that somebody else wrote safe to show: titles, names, quotes, questions.

A title can be repaired: what steers the text around it is taken out. A quote can't, since it is
the article's words: there each such character is shown as "�", one for one, so that offsets hold.
Articles are cleaned when they are read, so a real quote has none of them.
"""

import regex

from bot.render.hypertext import shorten
from corpus.clean import clean_line

LONGEST_TITLE = 160
"""UTF-16 units of a title; four lines of a phone."""
LONGEST_NAME = 60
"""UTF-16 units of a publisher's name."""

# Controls but the line break, lone surrogates, marks that turn the direction of writing, line and
# paragraph separators (Telegram takes these and U+202A-E out, which would move every entity).
_STEERING = regex.compile(
    r"[\p{Cs}\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]"
)
# Tags and selectors that nobody sees, and the three marks that Telegram takes out itself.
_UNSEEN = regex.compile("[\U000e0000-\U000e0fff\u030a\u0333\u033f\u034f\u17b4\u17b5]")
# Letters without a picture; a title of them would be a link that nobody can see.
_BLANK = regex.compile("[\u115f\u1160\u2800\u3164\uffa0]")
# Marks piled up on one letter paint over the lines above; no writing needs more than four.
_PILE = regex.compile(r"(\p{M}{4})\p{M}+")
_SEEN = regex.compile(r"[\p{L}\p{N}\p{P}\p{S}]")


def make_harmless(text: str) -> str:
    """`text` with each character that steers others shown as "�"; same length, same offsets."""
    return _STEERING.sub("\ufffd", text)


def make_line(text: str) -> str:
    """`text` on one line, with nothing in it that can't be seen; empty if that is all it has."""
    line = _UNSEEN.sub("", clean_line(_STEERING.sub(" ", text)))
    line = clean_line(_PILE.sub(r"\1", _BLANK.sub(" ", line)))
    while line and regex.match(r"\p{M}", line):
        line = line[1:].lstrip()
    return line if _SEEN.search(line) else ""


def make_title(title: str, otherwise: str) -> str:
    """The title on one line, shortened where it is huge; `otherwise` if it shows nothing."""
    line = make_line(title[:5000]) or make_line(otherwise[:5000]) or "—"
    return shorten(line, LONGEST_TITLE)


def make_name(name: str | None) -> str:
    """A publisher's name on one line; empty if there is none."""
    return shorten(make_line((name or "")[:1000]), LONGEST_NAME)
