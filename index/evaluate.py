"""Measures finding, quoting and refusing on questions with known answers."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from index.answer import Answer, Quote
from index.choosing import find_choices
from index.encoder import Encoder
from index.engine import SEARCHED, answer_question
from index.generation import Generation
from index.measured import open_measured
from index.progress import Progress
from index.question_data import KnownQuestion, find_group, join_questions, read_question_data
from index.reader import Reader
from index.remembering_reader import RememberingReader
from index.search import Hit, Question, SearchMode, read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.span_measure import measure_f1, read_given

RANKED = 10  # articles that nDCG looks at
TAKEN_OUT = 60  # hits searched, so that enough are left when an article is taken out


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured, shares and scores as percentages; None where nothing was asked.

    `ndcg_*` ranks paragraphs at ten with the one right paragraph (Jaervelin and Kekaelaeinen,
    2002). Quotes are judged before refusing: whether the first one holds a right answer whole.
    `span_f1` is the reader's alone, on the paragraph that is known to answer.
    `*_removed` asks every question again with its paragraph, or its whole source article, taken
    out: then answering is wrong. AUROC is how well confidence tells the two apart.
    """

    questions: int
    articles: int
    passages: int
    ndcg_keyword: float | None
    ndcg_meaning: float | None
    ndcg_hybrid: float | None
    first_paragraph_right: float | None
    first_quote_right: float | None
    any_quote_right: float | None
    quote_characters: float | None
    span_f1: float | None
    refused: float | None
    unanswerable_answered: float | None
    paragraph_removed_answered: float | None
    article_removed_answered: float | None
    auroc_paragraph_removed: float | None
    auroc_article_removed: float | None
    milliseconds: float | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One question's part of the measures."""

    answerable: bool
    ndcg: dict[SearchMode, float]
    first_right: bool
    quotes_right: tuple[bool, ...]
    quote_characters: int
    span_f1: float | None
    answer: Answer
    without_paragraph: Answer | None
    without_article: Answer | None
    milliseconds: float


def evaluate_data(
    data: Path,
    questions: Path | None,
    encoder: Encoder,
    progress: Progress,
    cache: Path | None = None,
    reader: Reader | None = None,
) -> Measures:
    """The measures on `data`, asked in the words of `questions` if given (joined by id).

    The index is kept in `cache` (by default the user's) for the next time.

    Raises UsageError if the files are not of SQuAD's layout or have no question in common.
    """
    known = read_question_data(data)
    if questions:
        known = join_questions(known, read_question_data(questions))
    generation = open_measured(known.articles, encoder, progress, cache)
    embedder = SentenceEmbedder(encoder)
    remembering = RememberingReader(reader) if reader else None
    outcomes: list[_Outcome] = []
    for done, question in enumerate(known.questions, start=1):
        outcomes.append(_ask(generation, question, encoder, embedder, remembering))
        progress("Asking questions", done, len(known.questions))
    return _summarise(generation, outcomes)


