"""What the statistics show: plain numbers, by day and in all."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayUsage:
    """One day in Thailand; `seconds` is how long the slowest answer but one in twenty took."""

    day: date
    answered: int = 0
    not_found: int = 0
    up: int = 0
    down: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SlowQuestion:
    """A question whose answer took long; personal data is hidden in it."""

    question: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Usage:
    """Some days in a row, and what is told of all of them together.

    `median` and `slow` are seconds: half of the answers took no longer, and 95 of 100.
    """

    days: tuple[DayUsage, ...]
    thai: int
    english: int
    median: float | None
    slow: float | None
    slowest: tuple[SlowQuestion, ...]

    @property
    def asked(self) -> int:
        """Questions in all."""
        return self.answered + sum(day.not_found for day in self.days)

    @property
    def answered(self) -> int:
        """Questions that were answered."""
        return sum(day.answered for day in self.days)

    @property
    def up(self) -> int:
        """Thumbs up."""
        return sum(day.up for day in self.days)

    @property
    def down(self) -> int:
        """Thumbs down."""
        return sum(day.down for day in self.days)
