"""Sentences of an article, cut so that a person would quote them.

A line break always ends a sentence, so headings and list items stand alone. Each line is cut by
the rules of its script: `corpus.thai_sentences` where a good part of its letters is Thai,
`corpus.english_sentences` elsewhere (English sentences in a Thai line end by English rules, too).
A sentence that no rule can end is cut between words when it reaches `LONGEST` characters.

Measured on XQuAD's parallel paragraphs, by which the usual length of a Thai sentence was set: 5.0
sentences in Thai as in English (PyThaiNLP's crfcut: 7.2), of 138 characters in the median
(crfcut: 78), and 99.5 % of the answers lie within one sentence (crfcut: 97.1 %). On NTREX news
that the weights were not fitted on, where the true ends are known: F1 0.56 for Thai (crfcut:
0.49) and 0.95 for English.
"""

import re

from corpus.article import Language, Span
from corpus.english_sentences import find_english_breaks
from corpus.long_text import split_between_words
from corpus.thai_sentences import find_thai_breaks

LONGEST = 450
"""No sentence is longer than this many characters, unless it is a single cluster."""

# The line ends that str.splitlines knows.
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_THAI = re.compile(r"[ก-๎]")
_LATIN = re.compile(r"[A-Za-z]")
_SHARE_OF_THAI = 0.25


def cut_sentences(text: str, language: Language | None = None) -> list[Span]:
    """Return the sentences of `text` in order: all that is not space, each character once.

    `language` decides for lines that have neither Thai nor Latin letters. Time is linear in the
    length of the text.
    """
    return [
        sentence
        for line in _LINE.finditer(text)
        for sentence in _cut_line(text, line.start(), line.end(), language)
    ]


def _cut_line(text: str, start: int, end: int, language: Language | None) -> list[Span]:
    """Return the sentences of one line of `text`."""
    line = text[start:end]
    stripped = line.strip()
    if not stripped:
        return []
    first = line.index(stripped)
    breaks = (find_thai_breaks if _is_thai(line, language) else find_english_breaks)(line)
    starts = [first, *(next_start for _, next_start in breaks)]
    ends = [*(sentence_end for sentence_end, _ in breaks), first + len(stripped)]
    sentences = [Span(start + a, start + b) for a, b in zip(starts, ends, strict=True)]
    return [
        piece
        for sentence in sentences
        for piece in (
            split_between_words(text, sentence, LONGEST)
            if sentence.end - sentence.start > LONGEST
            else [sentence]
        )
    ]


def _is_thai(line: str, language: Language | None) -> bool:
    """Return whether `line` is to be cut by Thai rules."""
    thai, latin = len(_THAI.findall(line)), len(_LATIN.findall(line))
    if thai + latin == 0:
        return language == "th"
    return thai >= _SHARE_OF_THAI * (thai + latin)
