"""Questions made of plain sentences, for there are few real ones in some languages and fields.

A number, name or phrase of a sentence is the answer; what stands around it, with words left out
and some said in the other language, is the question (cloze questions: Lewis et al., 2019,
arXiv:1906.04980). With sentences that are translations of each other the question is made of one
and the answer looked for in the other, where its number or name stands too.
"""

import random
import regex as re
from collections.abc import Iterator, Mapping, Sequence

from corpus.article import Language, Span
from corpus.language import detect_language
from corpus.words import cut_words
from index.lexicon import load_lexicon
from index.tokens import list_whole_tokens
from index.training_data import LONGEST, SHORTEST, Example, grow_window
from index.training_words import join_words, say_in_other_language

FEWEST_WORDS, MOST_WORDS = 4, 14  # of the sentence that a question keeps
LEFT_OUT, SWITCHED = 0.2, 0.15  # shares of the question's words
BESIDE = 0.3  # clozes of which a window without their sentence is shown, too

_MULTIPLIERS = r"(?: ?(?:%|percent|hundred|thousand|million|billion|trillion|ร้อย|พัน|หมื่น|แสนล้าน|หมื่นล้าน|พันล้าน|แสน|ล้าน|เปอร์เซ็นต์))?"
_NUMBER = re.compile(rf"\d[\d,.:/-]*\d{_MULTIPLIERS}|\d{_MULTIPLIERS}")
_LATIN_NAMES = re.compile(r"(?<=[a-z,;ก-๎] )(?:[A-Z][\w’'-]+(?: (?:of|and|de|the) (?=[A-Z])| (?=[A-Z]))?)+")
_PHRASE = re.compile(r"(?<=\b(?:the|an|of|by|as|to|in) )[a-z]{4,}(?: [a-z]{4,}){0,2}")
_MONTH = r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)"
_THAI_DATE = re.compile(rf"\d{{1,2}} {_MONTH}(?: (?:พ\.ศ\. )?\d{{4}})?")
_ENGLISH_DATE = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)(?: \d{1,2})?(?:,? \d{4})?"
)
_CLAUSE = re.compile(r"[,;:()\n“”\"]")
_ASKS: dict[Language, dict[str, Sequence[str]]] = {
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
    chance: random.Random,
    source: str,
) -> Iterator[Example]:
    """Up to `count` questions on sentences of `text` with windows that hold the answer."""
    order = list(range(len(sentences)))
    chance.shuffle(order)
    for place in order[:count]:
        sentence = text[sentences[place].start : sentences[place].end]
        found = _choose_answer(sentence, chance)
        if found is None:
            continue
        kind, answer = found
        question = _ask(sentence, answer, kind, surfaces, chance)
        if question is None:
            continue
        window = grow_window(sentences, place, place, chance.randint(SHORTEST, LONGEST), chance)
        shift = sentences[place].start - window.start
        passage = text[window.start : window.end]
        right = (answer.start + shift, answer.end + shift)
        yield Example(question, passage, (right,), source)
        if chance.random() < BESIDE:
            yield from _show_beside(text, sentences, place, sentence, answer, question, chance, source)


def make_clozes_across(
    pairs: Sequence[tuple[str, str]],
    surfaces: Mapping[str, str],
    chance: random.Random,
    source: str,
) -> Iterator[Example]:
    """Questions on the first sentence of each pair, answered by the second, its translation.

    `pairs` are one document's sentences in order; the windows are of the second language's.
    """
    joined = " ".join(other for _, other in pairs)
    ends = [0]
    for _, other in pairs:
        ends.append(ends[-1] + len(other) + 1)
    spans = [Span(start, start + len(p[1])) for start, p in zip(ends, pairs, strict=False)]
    for place, (asked, answering) in enumerate(pairs):
        shared = [
            (match, answering.index(match.group()))
            for match in _NUMBER.finditer(asked)
            if answering.count(match.group()) == 1 and asked.count(match.group()) == 1
        ] + [
            (match, answering.index(match.group()))
            for match in _LATIN_NAMES.finditer(asked)
            if answering.count(match.group()) == 1
        ]
        if not shared:
            continue
        match, at = chance.choice(shared)
        kind = "number" if match.group()[0].isdigit() else "name"
        question = _ask(asked, Span(match.start(), match.end()), kind, surfaces, chance)
        if question is None:
            continue
        window = grow_window(spans, place, place, chance.randint(SHORTEST, LONGEST), chance)
        start = spans[place].start - window.start + at
        right = (start, start + len(match.group()))
        yield Example(question, joined[window.start : window.end], (right,), source)
        if chance.random() < BESIDE:
            answer = Span(at, at + len(match.group()))
            yield from _show_beside(
                joined, spans, place, answering, answer, question, chance, source
            )


