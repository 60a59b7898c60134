"""Asks questions with known answers, to measure finding, quoting and refusing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from index.answer import Answer, Quote
from index.answering import SEARCHED, Evidence, answer_question
from index.choosing import find_choices
from index.encoder import Encoder
from index.generation import Generation
from index.joined_questions import join_questions
from index.measured import open_measured
from index.outcomes import Ablation, Outcome, Outcomes
from index.progress import Progress
from index.question_data import KnownQuestion, find_group, read_question_data
from index.reader import Reader
from index.remembering_reader import RememberingReader
from index.scoring import compute_ndcg
from index.search import Hit, Question, SearchMode, read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.small_talk import is_small_talk
from index.span_measure import measure_f1, read_given

TAKEN_OUT = 60  # hits searched, so that enough are left when an article is taken out


@dataclass(frozen=True, slots=True)
class _Asked:
    """The index that is asked, and what it is asked with."""

    generation: Generation
    encoder: Encoder
    embedder: SentenceEmbedder
    reader: Reader | None
    threshold: float | None

    def search(self, question: Question) -> list[Hit]:
        """The hits that the bot would answer from."""
        return search_passages(self.generation, question, SEARCHED)

    def answer(self, question: Question, hits: Sequence[Hit]) -> tuple[Answer, Evidence]:
        """The answer that these hits give, and the evidence for it."""
        return answer_question(
            self.generation,
            question,
            hits,
            self.embedder,
            self.reader,
            threshold=self.threshold,
        )

    def answer_without(self, question: Question, left: Sequence[Hit]) -> Answer | None:
        """The answer that these hits alone would give; None if too few are left to compare."""
        return self.answer(question, left[:SEARCHED])[0] if len(left) >= SEARCHED else None


def ask_data(
    data: Path,
    questions: Path | None,
    encoder: Encoder,
    progress: Progress,
    cache: Path | None = None,
    reader: Reader | None = None,
    *,
    off_topic: Sequence[str] = (),
    ablation: bool = False,
    threshold: float | None = None,
) -> Outcomes:
    """What the questions of `data` get, in the words of `questions` if given (joined by id).

    The lines `off_topic` are asked too, and with `ablation` all questions without parts of the
    search. The index is kept in `cache` (by default the user's) for the next time. A `threshold`
    takes the place of the fitted ones.

    Raises UsageError if the files are not of SQuAD's layout or have no question in common.
    """
    known = read_question_data(data)
    if questions:
        known = join_questions(known, read_question_data(questions))
    generation = open_measured(known.articles, encoder, progress, cache)
    remembering = RememberingReader(reader) if reader else None
    asked = _Asked(generation, encoder, SentenceEmbedder(encoder), remembering, threshold)
    outcomes: list[Outcome] = []
    for done, question in enumerate(known.questions, start=1):
        outcomes.append(_ask(asked, question, ablation=ablation))
        progress("Asking questions", done, len(known.questions))
    answers: list[Answer] = []
    for done, line in enumerate(off_topic, start=1):
        answers.append(_ask_off_topic(asked, line))
        progress("Asking off-topic lines", done, len(off_topic))
    articles, passages = len(generation.table.articles), len(generation.table)
    return Outcomes(articles, passages, tuple(outcomes), tuple(answers))


def holds_answer(quote: Quote, known: KnownQuestion) -> bool:
    """Whether the quote holds one of the known answers whole, at its place."""
    return any(
        quote.article.id == answer.article_id
        and quote.start <= answer.start
        and answer.end <= quote.end
        for answer in known.answers
    )


def _ask(asked: _Asked, known: KnownQuestion, *, ablation: bool) -> Outcome:
    started = perf_counter()
    question = read_question(known.text, asked.encoder)
    hits = asked.search(question)
    answer, evidence = asked.answer(question, hits)
    milliseconds = (perf_counter() - started) * 1000
    generation, reader = asked.generation, asked.reader
    quotes = [choice.quote for choice in evidence.choices]
    more = search_passages(generation, question, TAKEN_OUT)
    paragraph, group = known.article_id, find_group(known.article_id)
    return Outcome(
        answerable=bool(known.answers),
        ndcg={mode: _rank(asked, question, known, mode) for mode in SearchMode},
        ndcg_read=_score_order(evidence.hits, known) if reader else None,
        first_right=bool(hits) and hits[0].passage.article.id == paragraph,
        quotes_right=tuple(holds_answer(quote, known) for quote in quotes),
        quote_characters=len(quotes[0].text) if quotes else 0,
        span_f1=measure_f1(read_given(generation, reader, known), known) if reader else None,
        answer=answer,
        without_paragraph=asked.answer_without(
            question, [hit for hit in more if hit.passage.article.id != paragraph]
        ),
        without_article=asked.answer_without(
            question, [hit for hit in more if find_group(hit.passage.article.id) != group]
        ),
        ablation=_leave_parts_out(asked, question, known) if ablation else None,
        milliseconds=milliseconds,
    )


def _ask_off_topic(asked: _Asked, line: str) -> Answer:
    """The answer to a line; small talk gets none, as in the bot."""
    question = read_question(line, asked.encoder)
    if is_small_talk(line):
        return Answer(question.text, question.language, "not_found", 0.0, (), ())
    return asked.answer(question, asked.search(question))[0]


def _leave_parts_out(asked: _Asked, question: Question, known: KnownQuestion) -> Ablation:
    return Ablation(
        first_right={mode: _quote_unread(asked, question, known, mode) for mode in SearchMode},
        ndcg_without_bridge=_rank(asked, question, known, SearchMode.HYBRID, bridge=False),
    )


def _quote_unread(
    asked: _Asked, question: Question, known: KnownQuestion, mode: SearchMode
) -> bool:
    """Whether the first quote holds a right answer, found by `mode` and without the reader."""
    hits = search_passages(asked.generation, question, SEARCHED, mode)
    _, choices = find_choices(asked.generation, question, hits, asked.embedder, None)
    return bool(choices) and holds_answer(choices[0].quote, known)


def _rank(
    asked: _Asked,
    question: Question,
    known: KnownQuestion,
    mode: SearchMode,
    *,
    bridge: bool = True,
) -> float:
    hits = search_passages(asked.generation, question, SEARCHED, mode, bridge=bridge)
    return _score_order(hits, known)


def _score_order(hits: Sequence[Hit], known: KnownQuestion) -> float:
    """The nDCG of the hits in this order."""
    return compute_ndcg([hit.passage.article.id for hit in hits], known.article_id)
