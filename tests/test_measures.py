"""What the outcomes of single questions come to."""

from index.answer import Answer
from index.measures import summarise
from index.outcomes import Ablation, Outcome, Outcomes
from index.scoring import ReliabilityBin
from index.search import SearchMode

RANKS = dict.fromkeys(SearchMode, 1.0)


def _answer(confidence, threshold=0.6):
    status = "answered" if confidence >= threshold else "not_found"
    return Answer("กี่ขั้น", "th", status, confidence, (), ())


def _outcome(confidence, without, *, right=True, answerable=True, ablation=None):
    return Outcome(
        answerable=answerable,
        ndcg=RANKS,
        ndcg_read=0.5,
        first_right=True,
        quotes_right=(right, True),
        quote_characters=100,
        span_f1=None,
        answer=_answer(confidence),
        without_paragraph=None if without is None else _answer(without),
        without_article=None,
        ablation=ablation,
        milliseconds=20.0,
    )


def _summarise(*outcomes, off_topic=()):
    return summarise(Outcomes(3, 4, outcomes, tuple(map(_answer, off_topic))))


def test_calibration_counts_answers_with_and_without_the_paragraph():
    measured = _summarise(
        _outcome(0.95, 0.65),
        _outcome(0.91, 0.2),  # refused without its paragraph, so only one answer counts
        _outcome(0.67, 0.1, right=False),
        _outcome(0.3, 0.1),  # never answered
        _outcome(0.99, None),  # too few articles to take its paragraph out
        _outcome(0.8, 0.8, answerable=False),
    )
    assert measured.reliability == (
        ReliabilityBin(60, 70, 2, 66.0, 0.0),
        ReliabilityBin(90, 100, 2, 93.0, 100.0),
    )
    assert measured.calibration_error == 36.5  # (2 * 66 + 2 * 7) / 4


def test_shares_at_95_move_the_threshold_to_the_answerable():
    measured = _summarise(_outcome(0.9, 0.1), _outcome(0.4, 0.5), off_topic=(0.45, 0.3, 0.7, 0.399))
    assert measured.refused == 50.0
    assert measured.paragraph_removed_answered == 0.0
    assert measured.paragraph_removed_answered_at_95 == 50.0
    assert measured.off_topic_answered == 25.0
    assert measured.off_topic_answered_at_95 == 50.0


def test_questions_without_an_answer_count_only_where_answering_is_wrong():
    measured = _summarise(_outcome(0.9, None), _outcome(0.7, 0.9, right=False, answerable=False))
    assert (measured.questions, measured.articles, measured.passages) == (2, 3, 4)
    assert measured.unanswerable_answered == 100.0
    assert measured.first_quote_right == measured.any_quote_right == 100.0
    assert measured.refused == 0.0
    assert measured.ndcg_read == 50.0
    assert measured.paragraph_removed_answered is measured.calibration_error is None
    assert measured.reliability == ()


def test_parts_left_out_are_counted_by_the_way_of_searching():
    right = dict(zip(SearchMode, (True, False, True), strict=True))
    wrong = dict(zip(SearchMode, (False, False, True), strict=True))
    measured = _summarise(
        _outcome(0.9, None, ablation=Ablation(right, 1.0)),
        _outcome(0.9, None, ablation=Ablation(wrong, 0.25)),
    )
    assert measured.first_quote_right_keyword == 50.0
    assert measured.first_quote_right_meaning == 0.0
    assert measured.first_quote_right_hybrid_unread == 100.0
    assert measured.ndcg_without_bridge == 62.5