def _choose_answer(sentence: str, chance: random.Random) -> tuple[str, Span] | None:
    found: list[tuple[str, Span]] = []
    for kind, pattern in (
        ("time", _THAI_DATE),
        ("time", _ENGLISH_DATE),
        ("number", _NUMBER),
        ("name", _LATIN_NAMES),
        ("phrase", _PHRASE),
    ):
        for match in pattern.finditer(sentence):
            span = Span(match.start(), match.start() + len(match.group().rstrip()))
            if not any(s.start < span.end and span.start < s.end for _, s in found):
                found.append((kind, span))
    found += [("phrase", span) for span in _list_thai_phrases(sentence)]
    return chance.choice(found) if found else None


def _list_thai_phrases(sentence: str) -> Iterator[Span]:
    """One to three words that say something between words that say nothing or spaces."""
    start, run, at = 0, [], 0
    for word in [*cut_words(sentence), " "]:
        idle = not "ก" <= word[0] <= "๎" or load_lexicon("th").find(word) == ()
        if idle:
            if 1 <= len(run) <= 3 and sum(map(len, run)) >= 5:
                yield Span(start, at)
            run = []
        else:
            if not run:
                start = at
            run = [*run, word]
        at += len(word)


def _ask(
    sentence: str, answer: Span, kind: str, surfaces: Mapping[str, str], chance: random.Random
) -> str | None:
    """A question after the answer, of the words around it in its clause or beyond."""
    language = detect_language(sentence)
    before = _CLAUSE.split(sentence[: answer.start])
    after = _CLAUSE.split(sentence[answer.end :])
    wide = chance.random() < 0.4
    left = [w for w in cut_words(" ".join(before) if wide else before[-1]) if not w.isspace()]
    right = [w for w in cut_words(" ".join(after) if wide else after[0]) if not w.isspace()]
    most = chance.randint(FEWEST_WORDS, MOST_WORDS)
    left, right = left[-most:], right[: max(2, most - len(left))]
    left = [word for word in left if chance.random() >= LEFT_OUT]
    right = [word for word in right if chance.random() >= LEFT_OUT]
    if sum(_says(word, language) for word in (*left, *right)) < 3:
        return None
    ask = chance.choice(_ASKS[language][kind])
    orders = ([ask, *left, *right], [*left, ask, *right], [*right, *left, ask], [ask, *right, *left])
    words = chance.choice(orders[:1] + orders[:1] + orders) if language == "en" else chance.choice(
        orders[1:3] + orders[1:2] + orders
    )
    line = join_words(words)
    return say_in_other_language(line, language, SWITCHED, surfaces, chance)


def _says(word: str, language: Language) -> bool:
    key = " ".join(list_whole_tokens(word.lower()))
    return bool(key) and load_lexicon(language).find(key) != ()


def _show_beside(
    text: str,
    sentences: Sequence[Span],
    place: int,
    sentence: str,
    answer: Span,
    question: str,
    chance: random.Random,
    source: str,
) -> Iterator[Example]:
    """A window of the same text without the sentence or the words of the answer."""
    words = sentence[answer.start : answer.end].lower()
    side = chance.choice((sentences[:place], sentences[place + 1 :]))
    if not side:
        return
    start = chance.randrange(len(side))
    window = grow_window(side, start, start, chance.randint(SHORTEST, LONGEST), chance)
    passage = text[window.start : window.end]
    if words not in passage.lower():
        yield Example(question, passage, (), f"{source}-beside")
