"""Names in Thai and in Latin letters by their consonants, so that คุนซาน finds Kunshan.

A name that no lexicon has is spelt by its sound in the other script. What survives are classes of
consonants (k and g are one, so are s, sh, ch and z); vowels, doubled and inaudible letters and
later h, w and y do not. Of PyThaiNLP's 3,622 transliterated words 92 % agree, of geothai's 8,441
places, which are romanised by sound, 77 %.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.lexicon import load_lexicon
from index.questions import QUESTION_WORDS
from index.stems import stem_word

SHORTEST, LONGEST = 3, 8  # consonants of a name; shorter ones agree by chance
MOST_WORDS = 3  # that the dictionary makes of a Thai name
MOST_SPELLINGS = 4
LONGEST_NAME = 40  # letters

_THAI_CLASSES = {
    "K": "กขฃคฅฆ",
    "S": "จฉชซฌสศษ",
    "T": "ดตฎฏทธถฐฑฒ",
    "N": "นณญง",
    "P": "บปพผภ",
    "F": "ฟฝ",
    "M": "ม",
    "R": "รฤ",
    "L": "ลฬ",
    "W": "ว",
    "Y": "ย",
    "H": "หฮ",
}
_THAI_CLASS = {letter: name for name, letters in _THAI_CLASSES.items() for letter in letters}
_LEADING_H = re.compile("ห(?=[งญณนมยรลว])|รร")
_LATIN_CLASS = {
    **dict.fromkeys(("tch", "sch", "ch", "sh", "ts", "tz", "dg", "j", "z", "s"), "S"),
    **dict.fromkeys(("ck", "kh", "k", "q", "g", "c"), "K"),
    **dict.fromkeys(("th", "t", "d"), "T"),
    **dict.fromkeys(("ng", "n"), "N"),
    **dict.fromkeys(("p", "b"), "P"),
    **dict.fromkeys(("ph", "f"), "F"),
    **dict.fromkeys(("v", "w"), "W"),
    **{"gh": "", "x": "KS", "m": "M", "r": "R", "l": "L", "y": "Y", "h": "H"},
}
_LATIN = re.compile("|".join(sorted(_LATIN_CLASS, key=len, reverse=True)))
_TWO_SOUNDS = re.compile(r"(?<![ts])(ch|ph|g(?=[eiy]))")
_SOUNDS = {"ch": ("sh", "k"), "ph": ("f", "p"), "g": ("j", "k")}
_SOFT_C = re.compile("c(?=[eiy])")
_LATER_SOFT = re.compile("(?<=.)[HYW]")
_DOUBLED = re.compile(r"(.)\1+")
_THAI_WORD = re.compile("[ก-๎]")
_LATIN_WORD = re.compile(r"[^\W\d_ก-๎]{2,40}(?:['’][^\W\d_ก-๎]{1,40})*")
_POSSESSIVE = re.compile("['’].*")


@lru_cache(maxsize=65_536)
def sound_thai(name: str) -> str:
    """The consonant classes of a name in Thai letters.

    >>> sound_thai("คุนซาน")
    'KNSN'
    """
    audible = _LEADING_H.sub("", name.replace("ัว", ""))
    return _join_classes("".join(_THAI_CLASS.get(letter, "") for letter in audible))


@lru_cache(maxsize=65_536)
def sound_latin(name: str) -> tuple[str, ...]:
    """The consonant classes of a name in Latin letters, for each way that it may sound.

    >>> sound_latin("Chopin")
    ('SPN', 'KPN')
    """
    plain = unicodedata.normalize("NFD", name.lower())
    letters = "".join(c for c in plain if c.isascii() and c.isalpha())[:LONGEST_NAME]
    letters = _SOFT_C.sub("s", letters)
    pieces = [_SOUNDS.get(piece, (piece,)) for piece in _TWO_SOUNDS.split(letters)]
    spellings = itertools.islice(itertools.product(*pieces), MOST_SPELLINGS)
    return tuple(dict.fromkeys(_sound_spelling("".join(spelling)) for spelling in spellings))


def iterate_thai_names(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what may be a name among Thai words as they are cut, with its consonant classes.

    That is up to three neighbours of which one is in no lexicon.
    """
    for first in range(len(words)):
        for last in range(first, min(first + MOST_WORDS, len(words))):
            if not _THAI_WORD.search(words[last]):
                break
            part = words[first : last + 1]
            if all(map(_is_thai_word, part)) or (last > first and _has_idle_edge(part)):
                continue
            name = "".join(part)[:LONGEST_NAME]
            sound = sound_thai(name)
            if SHORTEST <= len(sound) <= LONGEST:
                yield name, sound


def iterate_latin_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield what may be a name in Latin letters (a stem, or two), with its consonant classes.

    That is a word with a capital letter or one that the lexicon lacks, and two such neighbours.
    """
    before: re.Match[str] | None = None
    for match in _LATIN_WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        known = find_stem(word)
        if word.lower() in QUESTION_WORDS or known == () or (known and word[0].islower()):
            before = None
            continue
        yield from _list_sounds(" ".join(stem_word(word.lower())), word)
        if before and text[before.end() : match.start()] in (" ", "-"):
            yield from _list_sounds("", before.group() + word)
        before = match


@lru_cache(maxsize=65_536)
def find_stem(word: str) -> tuple[tuple[str, float], ...] | None:
    """What the lexicon has for an English word: () if it says nothing, None if it is unknown."""
    return load_lexicon("en").find(" ".join(stem_word(word.lower())))


def _list_sounds(name: str, letters: str) -> Iterator[tuple[str, str]]:
    for sound in sound_latin(letters):
        if SHORTEST <= len(sound) <= LONGEST:
            yield name, sound


def _is_thai_word(word: str) -> bool:
    return word in QUESTION_WORDS or load_lexicon("th").find(word) is not None


def _has_idle_edge(part: Sequence[str]) -> bool:
    """Whether a word of more than two letters that says nothing begins or ends the part."""
    edges = (part[0], part[-1])
    return any(len(word) > 2 and load_lexicon("th").find(word) == () for word in edges)


def _sound_spelling(letters: str) -> str:
    return _join_classes("".join(_LATIN_CLASS[match] for match in _LATIN.findall(letters)))


def _join_classes(classes: str) -> str:
    return _DOUBLED.sub(r"\1", _LATER_SOFT.sub("", classes))
