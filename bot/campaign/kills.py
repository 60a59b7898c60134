"""Kills an index run, at each of its steps and at random moments."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from bot.campaign.bench import Bench, Story
from bot.campaign.file_calls import FileCall
from bot.campaign.supervised import DONE, Verdict, kill_at, run_supervised
from bot.campaign.tally import Tally

T = TypeVar("T")
KILLS: tuple[Verdict, ...] = ("kill", "kill half-way")


def record_run(bench: Bench, story: Story) -> list[tuple[FileCall, int]]:
    """The changes of one undisturbed run, each with how many keys were stored before it.

    Their paths are relative to the place.
    """
    calls: list[tuple[FileCall, int]] = []

    place = bench.copy(story.base)

    def record(_number: int, call: FileCall) -> Verdict:
        calls.append((call.relative_to(place.folder.resolve()), len(bench.stored)))
        return "go"

    bench.begin_run()
    ending = run_supervised(lambda: bench.index_in_child(place), place.folder, record)
    if ending.code != DONE:
        raise RuntimeError(ending.message)
    bench.remove(place)
    return calls


def spread(steps: Sequence[T], most: int | None) -> Sequence[T]:
    """At most so many of the steps, evenly spread, the first and the last among them."""
    if most is None or len(steps) <= most:
        return steps
    return [steps[round(at * (len(steps) - 1) / (most - 1))] for at in range(most)]


def kill_at_steps(bench: Bench, story: Story, verdict: Verdict, most: int | None) -> Tally:
    """A run for each step, killed before the step or, if it is a write, in the middle of it."""
    name = "half a write" if verdict == "kill half-way" else "any step"
    tally = Tally(f"kill -9 at {name}, {story.name}")
    calls = [call for call, _ in record_run(bench, story)]
    steps = [
        number
        for number, call in enumerate(calls, start=1)
        if verdict == "kill" or (call.kind == "write" and len(call.data) > 1)
    ]
    for step in spread(steps, most):
        place = bench.copy(story.base)
        bench.begin_run()
        run_supervised(partial(bench.index_in_child, place), place.folder, kill_at(step, verdict))
        finding = bench.judge(place, story, bench.stored.read())
        tally.add(f"step {step}, {calls[step - 1]}", finding)
        bench.remove(place)
    return tally
