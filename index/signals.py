"""What is known of a search when its first quote is to be rated: one number for each signal."""

import math
from collections.abc import Sequence

import numpy as np

from index.answer_kinds import AnswerKind, find_asked_kinds, has_kind
from index.generation import Generation
from index.language_bases import compute_bases
from index.quotes import Choice
from index.reading import LOWEST_SHARE, SCALE, clip_score
from index.search import Hit, Question
from index.sentence_features import FEATURES, Candidate
from index.sentence_words import weigh_words
from index.tokens import PART

SIGNALS = (
    "similarity_of_sentence",  # of the question and the nearest sentence that was read
    "similarity_above_language",  # the best passage's cosine less that of its language as such
    "similarity_above_others",  # less the mean of other articles' hits in the same language
    "no_others",  # 1 where there are too few of them to compare with
    "keyword_share",  # BM25 of the best passage against the highest possible, or what it says of it
    "word_share",  # share of the question's words that the quoted sentence has, or says
    "part_share",  # the same with parts of words
    "word_share_alone",  # of words that no other sentence there has
    "passage_share",  # share of the question's words that the quote's passage has, or says
    "heaviest_missing",  # part of the question that its rarest word is which is not there
    "kind_missing",  # 1 where a number or a time is asked for and the quote has none
    "probability",  # of the first quote among all sentences found
    "question_length",  # logarithm of the number of words
    "word_rarity",  # mean weight of the question's words
)
READER_SIGNALS = (
    "reader_score",  # of the best span in the first quote, above no answer
    "reader_share",  # logarithm of the probability that the answer is there, in its window
    "reader_no_answer",  # probability that the quote's window has none
    "reader_best",  # the best score of all that was read
    "reader_elsewhere",  # the best score in other passages than the quote's, less the quote's
    "answer_misfit",  # 1 where a number or a time is asked for and the answer has none
    "unread",  # 1 where the first quote was not read
)
FEWEST_OTHERS, MOST_OTHERS = 3, 10  # hits of other articles
_TOLD_BY_LETTERS = frozenset({AnswerKind.NUMBER, AnswerKind.TIME})


def measure_signals(
    generation: Generation,
    question: Question,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    choices: Sequence[Choice],
) -> tuple[float, ...]:
    """The value of each of SIGNALS; the caller has at least one hit, candidate and choice."""
    best = _find_core(candidates, choices[0])
    features = dict(zip(FEATURES, best.features[: len(FEATURES)].tolist(), strict=True))
    weights = [generation.keywords.weigh_token(token) for token in question.tokens]
    words = [token for token in question.tokens if not token.startswith(PART)]
    return (
        max(candidate.similarity for candidate in candidates),
        *_compare_hits(generation, question, hits),
        features["share"],
        features["share_with_parts"],
        features["share_alone"],
        *_look_for_words(generation, question, candidates, best),
        float(_lacks_kind(question.text, choices[0].quote.text)),
        choices[0].probability,
        math.log(1 + len(words)),
        float(np.mean(weights)) if weights else 0.0,
    )


def measure_reader_signals(
    question: Question, candidates: Sequence[Candidate], choices: Sequence[Choice]
) -> tuple[float, ...]:
    """The value of each of READER_SIGNALS."""
    quote = choices[0].quote
    core = _find_core(candidates, choices[0])
    quoted = [
        candidate
        for candidate in candidates
        if candidate.article.id == quote.article.id
        and quote.start <= candidate.span.start
        and candidate.span.end <= quote.end
        and candidate.reading is not None
    ]
    best = max((_score(c) for c in candidates if c.reading is not None), default=0.0)
    if not quoted:
        return (0.0, 0.0, 0.0, best, 0.0, 0.0, 1.0)
    read = max(quoted, key=_score)
    reading = read.reading
    assert reading is not None  # noqa: S101, quoted ones were read
    answer = read.article.text[read.span.start + reading.start : read.span.start + reading.end]
    elsewhere = [
        _score(candidate)
        for candidate in candidates
        if candidate.reading is not None and candidate.passage_number != core.passage_number
    ]
    return (
        _score(read),
        max(LOWEST_SHARE, reading.share),
        reading.no_answer,
        best,
        max(elsewhere) - _score(read) if elsewhere else 0.0,
        float(_lacks_kind(question.text, answer)),
        0.0,
    )


def _find_core(candidates: Sequence[Candidate], choice: Choice) -> Candidate:
    """The sentence for which the quote was chosen."""
    return next(
        candidate
        for candidate in candidates
        if candidate.article.id == choice.quote.article.id and candidate.span.start == choice.core
    )


def _compare_hits(
    generation: Generation, question: Question, hits: Sequence[Hit]
) -> tuple[float, float, float, float]:
    """The best hit above its language, above others, whether there are any, and its words."""
    first = hits[0]
    bases = compute_bases(generation.language_means, question.vector)
    spoken = first.passage.article.language
    others = [
        hit.similarity
        for hit in hits
        if hit.passage.article.id != first.passage.article.id
        and hit.passage.article.language == spoken
    ]
    compared = len(others) >= FEWEST_OTHERS
    bound = generation.keywords.bound_score(question.tokens)
    found = first.keyword_score / bound if bound else 0.0
    return (
        first.similarity - bases[spoken],
        first.similarity - float(np.mean(others[:MOST_OTHERS])) if compared else 0.0,
        float(not compared),
        max(found, first.translated),
    )


def _look_for_words(
    generation: Generation, question: Question, candidates: Sequence[Candidate], quoted: Candidate
) -> tuple[float, float]:
    """The share of the question that the quoted passage has, and its heaviest word that lacks."""
    words = weigh_words(generation, question, quoted.article.language)
    tokens = frozenset(
        token
        for candidate in candidates
        if candidate.passage_number == quoted.passage_number
        for token in candidate.tokens
    )
    return words.look_for(tokens)


def _lacks_kind(question: str, text: str) -> bool:
    """Whether a number or a time is asked for and the text has nothing of the kind."""
    asked = find_asked_kinds(question) & _TOLD_BY_LETTERS
    return bool(asked) and not any(has_kind(text, kind, question) for kind in asked)


def _score(candidate: Candidate) -> float:
    return clip_score(candidate.reading.score) / SCALE if candidate.reading else 0.0
