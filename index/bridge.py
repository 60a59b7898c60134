"""What a question asks about, said in the other language, for keyword search across languages.

Each word of the question stands for its translations, of which the best one counts; phrases that
the lexicon has stand beside their words; names that it lacks go by their consonants, numbers,
years and months by what they mean.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from corpus.article import Language
from corpus.words import cut_words
from index.concepts import Concept, Way
from index.dates import read_thai_digits
from index.lexicon import load_lexicon
from index.names import iterate_latin_names, iterate_thai_names
from index.questions import QUESTION_WORDS
from index.syllables import split_syllables
from index.tokens import MEANING, NAME, PART, list_whole_tokens

# Tuned on the development half of XQuAD in both directions; all are flat around these values.
LONGEST_PHRASE = 4  # words
PHRASE_WEIGHT = 0.7  # its words count too
NUMBER_WEIGHT = 2.0  # numbers need no translation
OF_COMPOUND = 0.7  # how sure the translation of a half is for the whole word
OF_SYLLABLES = 0.8  # how sure a Thai word is where only its syllables are found
_PREFIXES = ("การ", "ความ", "ผู้", "นัก", "ชาว")  # make nouns of verbs
_SHORTEST_HALF = 3  # letters

Ways = dict[str, float]


@lru_cache(maxsize=256)
def translate_question(
    text: str, language: Language, tokens: tuple[str, ...]
) -> tuple[Concept, ...]:
    """The concepts of a question in `language`, said in the other language.

    `text` and `tokens` are those of the normalised question.
    """
    words = cut_words(read_thai_digits(text).lower())
    names = _sound_names(text, words, language)
    found: list[Concept] = []
    for key, length in _iterate_phrases(words):
        ways = _list_ways(key, length, language)
        if ways is None:
            continue
        weight = 1.0 if length == 1 else PHRASE_WEIGHT
        found.append(Concept((*names.pop(key, ()), *ways), weight, is_word=length == 1))
    found += (Concept(tuple(ways), PHRASE_WEIGHT, is_word=False) for ways in names.values())
    numbers = [token for token in tokens if token.startswith(MEANING) or token[0].isdigit()]
    found += (Concept((Way((n,), 1.0),), NUMBER_WEIGHT, is_word=True) for n in numbers)
    return tuple(found)


def _iterate_phrases(words: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each different run of up to four tokens once, with its length.

    Words that only ask and symbols are in none; numbers are looked at elsewhere.
    """
    tokens: list[str] = []
    for word in words:
        if word.isspace():
            continue
        whole = [] if word in QUESTION_WORDS else list_whole_tokens(word)
        tokens += [token for token in whole if not token[0].isdigit()] or [""]
    seen: set[str] = set()
    for first in range(len(tokens)):
        for length in range(1, LONGEST_PHRASE + 1):
            part = tokens[first : first + length]
            key = " ".join(part)
            if len(part) < length or "" in part:
                break
            if key not in seen:
                seen.add(key)
                yield key, length


@lru_cache(maxsize=16_384)
def _list_ways(key: str, length: int, language: Language) -> tuple[Way, ...] | None:
    """How it may be said, the surest first; None if it says nothing or is an unknown phrase."""
    translations = load_lexicon(language).find(key)
    if translations == () or (translations is None and length > 1):
        return None
    ways = dict(translations or ())
    if length == 1:
        if not ways and language == "th":
            ways = _translate_compound(key)
        ways[key] = 1.0  # a name may stand in the other language as it is
    if language == "en":
        ways |= _list_syllables(ways)
    order = sorted(ways.items(), key=lambda item: -item[1])
    return tuple(Way(tuple(way.split(" ")), sureness) for way, sureness in order)


def _translate_compound(word: str) -> Ways:
    """The translations of a verb that was made a noun, or else of the two halves of a word."""
    lexicon = load_lexicon("th")
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (found := lexicon.find(word.removeprefix(prefix))):
            return dict(found)
    for border in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
        first, second = lexicon.find(word[:border]), lexicon.find(word[border:])
        if first and second:
            return {way: OF_COMPOUND * sureness for way, sureness in (*second, *first)}
    return {}


def _list_syllables(ways: Mapping[str, float]) -> Ways:
    """The syllables of the Thai words: what the dictionary cuts as one word may be half of one."""
    found: Ways = {}
    for way, sureness in ways.items():
        if " " not in way and len(way) > _SHORTEST_HALF and "ก" <= way[0] <= "๎":
            parts = " ".join(PART + syllable for syllable in split_syllables(way))
            found[parts] = max(found.get(parts, 0.0), OF_SYLLABLES * sureness)
    return found


def _sound_names(text: str, words: list[str], language: Language) -> dict[str, list[Way]]:
    """How what may be names may be written, by the word that they stand for."""
    names = iterate_thai_names(words) if language == "th" else iterate_latin_names(text)
    found: dict[str, list[Way]] = {}
    for name, sound in names:
        found.setdefault(name or sound, []).append(Way((NAME + sound,), 1.0))
    return found
