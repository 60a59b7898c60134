"""The command `eval`: measures on question-answering data in the SQuAD format."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.console import open_console
from bot.settings import load_settings


def evaluate(
    data: Annotated[Path, typer.Argument(metavar="DATA.json", help="Data in the SQuAD format.")],
    *,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", help="Take the questions from here, joined by id."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure retrieval, quotes and refusals on data with known answers."""
    from rich.table import Table

    from bot.opening import open_model
    from bot.progress import show_progress
    from bot.reading import open_reading
    from index.evaluate import evaluate_data

    settings = load_settings()
    encoder, reader = open_model(settings), open_reading(settings)
    with show_progress() as progress:
        measured = evaluate_data(data, questions, encoder, progress, reader=reader)
    measures = dataclasses.asdict(measured)
    if as_json:
        sys.stdout.write(json.dumps(measures, ensure_ascii=False, indent=1) + "\n")
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in measures.items():
        table.add_row(name.replace("_", " "), _show(value))
    open_console().print(table)


def _show(value: float | None) -> str:
    if value is None:
        return "not in the data"
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
