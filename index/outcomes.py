"""What questions with known answers got."""

from dataclasses import dataclass

from index.answer import Answer
from index.search import SearchMode


@dataclass(frozen=True, slots=True)
class Ablation:
    """What one question gets with parts left out.

    `first_right` is whether the first quote holds a right answer without the reader, by the way
    of searching; `ndcg_without_bridge` is of both ways together without translated words.
    """

    first_right: dict[SearchMode, bool]
    ndcg_without_bridge: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's part of the measures."""

    answerable: bool
    ndcg: dict[SearchMode, float]
    ndcg_read: float | None
    first_right: bool
    quotes_right: tuple[bool, ...]
    quote_characters: int
    span_f1: float | None
    answer: Answer
    without_paragraph: Answer | None
    without_article: Answer | None
    ablation: Ablation | None
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What all the questions and all the off-topic lines of one data set got."""

    articles: int
    passages: int
    questions: tuple[Outcome, ...]
    off_topic: tuple[Answer, ...]

    @property
    def answerable(self) -> list[Outcome]:
        """The questions that have an answer."""
        return [outcome for outcome in self.questions if outcome.answerable]

    @property
    def without_paragraph(self) -> list[Answer]:
        """What these got with their paragraph taken out."""
        return [o.without_paragraph for o in self.answerable if o.without_paragraph]
