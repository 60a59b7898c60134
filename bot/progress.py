"""Shows how far a long step is, on stderr: a bar in a terminal, a line a step elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as ProgressBars
from rich.text import Text

from bot.console import open_console
from index.progress import Progress

_LEAST_SECONDS = 0.5  # a rate measured over less says nothing


class _RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        is_telling = speed and (task.elapsed or 0) >= _LEAST_SECONDS
        return Text(f"{speed:,.1f}/s" if is_telling else "", "dim")


@contextmanager
def show_progress() -> Iterator[Progress]:
    """What is called with a step, how much of it is done and how much there is."""
    console = open_console(stderr=True)
    if not console.is_terminal:
        yield _StepLines(console)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with ProgressBars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield advance


class _StepLines:
    """A line when a step is done, with its rate."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started: dict[str, float] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        seconds = now - self._started.setdefault(step, now)
        if done == total:
            rate = f", {(done - 1) / seconds:,.1f}/s" if seconds >= _LEAST_SECONDS else ""
            self._console.print(f"{step}: {done:,} in {seconds:.1f} s{rate}", soft_wrap=True)
