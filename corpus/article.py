"""The words of the corpus: `Article`, `Passage` and the `Span` of a part."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["th", "en"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points in some text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is quoted: `text` is clean, NFC and never changes again.

    `id` is stable for a source (the file's path under the articles folder, or its url).
    """

    id: str
    title: str
    url: str | None
    publisher: str | None
    published: date | None
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of an article, the unit that is embedded and searched."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The slice of the article that this passage is."""
        return self.article.text[self.start : self.end]
