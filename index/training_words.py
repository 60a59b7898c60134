"""Questions in changed words, from which the reader learns what no data set of ours has enough of.

Words said in the other language (code switching: Qin et al., 2020, arXiv:2006.06402) teach it to
find an answer across the languages; a name or number put in the place of one that the passage has
makes a near miss, which the passage doesn't answer (after Zhu et al., 2019, arXiv:1906.06045).
"""

import random
from collections.abc import Mapping, Sequence

import regex as re

from corpus.article import Language, Span
from corpus.words import cut_words
from index.lexicon import load_lexicon
from index.tokens import PART, list_whole_tokens, tokenize_for_search

LONGEST_PHRASE = 3  # words that are said together
MOST_OTHERS = 12  # questions among which another name or number is looked for
MOST_WAYS = 3  # translations among which is chosen, the surest of them

_ASKS: dict[Language, dict[str, str]] = {
    "en": {
        "what": "อะไร", "which": "ใด", "who": "ใคร", "whom": "ใคร", "whose": "ของใคร",
        "when": "เมื่อไร", "where": "ที่ไหน", "why": "ทำไม", "how": "อย่างไร", "many": "กี่",
        "much": "เท่าไร", "of": "ของ", "in": "ใน", "the": "", "a": "", "an": "", "did": "",
        "does": "", "do": "", "is": "คือ", "was": "คือ", "were": "คือ", "are": "คือ", "to": "ถึง",
        "by": "โดย", "for": "สำหรับ", "from": "จาก", "with": "กับ", "and": "และ", "at": "ที่",
        "on": "บน",
    },
    "th": {
        "อะไร": "what", "ใด": "which", "ไหน": "which", "ใคร": "who", "เมื่อไร": "when",
        "เมื่อไหร่": "when", "เมื่อใด": "when", "ที่ไหน": "where",
        "ทำไม": "why", "อย่างไร": "how", "กี่": "how many",
        "เท่าไร": "how much", "เท่าไหร่": "how much", "เท่าใด": "how much", "ของ": "of", "ใน": "in",
        "คือ": "is", "เป็น": "is", "โดย": "by", "จาก": "from", "กับ": "with", "และ": "and", "ที่": "",
    },
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NAME = re.compile(r"[A-Z][a-z]{2,}")


def say_in_other_language(
    text: str, language: Language, share: float, surfaces: Mapping[str, str], chance: random.Random
) -> str:
    """`text` with about `share` of the words that the lexicon has in the other language.

    `surfaces` gives for an English stem the word that it stands for.
    """
    words = [word for word in cut_words(text) if not word.isspace()]
    said: list[str] = []
    place = 0
    while place < len(words):
        length, other = 1, None
        if chance.random() < share:
            length, other = _translate(words, place, language, surfaces, chance)
        said.append(words[place] if other is None else other)
        place += length
    return join_words([word for word in said if word])


def join_words(words: Sequence[str]) -> str:
    """The words as a line: no space between Thai words, one around others."""
    line = ""
    for word in words:
        both_thai = line[-1:] >= "ก" and word[0] >= "ก"
        bare = not line or both_thai or word in ",.?;:)%" or line[-1] in "("
        line += word if bare else f" {word}"
    return line


def read_surfaces(texts: Sequence[str]) -> dict[str, str]:
    """For each English stem the word of these texts that has it most often."""
    counts: dict[str, dict[str, int]] = {}
    for text in texts:
        for word in cut_words(text.lower()):
            if word.isascii() and word.isalpha():
                ways = counts.setdefault(" ".join(list_whole_tokens(word)), {})
                ways[word] = ways.get(word, 0) + 1
    return {stem: max(ways, key=ways.__getitem__) for stem, ways in counts.items()}


def ask_about_another(
    question: str, passage: str, others: Sequence[str], chance: random.Random
) -> str | None:
    """`question` about something that the passage doesn't tell of; None if that can't be made.

    A number or name that question and passage share is replaced by one of the same kind
    from the questions in `others` that the passage lacks.
    """
    inside = passage.lower()
    shared = [word for word in _list_telling(question) if find_whole(word.lower(), inside)]
    if not shared:
        return None
    chosen = chance.choice(shared)
    is_number = chosen[0].isdigit()
    told = frozenset(tokenize_for_search(passage))
    for other in chance.sample(others, min(len(others), MOST_OTHERS)):
        for word in _list_telling(other):
            if word[0].isdigit() != is_number or word.lower() in inside:
                continue
            if not (is_number and told.intersection(_list_meanings(word))):
                return "".join(word if w == chosen else w for w in cut_words(question))
    return None


def find_whole(words: str, text: str) -> list[Span]:
    """Where `words` stand in `text` and not inside a longer Latin word or number."""
    pattern = rf"(?<![\p{{Latin}}\d])(?<!\d[.,]){re.escape(words)}(?!\p{{Latin}}|[.,]?\d)"
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def _list_telling(question: str) -> list[str]:
    """The numbers and names of a question; the first word has a capital without being a name."""
    words = cut_words(question)
    return [word for word in words[:1] if _NUMBER.fullmatch(word)] + [
        word for word in words[1:] if _NUMBER.fullmatch(word) or _NAME.fullmatch(word)
    ]


def _list_meanings(number: str) -> list[str]:
    """The number in plain digits, and the year of the common era that it may be."""
    return [token for token in tokenize_for_search(number) if not token.startswith(PART)]


def _translate(
    words: Sequence[str],
    place: int,
    language: Language,
    surfaces: Mapping[str, str],
    chance: random.Random,
) -> tuple[int, str | None]:
    """How many words from `place` on have a translation together, the longest first, and it."""
    lowered = words[place].lower()
    if lowered in _ASKS[language]:
        return 1, _ASKS[language][lowered]
    lexicon = load_lexicon(language)
    for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
        part = words[place : place + length]
        key = " ".join(token for word in part for token in list_whole_tokens(word.lower()))
        ways = lexicon.find(key) if key else None
        if ways:
            near = ways[:MOST_WAYS]
            way = chance.choices([w for w, _ in near], [sure**4 for _, sure in near])[0]
            return length, _write_out(way, surfaces)
    return 1, None


def _write_out(way: str, surfaces: Mapping[str, str]) -> str:
    if way[0] >= "ก":
        return way.replace(" ", "")
    return " ".join(surfaces.get(stem, stem) for stem in way.split(" "))
