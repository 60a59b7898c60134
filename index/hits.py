"""A found passage."""

from dataclasses import dataclass

from corpus.article import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage: `score` orders (0 to 1), its two parts stay visible.

    `similarity` is a cosine, `keyword_score` is BM25 and 0 where no word is shared; `translated`
    is the share of the question that a passage in the other language says in its words.
    """

    passage: Passage
    score: float
    similarity: float
    keyword_score: float
    translated: float = 0.0
