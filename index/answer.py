"""What a question gets back: `Quote` and `Answer`."""

from dataclasses import dataclass
from typing import Literal

from corpus.article import Article, Language, Span

Status = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article with their place, the only form in which an article is cited.

    `answer` is the answer's span inside the quote, or None where it isn't known.
    """

    article: Article
    start: int
    end: int
    answer: Span | None

    @property
    def text(self) -> str:
        """The quoted words, exactly as the article has them."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, in the articles' own words.

    `confidence` is the calibrated probability (0 to 1) that the first quote answers. With status
    `not_found` there are no quotes, and `closest` are articles to look at instead; small talk gets
    neither.
    """

    question: str
    language: Language
    status: Status
    confidence: float
    quotes: tuple[Quote, ...]
    closest: tuple[Article, ...]
