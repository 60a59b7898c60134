"""A clock that jumps: it is wrong for a run, jumps within one, or files have wrong times."""

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

import index.build
import index.generations
from bot.campaign.bench import Bench, Story
from bot.campaign.kills import spread
from bot.campaign.supervised import DONE, run_supervised
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import Place

_DAY = 86_400.0
_JUMPS = (-3650 * _DAY, -_DAY, -3600.0, -1.0, 1.0, 3600.0, _DAY, 3650 * _DAY)
"""Seconds: ten years, a day, the hour of daylight saving, a correction by the network's clock."""


def jump_clock(bench: Bench, story: Story, seed: int, most: int | None) -> Tally:
    """A run for each jump: of the whole run, at each look at the clock, and of the files' times."""
    tally = Tally(f"a clock that jumps, {story.name}")
    for jump in spread(_JUMPS, most):
        for name, shift in _list_shifts(jump, random.Random(seed)):  # noqa: S311 - not a secret
            place = bench.copy(story.base)
            if shift is None:
                _date_files(place, jump)
            finding = _index_and_judge(bench, story, place, shift or _shift_nothing)
            tally.add(f"{name} by {jump:.0f} s", finding)
            bench.remove(place)
    return tally


def _list_shifts(
    jump: float, chance: random.Random
) -> list[tuple[str, Callable[[], float] | None]]:
    """What is wrong, and the clock's error at each look; None where the files' times are wrong."""
    return [
        ("wrong clock", lambda: jump),
        ("clock jumping at each look", lambda: jump * chance.random()),
        ("files with wrong times", None),
    ]


def _shift_nothing() -> float:
    return 0.0


def _index_and_judge(
    bench: Bench, story: Story, place: Place, shift: Callable[[], float]
) -> Finding:
    def work() -> str:
        _shift_clock(shift)
        return bench.index_in_child(place)

    bench.begin_run()
    ending = run_supervised(work, place.folder, lambda _number, _call: "go")
    problems = () if ending.code == DONE else (f"the run failed: {ending.message}",)
    finding = bench.judge(place, story, bench.stored.read())
    return Finding((*problems, *finding.problems), finding.lost, finding.recomputed)


def _date_files(place: Place, jump: float) -> None:
    for path in place.articles.iterdir():
        moment = time.time() + jump
        os.utime(path, (moment, moment))


def _shift_clock(shift: Callable[[], float]) -> None:
    """From now on the clock of this process is wrong by what `shift` gives at each look."""
    now, now_ns = time.time, time.time_ns

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            moment = datetime.now(tz) + timedelta(seconds=shift())
            return cls.fromisoformat(moment.isoformat())

    time.time = lambda: now() + shift()
    time.time_ns = lambda: now_ns() + int(shift() * 1e9)
    for module in (index.build, index.generations):
        vars(module)["datetime"] = Clock
