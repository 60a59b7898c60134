"""The measured quality of each direction, kept as JSON so that it can be drawn again."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UsageError
from index.measures import Measures, list_confidences, summarise
from index.outcomes import Outcomes
from index.scoring import ReliabilityBin

_PLACES = 6  # digits of a confidence that are kept
_LAYOUT_ERRORS = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Direction:
    """The measures of questions in one language over articles in one, and their confidences.

    `answerable` are those of the questions with an answer, `paragraph_removed` of the same with
    their paragraph taken out, `off_topic` of the lines that nothing answers.
    """

    name: str
    measures: Measures
    answerable: tuple[float, ...]
    paragraph_removed: tuple[float, ...]
    off_topic: tuple[float, ...]


def make_direction(name: str, outcomes: Outcomes) -> Direction:
    """What these outcomes come to, under this name."""
    groups = (
        [outcome.answer for outcome in outcomes.answerable],
        outcomes.without_paragraph,
        outcomes.off_topic,
    )
    answerable, paragraph_removed, off_topic = (
        tuple(round(confidence, _PLACES) for confidence in list_confidences(group))
        for group in groups
    )
    return Direction(name, summarise(outcomes), answerable, paragraph_removed, off_topic)


def write_results(path: Path, directions: Sequence[Direction]) -> None:
    """Writes all that `read_results` needs."""
    records = [asdict(direction) for direction in directions]
    path.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_results(path: Path) -> list[Direction]:
    """What `write_results` wrote; raises UsageError if the file is another one."""
    try:
        records = json.loads(path.read_text("utf-8"))
        if not records:
            message = "nothing was measured"
            raise ValueError(message)
        return [_read_direction(record) for record in records]
    except (OSError, *_LAYOUT_ERRORS) as error:
        message = f"{path}: not the results of a quality report ({type(error).__name__}: {error})"
        raise UsageError(message) from error


def _read_direction(record: dict[str, Any]) -> Direction:
    measures = dict(record["measures"])
    bins = tuple(ReliabilityBin(**each) for each in measures.pop("reliability"))
    return Direction(
        name=record["name"],
        measures=Measures(**measures, reliability=bins),
        answerable=tuple(record["answerable"]),
        paragraph_removed=tuple(record["paragraph_removed"]),
        off_topic=tuple(record["off_topic"]),
    )
