"""A disk that refuses: full from a step on or once, fsync that fails, writes that are cut short."""

import errno
from collections.abc import Callable, Sequence
from functools import partial

from bot.campaign.bench import Bench, Story
from bot.campaign.file_calls import FileCall
from bot.campaign.kills import record_run, spread
from bot.campaign.supervised import DONE, REFUSED, Decide, Verdict, run_supervised
from bot.campaign.tally import Finding, Tally

_GROWING = frozenset({"create", "write", "mkdir"})
_WANTED = {
    "disk full from any step on": _GROWING,
    "disk full at any step once": _GROWING,
    "fsync that fails, any": frozenset({"sync"}),
    "write that is cut short, any": frozenset({"write"}),
}
KINDS = tuple(_WANTED)


def refuse_steps(bench: Bench, story: Story, kind: str, most: int | None) -> Tally:
    """A run for each step that the disk can refuse in this way, one of KINDS.

    The run has to say so in one line, or to reach its end in spite of it.
    """
    tally = Tally(f"{kind}, {story.name}")
    calls = [call for call, _ in record_run(bench, story)]
    for step in spread(choose_refused(calls, kind), most):
        place = bench.copy(story.base)
        bench.begin_run()
        ending = run_supervised(
            partial(bench.index_in_child, place), place.folder, be_refused(kind, step)
        )
        problems = []
        if ending.code not in (DONE, REFUSED) or "\n" in ending.message:
            problems.append(f"ended with {ending.code}: {ending.message}")
        acknowledged = bench.stored.read()
        if ending.code == DONE:
            problems += bench.check_answers(place, (story.after,))
        finding = bench.judge(place, story, acknowledged)
        finding = Finding((*problems, *finding.problems), finding.lost, finding.recomputed)
        tally.add(f"step {step}, {calls[step - 1]}", finding)
        bench.remove(place)
    return tally


def choose_refused(calls: Sequence[FileCall], kind: str) -> list[int]:
    """The numbers of the steps, from 1 on, that a disk can refuse in this way."""
    return [number for number, call in enumerate(calls, start=1) if call.kind in _WANTED[kind]]


def be_refused(kind: str, step: int) -> Decide:
    """The disk that refuses this step in this way."""
    return _DECIDERS[kind](step)


def _be_full_from(step: int) -> Decide:
    def decide(number: int, call: FileCall) -> Verdict:
        return errno.ENOSPC if number >= step and call.kind in _GROWING else "go"

    return decide


def _be_full_at(step: int) -> Decide:
    return lambda number, _call: errno.ENOSPC if number == step else "go"


def _fail_at(step: int) -> Decide:
    return lambda number, _call: errno.EIO if number == step else "go"


def _cut_short_at(step: int) -> Decide:
    return lambda number, _call: "write half" if number == step else "go"


_DECIDERS: dict[str, Callable[[int], Decide]] = dict(
    zip(KINDS, (_be_full_from, _be_full_at, _fail_at, _cut_short_at), strict=True)
)
