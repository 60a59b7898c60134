"""From hits to quotes: describes the sentences, reads them where there is a reader, chooses."""

from collections.abc import Sequence

from index.encoder import Vector
from index.generation import Generation
from index.quotes import Choice, choose_quotes, load_quote_weights
from index.reader import Reader
from index.reading import Budget, read_candidates
from index.search import Hit, Question
from index.sentence_embedder import SentenceEmbedder
from index.sentence_features import Candidate, compute_probabilities, list_candidates

READ = 5  # passages whose sentences may be quoted


def find_choices(
    generation: Generation,
    question: Question,
    hits: Sequence[Hit],
    embedder: SentenceEmbedder,
    reader: Reader | None,
) -> tuple[list[Candidate], list[Choice]]:
    """The sentences of the first hits, and the quotes chosen from them, best first."""
    candidates = describe_sentences(generation, question, hits, embedder, reader)
    return candidates, choose_quotes(candidates, load_quote_weights(is_read=reader is not None))


def describe_sentences(
    generation: Generation,
    question: Question,
    hits: Sequence[Hit],
    embedder: SentenceEmbedder,
    reader: Reader | None,
    plain_weights: Vector | None = None,
) -> list[Candidate]:
    """The sentences of the first READ hits with their features, also the reader's if there is one.

    `plain_weights` choose what is read; by default the committed ones.
    """
    candidates = list_candidates(generation, question, hits[:READ], embedder)
    if reader is None:
        return candidates
    weights = load_quote_weights(is_read=False) if plain_weights is None else plain_weights
    text, language = question.text, question.language
    return read_candidates(reader, text, language, candidates, weights, Budget())


def rerank_hits(
    generation: Generation, hits: Sequence[Hit], candidates: Sequence[Candidate], *, is_read: bool
) -> list[Hit]:
    """The hits whose sentences are candidates by the probability that one of these answers.

    The most probable passage comes first; hits of which nothing was looked at stay behind, in
    their order. `is_read` says whether the candidates have the reader's features.
    """
    shares: dict[int, float] = {}
    found = compute_probabilities(candidates, load_quote_weights(is_read=is_read))
    for candidate, probability in zip(candidates, found, strict=True):
        number = candidate.passage_number
        shares[number] = shares.get(number, 0.0) + probability
    return sorted(hits, key=lambda hit: -shares.get(generation.table.find_number(hit.passage), 0.0))
