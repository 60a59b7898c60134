"""What Thai words are in English and the reverse; `index/lexicon_build.py` makes the two files.

A file has a line for each word or phrase of its language, in the order of their code points: the
key, then its translations, the surest first, each behind a digit from 1 to 9 that says how sure.
Keys and translations are tokens as the keyword index has them, joined by spaces. A word that
says nothing (of, ที่) has a line without translations.
"""

import gzip
import zlib
from bisect import bisect_left
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from corpus.article import Language
from corpus.errors import ModelError

FILES: dict[Language, str] = {"th": "lexicon_th.tsv.gz", "en": "lexicon_en.tsv.gz"}
# Of a translation's share of the best one; to which power hardly matters from 0.1 to 0.5.
SURENESS = tuple(round((digit / 9) ** 0.3, 3) for digit in range(10))


class Lexicon:
    """The words of one language with their translations, found by binary search in one text."""

    def __init__(self, text: bytes) -> None:
        """Takes the text of a file; only the places of its lines are read now."""
        self._text = text
        ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n")).tolist()
        self._starts = [0, *(end + 1 for end in ends)]
        self.find = lru_cache(maxsize=65_536)(self._find)

    def __len__(self) -> int:
        """How many words and phrases there are."""
        return len(self._starts) - 1

    def _find(self, key: str) -> tuple[tuple[str, float], ...] | None:
        """The translations of `key` with how sure each is (up to 1); None for an unknown word."""
        wanted = key.encode()
        place = bisect_left(range(len(self)), wanted, key=lambda number: self._read(number)[0])
        if place == len(self) or self._read(place)[0] != wanted:
            return None
        fields = self._read(place)[1].decode().split("\t")
        return tuple((field[1:], SURENESS[int(field[0])]) for field in fields if field)

    def _read(self, number: int) -> tuple[bytes, bytes]:
        line = self._text[self._starts[number] : self._starts[number + 1] - 1]
        key, _, translations = line.partition(b"\t")
        return key, translations


@cache
def load_lexicon(language: Language) -> Lexicon:
    """The embedded lexicon of the words of `language`; raises ModelError if it is damaged."""
    path = files("index") / FILES[language]
    try:
        return Lexicon(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error) as error:
        message = f"{path}: the lexicon can't be read ({error}); reinstall khamtob"
        raise ModelError(message) from error
