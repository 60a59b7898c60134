"""Where text may be cut without breaking a letter that people see as one.

A cluster is a Unicode extended grapheme cluster (UAX #29: base and marks, sara am, flags, emoji
joined by ZWJ), and in Thai also what is written around one consonant: the leading vowels
เ แ โ ใ ไ before it and ะ า ๅ after it.
"""

from collections.abc import Iterator

import regex

# At most two leading vowels and two following ones, so that no run of them is scanned twice
# and "มากกกกาาาาา" does not become one endless cluster.
# Flags are paired here, because \X looks back over all the flags before it at each one.
GRAPHEME = r"(?:[\U0001F1E6-\U0001F1FF]{1,2}+[\p{M}\u200d]*+|\X)"
_CLUSTER = regex.compile(
    rf"(?:[เ-ไ]{{1,2}}+(?=[ก-ฮ]))?+{GRAPHEME}(?:(?=[ะาๅ])\X){{0,2}}+", regex.VERSION1
)
# No writing piles up more on one base (Unicode's stream-safe form allows 30 marks), so what does
# is cut, and no cluster is longer than this many code points.
_MOST_CODE_POINTS = 64
# Characters after which, and before which, a cluster always ends: cheap places to start from.
_SPACES = " \t\n"


def iterate_cluster_ends(text: str) -> Iterator[int]:
    """Yield the end of each cluster of `text` in order, in code points."""
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        if end - start > _MOST_CODE_POINTS:
            yield from range(start + _MOST_CODE_POINTS, end, _MOST_CODE_POINTS)
        yield end


def cluster_boundaries(text: str) -> list[int]:
    """Return every place where `text` may be cut, 0 and `len(text)` included, in order."""
    return [0, *iterate_cluster_ends(text)]


def ends_cluster(text: str, position: int) -> bool:
    """Return whether no mark or vowel after `text[position - 1]` belongs to that character.

    Cheaper than `is_cluster_boundary`, for a character that never joins the one before it.
    """
    match = _CLUSTER.match(text, position - 1)
    return match is not None and match.end() == position


def is_cluster_boundary(text: str, position: int) -> bool:
    """Return whether `text` may be cut before `text[position]` without breaking a cluster."""
    if not 0 < position < len(text):
        return position in (0, len(text))
    start = max(text.rfind(space, 0, position) for space in _SPACES)
    piece_start = max(start, 0)
    # 256 code points past the cut are enough to see what follows the cluster at the cut.
    piece = text[piece_start : position + 256]
    for end in iterate_cluster_ends(piece):
        if end >= position - piece_start:
            return end == position - piece_start
    return False
