"""The command `test`: a script of questions straight to the engine."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.console import open_console
from bot.settings import load_settings

FAILED = 1


def test(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT.yaml", help="Questions and answers.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    junit: Annotated[
        Path | None, typer.Option("--junit", help="Write the results as JUnit XML too.")
    ] = None,
) -> None:
    """Ask the questions of a script and compare the answers; exits with 1 if one is wrong."""
    from bot.opening import open_engine
    from bot.script import read_script
    from bot.script_report import print_results, results_to_junit, results_to_record
    from bot.script_run import run_script

    steps = read_script(script)
    engine = open_engine(load_settings())
    results = run_script(steps, lambda question: engine.ask(question).answer)
    if junit:
        junit.write_text(results_to_junit(script.name, results), encoding="utf-8")
    if as_json:
        record = results_to_record(results)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    else:
        print_results(open_console(), results)
    if not all(result.passed for result in results):
        raise typer.Exit(FAILED)
