"""Tells lines that were wrapped at a width from lines that somebody ended, and joins the former."""

import re
import unicodedata

_LIST_ITEM = re.compile(r"[-*•·●▪◦–] |\(?[\d๐-๙]{1,3}[.)] |\([ก-ฮa-z]\) |[|>#]")
# Editors and mail programs wrap between these widths; longer lines are whole paragraphs.
_NARROWEST, _WIDEST = 50, 130
_FEWEST_LINES = 4
_WRAPPED_SHARE = 0.8


def join_wrapped_lines(text: str) -> str:
    """`text` with the line breaks inside hard-wrapped paragraphs turned into spaces.

    A greedy wrapper breaks a line only where the next word did not fit. So a text is wrapped at
    the width of its longest line if, inside its paragraphs, at least four of five lines could not
    have taken the first word of the next one. Any other text comes back as it is.
    """
    lines = text.split("\n")
    if max(map(len, lines)) > 2 * _WIDEST:  # no script stacks more than one mark on each letter
        return text
    width = max(map(line_width, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return text
    breaks = [
        at
        for at, line in enumerate(lines[1:], start=1)
        if line.strip() and lines[at - 1].strip() and not starts_item(line)
    ]
    full = {at for at in breaks if _is_full(lines[at - 1], lines[at], width)}
    if len(full) < _FEWEST_LINES or len(full) < _WRAPPED_SHARE * len(breaks):
        return text
    joined = [lines[0]]
    for at, line in enumerate(lines[1:], start=1):
        joined.append(f" {line.lstrip()}" if at in full else f"\n{line}")
    return "".join(joined)


def line_width(line: str) -> int:
    """Columns that `line` takes; marks above and below a letter take none."""
    if line.isascii():
        return len(line)
    return sum(unicodedata.category(letter) != "Mn" for letter in line)


def starts_item(line: str) -> bool:
    """Whether `line` begins a list item, a table row, a quotation or a heading."""
    return _LIST_ITEM.match(line.lstrip()) is not None


def _is_full(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[0]
    return line_width(line.rstrip()) + 1 + line_width(word) > width
