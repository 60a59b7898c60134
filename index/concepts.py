"""Something that is asked for and can be said in several ways, of which the best one counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """Tokens that must all be there; `sureness`, up to 1, is how well they say it."""

    tokens: tuple[str, ...]
    sureness: float


@dataclass(frozen=True, slots=True)
class Concept:
    """The ways to say something, the surest first, and how much it counts.

    `is_word` is False for phrases and names that stand beside their words: those count only where
    the collection has them at all.
    """

    ways: tuple[Way, ...]
    weight: float
    is_word: bool


@dataclass(frozen=True, slots=True)
class WeighedConcept:
    """A concept with the ways that a collection has, and its weight by their rarity.

    `bound` is what it adds to the highest score: less than `weight` where there is no way.
    """

    ways: tuple[Way, ...]
    weight: float
    bound: float
