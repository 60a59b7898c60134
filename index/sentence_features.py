"""Describes each sentence of the found passages by how well it may answer the question."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.article import Article, Span
from index.answer_kinds import AnswerKind, find_asked_kinds, has_kind, has_new_number
from index.encoder import Vector
from index.generation import Generation
from index.reader import Reading
from index.search import Hit, Question
from index.sentence_embedder import SentenceEmbedder
from index.tokens import PART

MOST_OTHER = 3  # passages in the other language whose sentences are embedded for a question

FEATURES = (
    "share",  # of the question's words (weighed by rarity) that the sentence has
    "share_of_best",  # the same against the best sentence of the passage
    "share_with_parts",  # the same counting syllables and stems too
    "share_before",  # of the sentence before
    "share_after",  # of the sentence after
    "share_alone",  # of words that no other sentence of the passage has
    "pairs",  # neighbouring words of the question that are neighbours here
    "similarity",  # cosine of question and sentence, less the passage's mean
    "similarity_of_best",  # less the passage's best
    "other_similarity",  # the two once more where question and passage differ in language
    "other_similarity_of_best",
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


@dataclass(frozen=True, slots=True)
class _Words:
    """A question's words and word pairs, with the weight of each word."""

    weights: dict[str, float]
    whole: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def share_of(self, tokens: frozenset[str]) -> float:
        return _sum_share(self.weights, self.whole, tokens)

    def share_with_parts_of(self, tokens: frozenset[str]) -> float:
        return _sum_share(self.weights, frozenset(self.weights), tokens)


def list_candidates(
    generation: Generation, question: Question, hits: Sequence[Hit], embedder: SentenceEmbedder
) -> list[Candidate]:
    """Every sentence of the passages that are worth reading, in the hits' order."""
    words = _weigh_words(generation, question)
    kinds = find_asked_kinds(question.text)
    candidates: list[Candidate] = []
    for rank, hit in enumerate(_choose_passages(question, hits)):
        number = generation.table.find_number(hit.passage)
        passage_features = [hit.score - hits[0].score, math.log(1 + rank)]
        candidates += _describe_passage(
            generation, number, question, words, kinds, passage_features, embedder
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


def _weigh_words(generation: Generation, question: Question) -> _Words:
    weights = {token: generation.keywords.weigh_token(token) for token in question.tokens}
    whole = [token for token in question.tokens if not token.startswith(PART)]
    return _Words(weights, frozenset(whole), frozenset(pairwise(whole)))


def _describe_passage(
    generation: Generation,
    number: int,
    question: Question,
    words: _Words,
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
    columns = [
        *_describe_words(words, tokens),
        *_describe_meaning(cosines, is_other=is_other),
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


def _describe_words(words: _Words, tokens: Sequence[Sequence[str]]) -> list[list[float]]:
    sets = [frozenset(sentence) for sentence in tokens]
    shares = [words.share_of(sentence) for sentence in sets]
    counts = Counter(token for sentence in sets for token in sentence)
    alone = [frozenset(t for t in sentence if counts[t] == 1) for sentence in sets]
    best = max(shares) or 1.0
    return [
        shares,
        [share / best for share in shares],
        [words.share_with_parts_of(sentence) for sentence in sets],
        [0.0, *shares[:-1]],
        [*shares[1:], 0.0],
        [words.share_of(sentence) for sentence in alone],
        [_share_of_pairs(words.pairs, sentence) for sentence in tokens],
    ]


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


def _share_of_pairs(pairs: frozenset[tuple[str, str]], tokens: Sequence[str]) -> float:
    whole = [token for token in tokens if not token.startswith(PART)]
    return len(pairs & set(pairwise(whole))) / (len(pairs) + 1)


def _sum_share(weights: dict[str, float], wanted: frozenset[str], found: frozenset[str]) -> float:
    total = sum(weights[word] for word in wanted)
    return sum(weights[word] for word in wanted & found) / total if total else 0.0
