"""Cutting what is too long for one sentence or one passage, between words."""

from corpus.article import Span
from corpus.clusters import cluster_boundaries
from corpus.words import cut_words

_CLAUSE_ENDS = (",", ";", ":", "—", "–")


def find_word_ends(text: str) -> list[int]:
    """Return where words of `text` end without breaking a cluster, `len(text)` included."""
    safe = set(cluster_boundaries(text))
    ends: list[int] = []
    end = 0
    for word in cut_words(text):
        end += len(word)
        if end in safe:
            ends.append(end)
    return ends


def split_between_words(text: str, span: Span, longest: int) -> list[Span]:
    """Cut `span` of `text` into spans of at most `longest` code points, without its outer spaces.

    Cuts fall after a comma or a semicolon where there is one in the second half, else at a space,
    else between words, else between clusters. Only a single cluster may be longer than `longest`.
    """
    pieces: list[Span] = []
    start = span.start
    while span.end - start > longest:
        # A little beyond the longest piece is enough to see the word that crosses its end.
        window = text[start : min(span.end, start + longest + 64)]
        end = start + _choose_cut(window, longest)
        pieces.append(_strip(text, start, end))
        start = end
    pieces.append(_strip(text, start, span.end))
    return [piece for piece in pieces if piece.end > piece.start]


def _choose_cut(window: str, longest: int) -> int:
    """Return where to cut `window`: more than 0 and at most `longest` from its start."""
    ends = [end for end in find_word_ends(window)[:-1] if 0 < end <= longest]
    spaces = [end for end in ends if window[end - 1].isspace() and end > longest // 2]
    clauses = [end for end in spaces if window[end - 2 : end - 1] in _CLAUSE_ENDS]
    if spaces:
        return (clauses or spaces)[-1]
    if ends:
        return ends[-1]
    clusters = cluster_boundaries(window)[1:]
    return max((end for end in clusters if end <= longest), default=clusters[0])


def _strip(text: str, start: int, end: int) -> Span:
    """Return the span without the spaces at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, max(start + left, start + len(piece.rstrip())))
