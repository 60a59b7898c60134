"""From the name that a file came with to a name in the articles folder that can do no harm."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import ArticleError
from corpus.readers import READABLE_SUFFIXES

_MOST_BYTES = 120  # a file name may have 255, with the ending of an unfinished one
# Letters, digits and marks of any script; brackets and commas are harmless and usual in names.
_UNSAFE = re.compile(r"[^\w\-.,()ก-๎ ]+")
# Windows opens these as devices, whatever their ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def make_article_id(name: str, data: bytes) -> str:
    """A safe file name for the upload called `name`: its last part, without what steers.

    Raises ArticleError for an ending that isn't one of an article's.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    before, dot, ending = last.strip().rpartition(".")
    suffix = (dot + ending).lower()
    if suffix not in READABLE_SUFFIXES:
        endings = ", ".join(sorted(READABLE_SUFFIXES))
        shown = f"the ending {suffix[:20]}" if dot and suffix.isprintable() else "no ending"
        message = f"has {shown}; an article file has one of {endings}"
        raise ArticleError(message)
    stem = _UNSAFE.sub("-", before)
    stem = " ".join(stem.split()).strip("-._~ ")
    stem = stem.encode()[:_MOST_BYTES].decode("utf-8", "ignore").rstrip("-._ ")
    if not any(map(str.isalnum, stem)) or _DEVICES.match(stem):
        stem = f"article-{hashlib.sha256(data).hexdigest()[:12]}"
    return stem + suffix


def find_free_id(article_id: str, is_taken: Callable[[str], bool]) -> str:
    """The id, or with the first number behind it that is not taken: `name-2.md`."""
    path = PurePosixPath(article_id)
    candidate, number = article_id, 1
    while is_taken(candidate):
        number += 1
        candidate = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    return candidate
