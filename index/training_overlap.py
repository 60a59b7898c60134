"""Leaves out of the training data what the measuring sets share."""

from collections.abc import Iterator, Sequence

from corpus.article import Article
from index.question_data import QuestionData, find_group

SHARED_RUN = 60  # characters that two articles share if one was made from the other


def drop_overlap(data: QuestionData, measuring: Sequence[QuestionData]) -> QuestionData:
    """`data` without the source articles that share text or a question with a measuring set."""
    runs = {run for other in measuring for article in other.articles for run in _list_runs(article)}
    asked = {even_out(known.text) for other in measuring for known in other.questions}
    shared = {find_group(a.id) for a in data.articles if _shares_run(even_out(a.text), runs)}
    shared |= {find_group(k.article_id) for k in data.questions if even_out(k.text) in asked}
    return QuestionData(
        tuple(article for article in data.articles if find_group(article.id) not in shared),
        tuple(known for known in data.questions if find_group(known.article_id) not in shared),
    )


def even_out(text: str) -> str:
    """The text in small letters with single spaces, as two texts are compared."""
    return " ".join(text.lower().split())


def _list_runs(article: Article) -> Iterator[str]:
    text = even_out(article.text)
    for at in range(0, max(1, len(text) - SHARED_RUN + 1), SHARED_RUN):
        yield text[at : at + SHARED_RUN]


def _shares_run(text: str, runs: set[str]) -> bool:
    last = max(1, len(text) - SHARED_RUN + 1)
    return any(text[at : at + SHARED_RUN] in runs for at in range(last))
