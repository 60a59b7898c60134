"""Wraps lines for the terminal where a Thai or an English reader expects it."""

from collections.abc import Iterator

from rich.cells import cell_len

from corpus.article import Span
from corpus.clusters import cluster_boundaries, iterate_cluster_ends
from corpus.words import cut_words

_REPETITION = "ๆ"  # goes with the word before it


def wrap_text(text: str, width: int) -> list[Span]:
    """The lines of `text`, each at most `width` cells, without the spaces at a break.

    A line ends at a line break of the text, at a space, or between two Thai words; only a word
    that is wider than a line is cut, between two letter
    clusters.
    """
    lines: list[Span] = []
    start = 0
    for paragraph in text.split("\n"):
        lines.extend(_wrap_paragraph(text, Span(start, start + len(paragraph)), max(width, 2)))
        start += len(paragraph) + 1
    return lines


def _wrap_paragraph(text: str, paragraph: Span, width: int) -> Iterator[Span]:
    start = end = paragraph.start
    for piece in _cut_pieces(text, paragraph, width):
        words = text[piece.start : piece.end]
        if cell_len(text[start : piece.start] + words.rstrip(" ")) > width:
            yield Span(start, end)
            start = piece.start
        end = piece.start + len(words.rstrip(" ")) if words.strip(" ") else end
    yield Span(start, end)


def _cut_pieces(text: str, paragraph: Span, width: int) -> Iterator[Span]:
    """What stays together, spaces behind it included."""
    line = text[paragraph.start : paragraph.end]
    boundaries = frozenset(cluster_boundaries(line))
    start = end = paragraph.start
    for word in cut_words(line):
        is_whole = text[end - 1] == " " or end - paragraph.start in boundaries
        if start < end and is_whole and _may_break(text[end - 1], word[0]):
            yield from _cut_wide(text, Span(start, end), width)
            start = end
        end += len(word)
    if start < end:
        yield from _cut_wide(text, Span(start, end), width)


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    return _is_thai(before) and _is_thai(after) and after != _REPETITION


def _is_thai(letter: str) -> bool:
    return "ก" <= letter <= "๎"


def _cut_wide(text: str, piece: Span, width: int) -> Iterator[Span]:
    words = text[piece.start : piece.end]
    if cell_len(words.rstrip(" ")) <= width:
        yield piece
        return
    start = end = piece.start
    for offset in iterate_cluster_ends(words):
        if start < end and cell_len(text[start : piece.start + offset]) > width:
            yield Span(start, end)
            start = end
        end = piece.start + offset
    yield Span(start, end)
