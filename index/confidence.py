"""How sure we are that what was found answers the question.

A logistic regression over signals of the whole search; its coefficients are committed in
`confidence_weights.json` and fitted by `python -m index.fitting`. Never a bare cosine threshold.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.quotes import Choice
from index.search import Question
from index.signals import READER_SIGNALS, SIGNALS

WEIGHTS_FILE = "confidence_weights.json"
# Words are found less surely across the languages, so the two kinds are rated by their own models.
OWN, OTHER = "own", "other"
READ = "_read"  # behind the kind where a reader was at work


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Fitted coefficients, one for each signal, and the threshold for answering."""

    intercept: float
    weights: tuple[float, ...]
    threshold: float

    def rate(self, signals: Sequence[float]) -> float:
        """The probability, 0 to 1, that the first quote answers."""
        total = self.intercept + sum(
            weight * signal for weight, signal in zip(self.weights, signals, strict=True)
        )
        return 1 / (1 + math.exp(-min(30.0, max(-30.0, total))))


@cache
def load_confidence_model(kind: str) -> ConfidenceModel:
    """The committed model for answers in the question's own language (OWN) or the OTHER one.

    With READ behind the kind it is the one for answers that a reader has seen.
    """
    record = json.loads((files("index") / WEIGHTS_FILE).read_text(encoding="utf-8"))[kind]
    weights = tuple(float(record["weights"][name]) for name in list_signals(kind))
    return ConfidenceModel(record["intercept"], weights, record["threshold"])


def list_signals(kind: str) -> tuple[str, ...]:
    """The names of the signals that models of this kind weigh."""
    return SIGNALS + READER_SIGNALS if kind.endswith(READ) else SIGNALS


def name_kind(question: Question, choices: Sequence[Choice], *, is_read: bool = False) -> str:
    """Whether the first quote is in the question's OWN language or in the OTHER one.

    With READ behind it if a reader was at work.
    """
    is_own = choices[0].quote.article.language == question.language
    return (OWN if is_own else OTHER) + (READ if is_read else "")
