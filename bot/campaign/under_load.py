"""`python -m bot.campaign.under_load`: a steady load of questions while articles are re-indexed.

A collection of its own is made, questions come at fixed moments, and `khamtob index` runs as the
bot runs it, in a process of its own. Every answer has to be there and of one generation. The table
compares how long answers took before, while and after.
"""

import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Annotated

import typer
from rich.table import Table

from bot.campaign.village import Place, ask_about, expect_of, write_collection
from bot.console import open_console, print_notice
from bot.index_child import index_apart
from bot.opening import open_model
from bot.settings import PREFIX, load_settings
from index.encoder import Encoder
from index.engine import Engine
from index.generations import read_current
from index.progress import show_nothing
from index.update import update_index

_ASKING = 4  # threads
_LOOK_SECONDS = 0.005
_SETTLED = 2.5  # seconds after which a file's time is trusted, as that of any older file


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: when it came and was answered (seconds), from which generation, what is wrong."""

    came: float
    answered: float
    generation: int
    problem: str


@dataclass(frozen=True, slots=True)
class Course:
    """All questions, and when the re-index began, went live and was over (seconds)."""

    asked: tuple[Asked, ...]
    began: float
    live: float
    ended: float

    @property
    def pickup(self) -> float:
        """Seconds from going live until an answer came from the new generation."""
        return min((a.answered for a in self.asked if a.generation == 2), default=1e9) - self.live


def run_under_load(
    articles: Annotated[int, typer.Option(help="In the collection.")] = 400,
    changed: Annotated[int, typer.Option(help="Of them change.")] = 200,
    rate: Annotated[float, typer.Option(help="Questions a second.")] = 8.0,
    seconds: Annotated[float, typer.Option(help="Before the re-index, and after it.")] = 20.0,
    scratch: Annotated[Path | None, typer.Option(help="A folder to work in.")] = None,
) -> None:
    """Print the table; exits with 1 if an answer failed, was wrong or came late to the new one."""
    encoder = open_model(load_settings())
    with tempfile.TemporaryDirectory(dir=scratch, prefix="คำตอบ-") as folder:
        load = _Load(Place(Path(folder)), encoder, articles, changed)
        course = load.run(rate, seconds)
    print_course(course, f"{articles} articles, {changed} of them changed, {rate:g} questions/s")
    problems = [asked.problem for asked in course.asked if asked.problem]
    for problem in problems[:20]:
        print_notice(problem)
    if problems or course.pickup > 2:
        raise typer.Exit(1)


def print_course(course: Course, title: str) -> None:
    """Print how the answers went in each part."""
    table = Table(title=title)
    table.add_column("part")
    for name in ("seconds", "questions", "wrong or failed", "p50 ms", "p95 ms", "slowest ms"):
        table.add_column(name, justify="right")
    start = course.asked[0].came
    end = max(asked.answered for asked in course.asked)
    parts = {
        "before": (start, course.began),
        "re-index": (course.began, course.ended),
        "after": (course.ended, end),
    }
    for name, (first, last) in parts.items():
        asked = [each for each in course.asked if first <= each.came < last]
        spent = [(each.answered - each.came) * 1000 for each in asked]
        wrong = sum(bool(each.problem) for each in asked)
        figures = [median(spent), quantiles(spent, n=20)[-1], max(spent)]
        row = [f"{last - first:.1f}", str(len(asked)), str(wrong), *(f"{f:.0f}" for f in figures)]
        table.add_row(name, *row)
    console = open_console()
    console.print(table)
    console.print(f"the new generation answered {course.pickup:.2f} s after it went live")


class _Load:
    """One collection, the questions about it, and what its two generations have to say."""

    def __init__(self, place: Place, encoder: Encoder, articles: int, changed: int) -> None:
        self._place = place
        before = dict.fromkeys(range(articles), 1)
        self._after = {**before, **dict.fromkeys(range(changed), 2)}
        self._versions = {1: before, 2: self._after}
        write_collection(place, before)
        time.sleep(_SETTLED)
        update_index(place.articles, place.index, encoder, show_nothing)
        self._engine = Engine(place.index, encoder)
        self._numbers = [number for number in before if not self._ask(number, 0.0).problem]
        if len(self._numbers) < articles * 0.9:
            message = f"only {len(self._numbers)} of {articles} questions are answered at all"
            raise RuntimeError(message)

    def run(self, rate: float, seconds: float) -> Course:
        """Ask without pause; re-index after so many seconds, and go on for as many."""
        over = threading.Event()
        asked: list[Asked] = []
        asking = threading.Thread(target=self._ask_steadily, args=(rate, over, asked))
        asking.start()
        time.sleep(seconds)
        write_collection(self._place, self._after)
        began = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            live = pool.submit(self._wait_until_live)
            os.environ[f"{PREFIX}ARTICLES"] = str(self._place.articles)
            os.environ[f"{PREFIX}DATA"] = str(self._place.settings.data)
            index_apart(threading.Event())
            ended = time.perf_counter()
            went_live = live.result()
        time.sleep(seconds)
        over.set()
        asking.join()
        return Course(tuple(sorted(asked, key=lambda a: a.came)), began, went_live, ended)

    def _ask_steadily(self, rate: float, over: threading.Event, asked: list[Asked]) -> None:
        start = time.perf_counter()
        with ThreadPoolExecutor(_ASKING) as pool:
            waiting = []
            for count, number in enumerate(cycle(self._numbers)):
                came = start + count / rate
                if over.wait(max(0.0, came - time.perf_counter())):
                    break
                waiting.append(pool.submit(self._ask, number, came))
            asked += [each.result() for each in waiting]

    def _ask(self, number: int, came: float) -> Asked:
        reply = self._engine.ask(ask_about(number))
        versions = self._versions[reply.generation]
        quotes = [quote.text for quote in reply.answer.quotes]
        is_right = bool(quotes) and expect_of(number, versions[number]) in quotes[0]
        problem = "" if is_right else f"{number}, generation {reply.generation}: {quotes}"
        return Asked(came, time.perf_counter(), reply.generation, problem)

    def _wait_until_live(self) -> float:
        while read_current(self._place.index) != 2:
            time.sleep(_LOOK_SECONDS)
        return time.perf_counter()


if __name__ == "__main__":
    typer.run(run_under_load)
