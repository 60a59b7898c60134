"""Lines around an article that are not part of it: its own title again, and page furniture."""

import re

from corpus.clean import clean_line, clean_text, collapse_breaks

# Whole lines that pages and their printouts carry, in lower case. A line is dropped only if it is
# one of these and nothing else, so prose is never touched.
_FURNITURE = frozenset(
    {
        "พิมพ์",
        "พิมพ์หน้านี้",
        "พิมพ์ข่าวนี้",
        "สั่งพิมพ์",
        "แชร์",
        "แชร์หน้านี้",
        "แชร์ข่าวนี้",
        "คัดลอกลิงก์",
        "ข้ามไปยังเนื้อหา",
        "print",
        "print this page",
        "share",
        "share this",
        "share this page",
        "share this article",
        "tweet",
        "copy link",
        "skip to content",
        "skip to main content",
    }
)
_PAGE_NUMBER = re.compile(r"-+ ?\d{1,4} ?-+|(?:หน้า|page) \d{1,4}(?: ?(?:จาก|of|/) ?\d{1,4})?", re.I)
# Lines drawn between parts: "-----", "***", a lone ".".
_RULE = re.compile(r"[-–—_.*=+~#•·…| ]+")
_NO_LETTER = re.compile(r"[\W_]+")
# Lines that may stand between the top of a page and the title it repeats: dates, mostly.
_LINES_AT_TOP = 6


def clean_body(title: str, text: str) -> str:
    """`text` cleaned (see `clean_text`), without the title at its top and page furniture.

    Government pages repeat the title up to three times, between lines with the date; every line
    among the first six that is the title and nothing else goes, other lines stay. Furniture is a
    lone "พิมพ์", "Share", "หน้า 3 จาก 10" or "- 3 -" and the like, wherever it stands; a drawn line
    ("-----") becomes the paragraph break that it is.
    """
    wanted = _letters_of(clean_line(title))
    kept: list[str] = []
    lines_above = 0
    for line in clean_text(text).split("\n"):
        at_top = lines_above < _LINES_AT_TOP
        if is_furniture(line) or (at_top and wanted and _letters_of(line) == wanted):
            continue
        is_blank = not line or _RULE.fullmatch(line) is not None
        kept.append("" if is_blank else line)
        lines_above += not is_blank
    return collapse_breaks("\n".join(kept))


def is_furniture(line: str) -> bool:
    """Whether a clean line is nothing but a button's word or a marked page number."""
    return line.lower() in _FURNITURE or _PAGE_NUMBER.fullmatch(line) is not None


def _letters_of(line: str) -> str:
    return _NO_LETTER.sub("", line[:2000]).casefold()
