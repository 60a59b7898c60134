"""From hits to an answer: quotes, how sure they are, and what is shown where nothing is found."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from index.answer import Answer, Quote
from index.asked_years import is_about_another_year
from index.choosing import find_choices, rerank_hits
from index.confidence import OWN, list_signals, load_confidence_model, name_kind
from index.generation import Generation
from index.other_version import find_other_version
from index.quotes import MOST_QUOTES, Choice
from index.reader import Reader
from index.search import Hit, Question
from index.sentence_embedder import SentenceEmbedder
from index.signals import measure_reader_signals, measure_signals

SEARCHED = 20  # hits that confidence looks at
MOST_CLOSEST = 3
_OF_ANOTHER_YEAR = 0.01  # what is left of the confidence in a quote that tells of another year


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the answer is what it is: words found in the first hit, signals, and the threshold.

    `hits` are in the order in which their sentences were found to answer, `choices` what would be
    quoted if the confidence sufficed.
    """

    matched_words: tuple[str, ...]
    threshold: float
    signals: tuple[tuple[str, float], ...]
    hits: tuple[Hit, ...]
    choices: tuple[Choice, ...]


def answer_question(
    generation: Generation,
    question: Question,
    hits: Sequence[Hit],
    embedder: SentenceEmbedder,
    reader: Reader | None = None,
    *,
    threshold: float | None = None,
) -> tuple[Answer, Evidence]:
    """The answer that these hits give, and the evidence for it.

    With a `threshold` it takes the place of the fitted one.
    """
    is_read = reader is not None
    candidates, choices = find_choices(generation, question, hits, embedder, reader)
    ordered = rerank_hits(generation, hits, candidates, is_read=is_read)
    confidence, model = 0.0, load_confidence_model(OWN)
    signals: tuple[tuple[str, float], ...] = ()
    if choices:
        kind = name_kind(question, choices, is_read=is_read)
        values = measure_signals(generation, question, hits, candidates, choices)
        if is_read:
            values += measure_reader_signals(question, candidates, choices)
        signals = tuple(zip(list_signals(kind), values, strict=True))
        model = load_confidence_model(kind)
        confidence = model.rate(values)
    if choices and is_about_another_year(question.text, choices[0].quote):
        confidence *= _OF_ANOTHER_YEAR
    needed = model.threshold if threshold is None else threshold
    found = bool(choices) and confidence >= needed  # a threshold of 0 makes no quote of nothing
    quotes = _list_quotes(generation, question, hits, choices) if found else ()
    answer = Answer(
        question=question.text,
        language=question.language,
        status="answered" if found else "not_found",
        confidence=confidence,
        quotes=quotes,
        closest=() if found else list_closest(ordered),
    )
    matched = _match_words(generation, question, ordered)
    return answer, Evidence(matched, needed, signals, tuple(ordered), tuple(choices))


def _list_quotes(
    generation: Generation, question: Question, hits: Sequence[Hit], choices: Sequence[Choice]
) -> tuple[Quote, ...]:
    """The chosen quotes; the last one in the other language where that tells the same."""
    quotes = tuple(choice.quote for choice in choices)
    if any(quote.article.language != question.language for quote in quotes):
        return quotes
    other = find_other_version(generation, quotes[0], hits)
    return (*quotes[: MOST_QUOTES - 1], other) if other else quotes


def list_closest(hits: Sequence[Hit]) -> tuple[Article, ...]:
    """The first three different articles of the hits."""
    articles = {hit.passage.article.id: hit.passage.article for hit in hits}
    return tuple(articles.values())[:MOST_CLOSEST]


def _match_words(
    generation: Generation, question: Question, hits: Sequence[Hit]
) -> tuple[str, ...]:
    """The question's words that the first hit has, in the question's order."""
    if not hits:
        return ()
    numbers = generation.table.range_of_sentences(generation.table.find_number(hits[0].passage))
    found = {token for number in numbers for token in generation.sentences.tokens_of(number)}
    return tuple(token for token in question.tokens if token in found)
