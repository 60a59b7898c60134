"""The measures of what questions with known answers got."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean, median

from index.answer import Answer
from index.outcomes import Outcomes
from index.scoring import (
    ReliabilityBin,
    compute_auroc,
    compute_calibration_error,
    compute_percent,
    compute_share_at_95,
    sort_into_bins,
)
from index.search import SearchMode


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured, shares and scores as percentages; None where nothing was asked.

    `ndcg_*` ranks paragraphs at ten with the one right paragraph (Jaervelin and Kekaelaeinen,
    2002), `ndcg_read` in the order that the reader gives them. Quotes are judged before refusing:
    whether the first one holds a right answer whole. `first_quote_right_*` is the same without
    the reader, on the hits of one way of searching.
    `span_f1` is the reader's alone, on the paragraph that is known to answer; None without one.
    `*_removed` asks every question again with its paragraph, or its whole source article, taken
    out: then answering is wrong, as it is for `off_topic_*`, lines that nothing answers. `*_at_95`
    moves the threshold to the confidence that 95 % of the answerable questions reach. AUROC is how
    well confidence tells the answerable from those whose answer is taken out.

    `calibration_error` is the expected calibration error over ten bins (Guo et al., 2017,
    arXiv:1706.04599) of the confidence against the first quote holding a right answer. The
    answers are those that were given to the answerable questions, each asked once as it is and
    once with its paragraph taken out (never right). `reliability` has the bins.
    """

    questions: int
    articles: int
    passages: int
    ndcg_keyword: float | None = None
    ndcg_meaning: float | None = None
    ndcg_hybrid: float | None = None
    ndcg_without_bridge: float | None = None
    ndcg_read: float | None = None
    first_paragraph_right: float | None = None
    first_quote_right: float | None = None
    first_quote_right_keyword: float | None = None
    first_quote_right_meaning: float | None = None
    first_quote_right_hybrid_unread: float | None = None
    any_quote_right: float | None = None
    quote_characters: float | None = None
    span_f1: float | None = None
    refused: float | None = None
    unanswerable_answered: float | None = None
    paragraph_removed_answered: float | None = None
    paragraph_removed_answered_at_95: float | None = None
    article_removed_answered: float | None = None
    off_topic_answered: float | None = None
    off_topic_answered_at_95: float | None = None
    auroc_paragraph_removed: float | None = None
    auroc_article_removed: float | None = None
    calibration_error: float | None = None
    milliseconds: float | None = None
    reliability: tuple[ReliabilityBin, ...] = ()


def summarise(outcomes: Outcomes) -> Measures:
    """The measures of these outcomes."""
    measures = _measure_finding(outcomes)
    for measure in (_measure_quotes, _measure_ablation, _measure_refusing, _measure_confidence):
        measures = measure(measures, outcomes)
    return measures


def _measure_finding(outcomes: Outcomes) -> Measures:
    asked, everything = outcomes.answerable, outcomes.questions
    return Measures(
        questions=len(everything),
        articles=outcomes.articles,
        passages=outcomes.passages,
        ndcg_keyword=compute_percent([o.ndcg[SearchMode.KEYWORD] for o in asked]),
        ndcg_meaning=compute_percent([o.ndcg[SearchMode.MEANING] for o in asked]),
        ndcg_hybrid=compute_percent([o.ndcg[SearchMode.HYBRID] for o in asked]),
        ndcg_read=compute_percent([o.ndcg_read for o in asked if o.ndcg_read is not None]),
        first_paragraph_right=compute_percent([o.first_right for o in asked]),
        milliseconds=round(median(o.milliseconds for o in everything), 1) if everything else None,
    )


def _measure_quotes(measures: Measures, outcomes: Outcomes) -> Measures:
    asked = outcomes.answerable
    return replace(
        measures,
        first_quote_right=compute_percent([any(o.quotes_right[:1]) for o in asked]),
        any_quote_right=compute_percent([any(o.quotes_right) for o in asked]),
        quote_characters=round(mean(o.quote_characters for o in asked), 1) if asked else None,
        span_f1=compute_percent([o.span_f1 for o in asked if o.span_f1 is not None]),
    )


def _measure_ablation(measures: Measures, outcomes: Outcomes) -> Measures:
    parts = [outcome.ablation for outcome in outcomes.answerable if outcome.ablation]
    right = {mode: compute_percent([p.first_right[mode] for p in parts]) for mode in SearchMode}
    return replace(
        measures,
        ndcg_without_bridge=compute_percent([part.ndcg_without_bridge for part in parts]),
        first_quote_right_keyword=right[SearchMode.KEYWORD],
        first_quote_right_meaning=right[SearchMode.MEANING],
        first_quote_right_hybrid_unread=right[SearchMode.HYBRID],
    )


def _measure_refusing(measures: Measures, outcomes: Outcomes) -> Measures:
    asked = outcomes.answerable
    given = [outcome.answer for outcome in asked]
    unanswerable = [outcome.answer for outcome in outcomes.questions if not outcome.answerable]
    paragraph = outcomes.without_paragraph
    article = [outcome.without_article for outcome in asked if outcome.without_article]
    return replace(
        measures,
        refused=compute_percent([answer.status == "not_found" for answer in given]),
        unanswerable_answered=_share_answered(unanswerable),
        paragraph_removed_answered=_share_answered(paragraph),
        article_removed_answered=_share_answered(article),
        off_topic_answered=_share_answered(outcomes.off_topic),
        auroc_paragraph_removed=_compare(given, paragraph),
        auroc_article_removed=_compare(given, article),
    )


def _measure_confidence(measures: Measures, outcomes: Outcomes) -> Measures:
    answerable = list_confidences([outcome.answer for outcome in outcomes.answerable])
    paragraph = list_confidences(outcomes.without_paragraph)
    off_topic = list_confidences(outcomes.off_topic)
    bins = sort_into_bins(_judge(outcomes))
    return replace(
        measures,
        paragraph_removed_answered_at_95=compute_share_at_95(answerable, paragraph),
        off_topic_answered_at_95=compute_share_at_95(answerable, off_topic),
        calibration_error=compute_calibration_error(bins),
        reliability=bins,
    )


def list_confidences(answers: Sequence[Answer]) -> list[float]:
    """The confidence of each answer, 0 to 1."""
    return [answer.confidence for answer in answers]


def _judge(outcomes: Outcomes) -> list[tuple[float, bool]]:
    """Confidence of the answers given with and without the paragraph, and whether each is right."""
    judged: list[tuple[Answer, bool]] = []
    for outcome in outcomes.answerable:
        if outcome.without_paragraph:
            judged.append((outcome.answer, any(outcome.quotes_right[:1])))
            judged.append((outcome.without_paragraph, False))
    return [(a.confidence, is_right) for a, is_right in judged if a.status == "answered"]


def _share_answered(answers: Sequence[Answer]) -> float | None:
    return compute_percent([answer.status == "answered" for answer in answers])


def _compare(right: Sequence[Answer], wrong: Sequence[Answer]) -> float | None:
    if not right or not wrong:
        return None
    return round(compute_auroc(list_confidences(right), list_confidences(wrong)), 4)
