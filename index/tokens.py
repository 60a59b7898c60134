"""Thai and English text as tokens for the keyword index.

A word gives itself (Thai as the dictionary cuts it, English stemmed) and its parts, marked "~":
the syllables of a Thai word, the first letters of an English one. A number, year or month also
gives what it means, so that "4.7 แสนล้าน" meets "470 billion", 2564 meets 2021 and มกราคม meets
January in whatever language they are asked for. What may be a name gives its consonants, by which
it is found from the other script; a question is asked in its own script without them.

nDCG@10 of plain BM25 over these tokens on half of XQuAD in Thai and in English, and over iApp's
validation passages (612, 612 and 742 questions):

    words alone                               96.1  96.4  96.6
    and question words left out of questions  96.2  96.8  96.8
    and parts of words                        97.4  97.0  97.5
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from corpus.article import Language
from corpus.words import cut_words
from index.dates import read_thai_digits
from index.names import iterate_latin_names, iterate_thai_names
from index.numbers import find_numbers, format_plain
from index.questions import QUESTION_WORDS, normalise_question
from index.stems import LONGEST_WORD, stem_word
from index.syllables import split_syllables
from index.years import find_dates

PART = "~"
MEANING = "="
NAME = f"{PART}^"
_FIRST_LETTERS = 5
_ODD_LETTERS = 2
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_THAI = re.compile("[ก-๎]")
_NOT_LETTERS = re.compile(r"[.ๆฯ]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MIXED = re.compile(r"(?<![^\W_ก-๎])(?:[a-z]{1,20}\d|\d{1,20}[a-z])[a-z0-9]{0,20}(?![^\W_ก-๎])")
_PERCENT = frozenset({"%", "ร้อยละ", "เปอร์เซ็นต์", "เปอร์เซนต์", "percent"})


def tokenize_for_search(text: str) -> list[str]:
    """Return the tokens of a passage, none with a space in it, in no order that matters.

    The time is linear in the length of the text, whatever it holds.
    """
    text = read_thai_digits(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    words = cut_words(text.lower())
    names = {*iterate_thai_names(words), *iterate_latin_names(text)}
    sounds = (NAME + sound for _, sound in sorted(names))
    return [*_iterate_word_tokens(words), *_iterate_meanings(text), *sounds]


def tokenize_question(text: str) -> list[str]:
    """Return the tokens of a question: those of its words, but not of the words that only ask.

    A question of such words alone ("คืออะไร") keeps them all.
    """
    text = read_thai_digits(normalise_question(text))
    words = cut_words(text.lower())
    asked = [word for word in words if word not in QUESTION_WORDS]
    tokens = [*_iterate_word_tokens(asked), *_iterate_meanings(text)]
    return tokens or list(_iterate_word_tokens(words))


def mark_language(language: Language) -> str:
    """Return the token that every passage in `language` has."""
    return f"{MEANING}in-{language}"


def list_whole_tokens(word: str) -> list[str]:
    """Return the tokens of one word in lower case as `cut_words` cuts it, without its parts."""
    return [token for token in _make_tokens(word) if not token.startswith((PART, MEANING))]


def _iterate_word_tokens(words: list[str]) -> Iterator[str]:
    for word in words:
        yield from _make_tokens(word)
    for letters in _group_odd_letters(words):
        yield from _make_parts(letters)


def _group_odd_letters(words: list[str]) -> Iterator[str]:
    """Yield the Thai words, odd letters put together with what they stand beside.

    The dictionary cuts a name that it lacks (คุนซาน) into one or two letters and a rest, elsewhere
    into others; together again, its syllables are the same everywhere.
    """
    group = ""
    for word in words:
        letters = _NOT_LETTERS.sub("", word)[:LONGEST_WORD] if _THAI.search(word) else ""
        odd = min(len(group), len(letters)) <= _ODD_LETTERS
        if group and not (letters and odd and len(group) < LONGEST_WORD):
            yield group
            group = ""
        group += letters
    if group:
        yield group


@lru_cache(maxsize=65_536)
def _make_parts(letters: str) -> tuple[str, ...]:
    return tuple(PART + syllable for syllable in split_syllables(letters))


@lru_cache(maxsize=65_536)
def _make_tokens(word: str) -> tuple[str, ...]:
    """Return the tokens of one word in lower case as `cut_words` cuts it, less Thai parts."""
    meaning = (f"{MEANING}percent",) if word in _PERCENT else ()
    if _THAI.search(word):
        letters = _NOT_LETTERS.sub("", word)[:LONGEST_WORD]
        return (letters, *meaning) if letters else ()
    if word[0].isdigit():
        pieces = _split_number(word[:LONGEST_WORD])
        return tuple(token for piece in pieces for token in _mark(piece, piece))
    if word[0].isalpha():
        stems = stem_word(word)
        marked = (token for stem in stems for token in _mark(stem, stem[:_FIRST_LETTERS]))
        return (*marked, *meaning)
    return meaning


def _mark(token: str, part: str) -> tuple[str, str]:
    return token, PART + part


def _split_number(digits: str) -> list[str]:
    """Return "300,000" as 300000, "4.70" as 4.7, and a list such as "1,2" as its numbers."""
    pieces = filter(None, _THOUSANDS.sub("", digits).split(","))
    return [re.sub(r"(?<=\d)\.?0+$", "", p) if p.count(".") == 1 else p for p in pieces]


def _iterate_meanings(text: str) -> Iterator[str]:
    """Yield what numbers, years and months in `text` mean, and mixed codes (5G) in one piece."""
    for number in find_numbers(text):
        if number.in_words:
            yield format_plain(number.value)
    for date in find_dates(text):
        if date.year and date.era == "BE":
            yield from _mark(str(date.year), str(date.year))
        if date.month:
            yield f"{MEANING}month-{date.month:02}"
            if date.day:
                yield f"{MEANING}day-{date.month:02}-{date.day:02}"
    for match in _MIXED.finditer(text.lower()):
        yield match.group()