def compute_auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive is above a negative, ties counting half (Fawcett, 2006)."""
    ranked = sorted(negatives)
    wins = 0.0
    for value in positives:
        below, upto = bisect_left(ranked, value), bisect_right(ranked, value)
        wins += (below + upto) / 2
    return wins / (len(positives) * len(negatives))


def compute_ndcg(ranked: Sequence[str], right: str) -> float:
    """The nDCG at ten for one right answer: 1 / log2(1 + its rank), 0 behind the tenth."""
    places = list(dict.fromkeys(ranked))[:RANKED]
    return 1 / math.log2(2 + places.index(right)) if right in places else 0.0


def _ask(
    generation: Generation,
    known: KnownQuestion,
    encoder: Encoder,
    embedder: SentenceEmbedder,
    reader: Reader | None,
) -> _Outcome:
    started = perf_counter()
    question = read_question(known.text, encoder)
    hits = search_passages(generation, question, SEARCHED)
    answer, _ = answer_question(generation, question, hits, embedder, reader)
    milliseconds = (perf_counter() - started) * 1000
    _, choices = find_choices(generation, question, hits, embedder, reader)
    quotes = [choice.quote for choice in choices]
    more = search_passages(generation, question, TAKEN_OUT)
    group = find_group(known.article_id)

    def answer_from(left: list[Hit]) -> Answer | None:
        """The answer that these hits alone would give; None if too few are left to compare."""
        if len(left) < SEARCHED:
            return None
        return answer_question(generation, question, left[:SEARCHED], embedder, reader)[0]

    return _Outcome(
        answerable=bool(known.answers),
        ndcg={mode: _rank(generation, question, known, mode) for mode in SearchMode},
        first_right=bool(hits) and hits[0].passage.article.id == known.article_id,
        quotes_right=tuple(holds_answer(quote, known) for quote in quotes),
        quote_characters=len(quotes[0].text) if quotes else 0,
        span_f1=measure_f1(read_given(generation, reader, known), known) if reader else None,
        answer=answer,
        without_paragraph=answer_from(
            [hit for hit in more if hit.passage.article.id != known.article_id]
        ),
        without_article=answer_from(
            [hit for hit in more if find_group(hit.passage.article.id) != group]
        ),
        milliseconds=milliseconds,
    )


def holds_answer(quote: Quote, known: KnownQuestion) -> bool:
    """Whether the quote holds one of the known answers whole, at its place."""
    return any(
        quote.article.id == answer.article_id
        and quote.start <= answer.start
        and answer.end <= quote.end
        for answer in known.answers
    )


def _rank(
    generation: Generation, question: Question, known: KnownQuestion, mode: SearchMode
) -> float:
    hits = search_passages(generation, question, SEARCHED, mode)
    return compute_ndcg([hit.passage.article.id for hit in hits], known.article_id)


def _summarise(generation: Generation, outcomes: Sequence[_Outcome]) -> Measures:
    asked = [outcome for outcome in outcomes if outcome.answerable]
    given = [outcome.answer for outcome in asked]
    unanswerable = [outcome.answer for outcome in outcomes if not outcome.answerable]
    paragraph = [outcome.without_paragraph for outcome in asked if outcome.without_paragraph]
    article = [outcome.without_article for outcome in asked if outcome.without_article]
    return Measures(
        questions=len(outcomes),
        articles=len(generation.table.articles),
        passages=len(generation.table),
        ndcg_keyword=_percent([o.ndcg[SearchMode.KEYWORD] for o in asked]),
        ndcg_meaning=_percent([o.ndcg[SearchMode.MEANING] for o in asked]),
        ndcg_hybrid=_percent([o.ndcg[SearchMode.HYBRID] for o in asked]),
        first_paragraph_right=_percent([o.first_right for o in asked]),
        first_quote_right=_percent([any(o.quotes_right[:1]) for o in asked]),
        any_quote_right=_percent([any(o.quotes_right) for o in asked]),
        quote_characters=round(mean(o.quote_characters for o in asked), 1) if asked else None,
        span_f1=_percent([o.span_f1 for o in asked if o.span_f1 is not None]),
        refused=_percent([answer.status == "not_found" for answer in given]),
        unanswerable_answered=_percent([a.status == "answered" for a in unanswerable]),
        paragraph_removed_answered=_percent([a.status == "answered" for a in paragraph]),
        article_removed_answered=_percent([a.status == "answered" for a in article]),
        auroc_paragraph_removed=_compare(given, paragraph),
        auroc_article_removed=_compare(given, article),
        milliseconds=round(median(o.milliseconds for o in outcomes), 1) if outcomes else None,
    )


def _percent(values: Sequence[float]) -> float | None:
    return round(100 * mean(values), 2) if values else None


def _compare(right: Sequence[Answer], wrong: Sequence[Answer]) -> float | None:
    if not right or not wrong:
        return None
    confidences = ([answer.confidence for answer in answers] for answers in (right, wrong))
    return round(compute_auroc(*confidences), 4)
