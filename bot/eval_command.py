"""The command `eval`: measures on question-answering data in the SQuAD format."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.console import open_console
from bot.settings import load_settings

if TYPE_CHECKING:
    from index.measures import Measures
    from index.scoring import ReliabilityBin


def evaluate(
    data: Annotated[Path, typer.Argument(metavar="DATA.json", help="Data in the SQuAD format.")],
    *,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", help="Take the questions from here, joined by id."),
    ] = None,
    off_topic: Annotated[
        list[Path] | None,
        typer.Option("--off-topic", help="A file of lines that nothing answers; also repeated."),
    ] = None,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="Measure also with parts of the search left out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure retrieval, quotes and refusals on data with known answers."""
    from bot.opening import open_model
    from bot.progress import show_progress
    from bot.reading import open_reading
    from index.evaluate import ask_data
    from index.measures import summarise
    from index.question_data import read_lines

    lines = [line for path in off_topic or () for line in read_lines(path)]
    settings = load_settings()
    encoder, reader = open_model(settings), open_reading(settings)
    with show_progress() as progress:
        outcomes = ask_data(
            data,
            questions,
            encoder,
            progress,
            reader=reader,
            off_topic=lines,
            ablation=ablation,
            threshold=settings.threshold,
        )
    measures = summarise(outcomes)
    if as_json:
        record = dataclasses.asdict(measures)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        return
    _print_measures(measures)
    _print_reliability(measures.reliability)


def _print_measures(measures: "Measures") -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    record = dataclasses.asdict(measures)
    del record["reliability"]
    for name, value in record.items():
        table.add_row(name.replace("_", " "), _show(value))
    open_console().print(table)


def _print_reliability(bins: "tuple[ReliabilityBin, ...]") -> None:
    """What became of the answers at each level of confidence; nothing where none was given."""
    from rich.table import Table

    if not bins:
        return
    table = Table(box=None, pad_edge=False)
    for name in ("confidence", "answers", "mean", "right"):
        table.add_column(name, justify="right")
    for each in bins:
        table.add_row(
            f"{each.lower}-{each.upper}",
            f"{each.count:,}",
            f"{each.confidence:.2f}",
            f"{each.right:.2f}",
        )
    console = open_console()
    console.print()
    console.print(table)


def _show(value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
