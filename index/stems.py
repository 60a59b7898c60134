"""English words by their stems, so that "opened" and "opening" are one word."""

import re
import unicodedata
from functools import cache

import snowballstemmer

LONGEST_WORD = 64  # letters; longer ones are no words and are cut off there
_POSSESSIVE = re.compile(r"[’']s?(?=$|[’'])")


def stem_word(word: str) -> list[str]:
    """Return the stems of a word in lower case without its accents and its 's: café's is cafe."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    pieces = re.split("[’']", _POSSESSIVE.sub("", plain))
    return [_load_stemmer().stemWord(piece[:LONGEST_WORD]) for piece in pieces if piece]


@cache
def _load_stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
