"""`python -m bot.campaign`: what the collection and its index survive, tried out and counted.

Each fault is one run of the real code in a process of its own: killed, without power, on a disk
that is full or fails, with damaged files, with others who meddle, on a wrong clock. After each the
engine has to answer from a whole generation, nothing an admin added may be lost, the next run has
to finish the job, and no vector that had been stored may be computed twice. Needs Linux 5.6 or
newer on x86_64 or aarch64, but neither root nor the network.
"""

import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.campaign.bench import Bench
from bot.campaign.system_calls import is_supported
from bot.campaign.tally import Tally
from bot.campaign.trials import QUICK, Amounts, Trial, list_trials
from bot.console import open_console, print_notice
from bot.opening import open_model
from bot.settings import load_settings

_SHOWN_FAILURES = 20


def run_campaign(
    kills: Annotated[int, typer.Option(help="At random moments, in one long life.")] = 1000,
    cuts: Annotated[int, typer.Option(help="Power cuts of each kind of run.")] = 500,
    flips: Annotated[int, typer.Option(help="Bits flipped at random in each file.")] = 40,
    steps: Annotated[
        int | None, typer.Option(help="Of each run at most so many are tried; default: all.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of all that is random.")] = 1,
    only: Annotated[
        str, typer.Option(help="kill, random, power, disk, damage, others, clock or admin.")
    ] = "",
    scratch: Annotated[Path | None, typer.Option(help="A folder to work in.")] = None,
    *,
    quick: Annotated[bool, typer.Option("--quick", help="A few of each kind.")] = False,
) -> None:
    """Print the table of faults; exits with 1 if one was not survived."""
    if not is_supported():
        print_notice("the campaign needs Linux on x86_64 or aarch64")
        raise typer.Exit(2)
    amounts = QUICK if quick else Amounts(kills, cuts, flips, steps, seed)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="คำตอบ-") as folder:
        bench = Bench(open_model(load_settings()), Path(folder))
        trials = list_trials(bench, amounts)
        tallies = [_run_trial(trial) for kind, trial in trials if only in ("", kind)]
    print_tallies(tallies)
    if any(tally.failures for tally in tallies):
        raise typer.Exit(1)


def print_tallies(tallies: Sequence[Tally]) -> None:
    """Print the table, and under it what was not survived."""
    table = Table()
    table.add_column("fault")
    for name in ("tried", "survived", "lost", "recomputed", "seconds"):
        table.add_column(name, justify="right")
    for name, rows in [*((tally.name, [tally]) for tally in tallies), ("all", tallies)]:
        table.add_row(name, *_count(rows))
    console = open_console()
    console.print(table)
    failures = [failure for tally in tallies for failure in tally.failures]
    for failure in failures[:_SHOWN_FAILURES]:
        console.print(failure, soft_wrap=True)
    if len(failures) > _SHOWN_FAILURES:
        console.print(f"and {len(failures) - _SHOWN_FAILURES} more")


def _run_trial(trial: Trial) -> Tally:
    started = time.perf_counter()
    tally = trial()
    tally.seconds = time.perf_counter() - started
    print_notice(f"{tally.name}: {tally.survived} of {tally.tried} survived")
    return tally


def _count(tallies: Iterable[Tally]) -> list[str]:
    rows = [(t.tried, t.survived, t.lost, t.recomputed, t.seconds) for t in tallies]
    return [f"{sum(column):,.0f}" for column in zip(*rows, strict=True)]


if __name__ == "__main__":
    typer.run(run_campaign)
