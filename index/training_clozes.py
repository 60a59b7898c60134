"""Questions made of plain sentences, for there are few real ones in some languages and fields.

A number, name or phrase of a sentence is the answer; what stands around it, with words left out
and some said in the other language, is the question (cloze questions: Lewis et al., 2019,
arXiv:1906.04980). With sentences that are translations of each other the question is made of one
and the answer looked for in the other, where its number or name stands too.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random

import regex as re

from corpus.article import Language, Span
from corpus.language import detect_language
from corpus.words import cut_words
from index.lexicon import load_lexicon
from index.tokens import list_whole_tokens
from index.training_answers import Asked, Kind, choose_answer, choose_shared
from index.training_data import LONGEST, SHORTEST, Example, grow_window
from index.training_words import join_words, say_in_other_language

FEWEST_WORDS, MOST_WORDS = 4, 14  # of the sentence that a question keeps
FEWEST_TELLING = 3  # of these words that say something
LEFT_OUT, SWITCHED = 0.2, 0.15  # shares of the question's words
WIDE = 0.4  # questions with words from beyond the answer's clause
BESIDE = 0.3  # clozes of which a window without their sentence is shown, too

_CLAUSE = re.compile(r"[,;:()\n“”\"]")
_ASKS: dict[Language, dict[Kind, Sequence[str]]] = {
    "en": {
        "number": ("how many", "how much", "what", "what number of"),
        "time": ("when", "what date", "what year", "when"),
        "name": ("who", "what", "which", "where", "what is the name of"),
        "phrase": ("what", "which", "what"),
    },
    "th": {
        "number": ("เท่าไร", "กี่", "เท่าใด", "จำนวนเท่าไร"),
        "time": ("เมื่อไร", "วันใด", "ปีใด", "เมื่อใด"),
        "name": ("ใคร", "อะไร", "ที่ไหน", "ชื่ออะไร"),
        "phrase": ("อะไร", "สิ่งใด", "อะไรบ้าง"),
    },
}


def make_clozes(
    text: str,
    sentences: Sequence[Span],
    count: int,
    surfaces: Mapping[str, str],
    chance: Random,
    source: str,
) -> Iterator[Example]:
    """Up to `count` questions on sentences of `text`, each with a window that holds the answer.

    Some have a second window from another place of the text, without the answer.
    """
    order = list(range(len(sentences)))
    chance.shuffle(order)
    for place in order[:count]:
        start, end = sentences[place].start, sentences[place].end
        asked = choose_answer(text[start:end], chance)
        question = asked and _ask(text[start:end], asked, surfaces, chance)
        if asked and question:
            answer = Span(start + asked.span.start, start + asked.span.end)
            yield from _cut_windows(text, sentences, place, answer, question, chance, source)


def make_clozes_across(
    pairs: Sequence[tuple[str, str]],
    surfaces: Mapping[str, str],
    chance: Random,
    source: str,
) -> Iterator[Example]:
    """Questions on the first sentence of each pair, answered by the second, its translation.

    `pairs` are one document's sentences in order; the windows are of the second language's.
    """
    text = " ".join(other for _, other in pairs)
    starts = accumulate((len(other) + 1 for _, other in pairs), initial=0)
    sentences = [
        Span(start, start + len(other)) for start, (_, other) in zip(starts, pairs, strict=False)
    ]
    for place, (asking, answering) in enumerate(pairs):
        shared = choose_shared(asking, answering, chance)
        question = shared and _ask(asking, shared[0], surfaces, chance)
        if shared and question:
            start, span = sentences[place].start, shared[1]
            answer = Span(start + span.start, start + span.end)
            yield from _cut_windows(text, sentences, place, answer, question, chance, source)


def _ask(sentence: str, asked: Asked, surfaces: Mapping[str, str], chance: Random) -> str | None:
    """A question after what is asked, of the words around it in its clause or beyond."""
    language = detect_language(sentence)
    before = _CLAUSE.split(sentence[: asked.span.start])
    after = _CLAUSE.split(sentence[asked.span.end :])
    wide = chance.random() < WIDE
    left = _cut_plain_words(" ".join(before) if wide else before[-1])
    right = _cut_plain_words(" ".join(after) if wide else after[0])
    most = chance.randint(FEWEST_WORDS, MOST_WORDS)
    left, right = left[-most:], right[: max(2, most - len(left))]
    left = [word for word in left if chance.random() >= LEFT_OUT]
    right = [word for word in right if chance.random() >= LEFT_OUT]
    if sum(_says(word, language) for word in (*left, *right)) < FEWEST_TELLING:
        return None
    ask = chance.choice(_ASKS[language][asked.kind])
    words = chance.choice(_list_orders(ask, left, right, language))
    return say_in_other_language(join_words(words), language, SWITCHED, surfaces, chance)


def _cut_plain_words(text: str) -> list[str]:
    return [word for word in cut_words(text) if not word.isspace()]


def _list_orders(
    ask: str, left: list[str], right: list[str], language: Language
) -> list[list[str]]:
    """The orders of a question's parts, the usual ones of the language several times."""
    asked_first, asked_in_place = [ask, *left, *right], [*left, ask, *right]
    asked_last = [*right, *left, ask]
    every = [asked_first, asked_in_place, asked_last, [ask, *right, *left]]
    usual = {"en": [asked_first] * 2, "th": [asked_in_place, asked_last, asked_in_place]}
    return usual[language] + every


def _says(word: str, language: Language) -> bool:
    key = " ".join(list_whole_tokens(word.lower()))
    return bool(key) and load_lexicon(language).find(key) != ()


def _cut_windows(
    text: str,
    sentences: Sequence[Span],
    place: int,
    answer: Span,
    question: str,
    chance: Random,
    source: str,
) -> Iterator[Example]:
    """A window around the sentence at `place`, and by chance one beside it without the answer."""
    window = grow_window(sentences, place, place, chance.randint(SHORTEST, LONGEST), chance)
    right = (answer.start - window.start, answer.end - window.start)
    yield Example(question, text[window.start : window.end], (right,), source)
    if chance.random() < BESIDE:
        passage = _cut_beside(text, sentences, place, chance)
        if passage.strip() and text[answer.start : answer.end].lower() not in passage.lower():
            yield Example(question, passage, (), f"{source}-beside")


def _cut_beside(text: str, sentences: Sequence[Span], place: int, chance: Random) -> str:
    """A window before or behind the sentence at `place`; empty if nothing is there."""
    side = chance.choice((sentences[:place], sentences[place + 1 :]))
    if not side:
        return ""
    start = chance.randrange(len(side))
    window = grow_window(side, start, start, chance.randint(SHORTEST, LONGEST), chance)
    return text[window.start : window.end]
