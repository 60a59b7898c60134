"""Puts the lines of PDF pages together again: paragraphs, hyphens, no page furniture."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus.lines import starts_item

# PDFium marks a hyphen at a line's end with this and joins the two lines.
HYPHEN_MARK = "\ufffe"

_PAGE_NUMBER = re.compile(
    r"(?:หน้า|page)? ?[-–(]* ?\d{1,4} ?[-–)]*(?: ?(?:จาก|of|/) ?\d{1,4})?", re.I
)
_DIGITS = re.compile(r"\d+")
_FEWEST_REPEATS = 3
# Where lines begin is compared in steps of this many points (1/72 inch).
_COLUMN_STEP = 40.0
_INDENT = 8.0
# A line that ends before this share of its column was ended by the writer.
_FULL_SHARE = 0.85
_SPLIT_AM = re.compile("(?<=[ก-ฮ])([่-๋]?) ([่-๋]?)า")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, with its edges in points from the page's left."""

    text: str
    left: float
    right: float


def join_pages(pages: list[list[Line]]) -> str:
    """The text of `pages`, one paragraph a line.

    Left out are page numbers and running heads: first and last lines of a page that stand, but
    for their digits, on at least three pages and half of all. A line runs on into the next one if
    it reaches the right edge of its column and the next is neither indented nor a list item.
    Between two Thai letters no space is put, for Thai lines break inside a phrase.
    """
    repeated = _find_running_lines(pages)
    lines = [line for page in pages for line in _strip_edges(page, repeated)]
    edges = _find_right_edges(lines)
    paragraphs: list[str] = []
    previous: Line | None = None
    for line in lines:
        if previous and _runs_on(previous, line, edges):
            paragraphs.append(_gap_between(previous.text, line.text) + line.text.strip())
        else:
            paragraphs.append("\n" + line.text.strip())
        previous = line
    return _repair_letters("".join(paragraphs).strip())


def _find_running_lines(pages: list[list[Line]]) -> set[str]:
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_mask_digits(line.text) for line in (*page[:1], *page[-1:])})
    fewest = max(_FEWEST_REPEATS, len(pages) / 2)
    return {text for text, count in counts.items() if count >= fewest}


def _strip_edges(page: list[Line], repeated: set[str]) -> list[Line]:
    """`page` without furniture in its first two and last two lines."""
    start, end = 0, len(page)
    while start < min(2, end) and _is_edge(page[start].text, repeated):
        start += 1
    while end > max(start, len(page) - 2) and _is_edge(page[end - 1].text, repeated):
        end -= 1
    return page[start:end]


def _is_edge(text: str, repeated: set[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None or _mask_digits(text) in repeated


def _mask_digits(text: str) -> str:
    return _DIGITS.sub("0", text.strip())


def _find_right_edges(lines: Iterable[Line]) -> dict[int, float]:
    """How far lines reach that begin at about the same place, by column step."""
    edges: dict[int, float] = defaultdict(float)
    for line in lines:
        step = int(line.left // _COLUMN_STEP)
        for near in (step - 1, step, step + 1):
            edges[near] = max(edges[near], line.right)
    return edges


def _runs_on(line: Line, following: Line, edges: dict[int, float]) -> bool:
    edge = edges[int(line.left // _COLUMN_STEP)]
    is_full = line.right - line.left >= _FULL_SHARE * (edge - line.left)
    is_indented = _INDENT < following.left - line.left < _COLUMN_STEP * 2
    return is_full and not is_indented and not starts_item(following.text)


def _gap_between(text: str, following: str) -> str:
    between_thai = "ก" <= text[-1:] <= "๎" and "ก" <= following[:1] <= "๎"
    return "" if between_thai else " "


def _repair_letters(text: str) -> str:
    """Hyphens at line ends, and sara am where a font has lost its ring ("ส าคัญ").

    The latter only in a text that has no sara am at all: in Thai every hundredth letter is one.
    """
    if "ำ" not in text and "ํ" not in text and len(_SPLIT_AM.findall(text)) >= _FEWEST_REPEATS:
        text = _SPLIT_AM.sub(r"\1\2ำ", text)
    words = text.split(HYPHEN_MARK)
    joined = [words[0]]
    for before, after in pairwise(words):
        left = re.search(r"[a-z]{1,30}$", before)
        right = re.match(r"[a-z]{1,30}", after)
        is_one_word = left and right and f"{left[0]}-{right[0]}" not in text
        joined.append(after if is_one_word else f"-{after}")
    return "".join(joined)
