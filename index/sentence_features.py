"""Describes each sentence of the found passages by how well it may answer the question."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.article import Article, Language, Span
from index.answer_kinds import AnswerKind, find_asked_kinds, has_kind, has_new_number
from index.encoder import Vector
from index.generation import Generation
from index.reader import Reading
from index.search import Hit, Question
from index.sentence_embedder import SentenceEmbedder
from index.sentence_words import (
    WORD_FEATURES,
    QuestionWords,
    weigh_words,
)

MOST_OTHER = 3  # passages in the other language whose sentences are embedded for a question

FEATURES = (
    *WORD_FEATURES,
    "similarity",  # cosine of question and sentence, less the passage's mean
    "similarity_of_best",  # less the passage's best
    "other_similarity",  # the two once more where question and passage differ in language
    "other_similarity_of_best",
    "other_share",  # what the sentence says of the question, where the two differ in language
    "other_share_alone",
    "length",  # natural logarithm of characters
    "position",  # 0 for the first sentence of the passage, near 1 for the last
    "asked_number",
    "asked_time",
    "asked_person",
    "asked_place",
    "asked_reason",
    "new_number",  # a number that nobody asked for
    "passage_gap",  # score of its passage less the best passage's
    "passage_rank",  # logarithm of 1 + the passage's rank
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted; `span` is in the article's text, `features` as FEATURES.

    `similarity` is the cosine of sentence and question, `reading` what the reader found in the
    sentence (offsets in its text), None where it was not read.
    """

    article: Article
    passage_number: int
    span: Span
    tokens: frozenset[str]
    similarity: float
    features: Vector
    reading: Reading | None = None


def compute_probabilities(candidates: Sequence[Candidate], weights: Vector) -> list[float]:
    """The probability of each sentence to answer, if one of them does; they sum to 1."""
    if not candidates:
        return []
    strengths = np.stack([candidate.features for candidate in candidates]) @ weights
    odds = np.exp(strengths - strengths.max())
    probabilities: list[float] = (odds / odds.sum()).tolist()
    return probabilities


def list_candidates(
    generation: Generation, question: Question, hits: Sequence[Hit], embedder: SentenceEmbedder
) -> list[Candidate]:
    """Every sentence of the passages that are worth reading, in the hits' order."""
    words: dict[Language, QuestionWords] = {}
    kinds = find_asked_kinds(question.text)
    candidates: list[Candidate] = []
    for rank, hit in enumerate(_choose_passages(question, hits)):
        number = generation.table.find_number(hit.passage)
        language = hit.passage.article.language
        if language not in words:
            words[language] = weigh_words(generation, question, language)
        passage_features = [hit.score - hits[0].score, math.log(1 + rank)]
        candidates += _describe_passage(
            generation, number, question, words[language], kinds, passage_features, embedder
        )
    return candidates


def _choose_passages(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """The hits in the question's language, and the first in the other one if it leads.

    Sentences in the other language share no words with the question and are embedded one by one,
    which takes time, so they are read only where they are the best that was found.
    """
    own = [hit for hit in hits if hit.passage.article.language == question.language]
    if not hits or hits[0] in own:
        return own
    other = [hit for hit in hits if hit not in own][:MOST_OTHER]
    return sorted([*own, *other], key=hits.index)


def _compare_sentences(
    generation: Generation,
    numbers: range,
    question: Question,
    sentences: Sequence[str],
    embedder: SentenceEmbedder | None,
) -> Vector:
    """The cosine of the question with each sentence.

    By the sentences' stored vectors, or with an `embedder` by vectors of their own: between the
    languages those choose the right sentence 63 times of 100 instead of 41 (English to Thai).
    """
    stored = generation.sentences.vectors_of
    vectors = embedder.embed(sentences) if embedder else stored(numbers)
    cosines: Vector = vectors @ question.vector
    return cosines


def _describe_passage(
    generation: Generation,
    number: int,
    question: Question,
    words: QuestionWords,
    kinds: frozenset[AnswerKind],
    passage_features: list[float],
    embedder: SentenceEmbedder,
) -> list[Candidate]:
    article = generation.table[number].article
    numbers = generation.table.range_of_sentences(number)
    spans = [generation.table.sentence(sentence) for sentence in numbers]
    tokens = [generation.sentences.tokens_of(sentence) for sentence in numbers]
    texts = [article.text[span.start : span.end] for span in spans]
    is_other = article.language != question.language
    cosines = _compare_sentences(
        generation, numbers, question, texts, embedder if is_other else None
    )
    of_words = _describe_words(words, tokens, is_other=is_other)
    columns = [
        *(of_words[name] for name in WORD_FEATURES),
        *_describe_meaning(cosines, is_other=is_other),
        of_words["other_share"],
        of_words["other_share_alone"],
        [math.log(span.end - span.start) for span in spans],
        [place / len(spans) for place in range(len(spans))],
        *_describe_kinds(question.text, kinds, texts),
        *([value] * len(spans) for value in passage_features),
    ]
    features = np.array(columns, np.float32).T
    return [
        Candidate(article, number, span, frozenset(words_found), float(cosine), row)
        for span, words_found, cosine, row in zip(spans, tokens, cosines, features, strict=True)
    ]


def _describe_words(
    words: QuestionWords, tokens: Sequence[Sequence[str]], *, is_other: bool
) -> dict[str, list[float]]:
    """The columns of WORD_FEATURES, and those of the other language."""
    columns = dict(zip(WORD_FEATURES, words.describe(tokens), strict=True))
    for name in ("share", "share_alone"):
        columns[f"other_{name}"] = [value * is_other for value in columns[name]]
    return columns


def _describe_meaning(cosines: Vector, *, is_other: bool) -> list[Vector]:
    columns = [(cosines - cosines.mean()) * 10, (cosines - cosines.max()) * 10]
    return [*columns, *(column * is_other for column in columns)]


def _describe_kinds(
    question: str, kinds: frozenset[AnswerKind], sentences: Sequence[str]
) -> list[list[float]]:
    columns = [
        [float(kind in kinds and has_kind(sentence, kind, question)) for sentence in sentences]
        for kind in AnswerKind
    ]
    wants_number = bool(kinds & {AnswerKind.NUMBER, AnswerKind.TIME})
    return [
        *columns,
        [float(not wants_number and has_new_number(s, question)) for s in sentences],
    ]
