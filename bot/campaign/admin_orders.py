"""Faults while an admin adds, replaces and removes articles: what was acknowledged stays done.

And what was not acknowledged has at least lost nothing: the old article is in its place or in the
folder of removed ones.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.campaign.bench import Bench
from bot.campaign.file_calls import FileCall
from bot.campaign.kills import KILLS, spread
from bot.campaign.lost_writes import Disk
from bot.campaign.refusals import KINDS, be_refused, choose_refused
from bot.campaign.remembering import SharedList
from bot.campaign.supervised import CRASHED, DONE, Decide, Verdict, kill_at, run_supervised
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import LIBRARIES, Place, name_article, write_article, write_collection
from bot.collection import ArticleAdder, NewFile, list_ids, remove_articles
from corpus.sandbox import Sandbox

_FIRST = {0: 1, 1: 1, 3: 1}


@dataclass(frozen=True, slots=True)
class _Order:
    """An article to be added, to replace the one of the same name, or without data removed."""

    id: str
    data: bytes | None
    old: bytes | None


_ORDERS = (
    _Order(name_article(4), write_article(4, 1), None),
    _Order(name_article(1), write_article(1, 2), write_article(1, 1)),
    _Order(name_article(0), None, write_article(0, 1)),
    _Order(f"ใหม่/{name_article(6)}", write_article(6, 1), None),
    _Order(name_article(1), write_article(1, 3), write_article(1, 2)),
)
_WHOLE = {write_article(number, version) for number in range(LIBRARIES) for version in (1, 2, 3)}


def kill_orders(bench: Bench, most: int | None) -> Tally:
    """Killed at every step, and in the middle of every write."""
    tally = Tally("kill -9 at any step, admin's orders")
    scene = _Scene(bench)
    for step in spread(range(1, len(scene.calls) + 1), most):
        call = scene.calls[step - 1]
        for verdict in KILLS[: 2 if call.kind == "write" else 1]:
            place, acknowledged, _ = scene.run(kill_at(step, verdict))
            tally.add(f"{verdict} at step {step}, {call}", scene.judge(place, acknowledged))
    return tally


def refuse_orders(bench: Bench, most: int | None) -> Tally:
    """Every step refused in every way that a disk refuses."""
    tally = Tally("disk full or failing at any step, admin's orders")
    scene = _Scene(bench)
    for kind in KINDS:
        for step in spread(choose_refused(scene.calls, kind), most):
            place, acknowledged, code = scene.run(be_refused(kind, step))
            finding = scene.judge(place, acknowledged)
            if code == CRASHED:
                finding = Finding((*finding.problems, "crashed"), finding.lost)
            tally.add(f"{kind}, step {step}, {scene.calls[step - 1]}", finding)
    return tally


def cut_power_on_orders(bench: Bench, cuts: int, seed: int) -> Tally:
    """So many power cuts at random steps."""
    tally = Tally("power cut, admin's orders")
    scene = _Scene(bench)
    for number in range(seed, seed + cuts):
        chance = random.Random(number)  # noqa: S311 - not a secret
        step = chance.randint(0, len(scene.calls))
        disk = Disk(scene.base.folder)
        disk.apply(scene.calls[:step])
        place = bench.make_place()
        place.folder.rmdir()
        disk.write_after_power_cut(place.folder, chance)
        acknowledged = [*scene.acknowledged, len(_ORDERS)][step]
        tally.add(f"seed {number} after step {step}", scene.judge(place, acknowledged))
    return tally


class _Scene:
    """A collection, and what the orders change in it: `acknowledged[i]` before change i."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._done = SharedList()
        self.base = bench.make_place()
        write_collection(self.base, _FIRST)
        self.base.settings.data.mkdir()
        self.calls: list[FileCall] = []
        self.acknowledged: list[int] = []
        place = bench.copy(self.base)

        def record(_number: int, call: FileCall) -> Verdict:
            self.calls.append(call.relative_to(place.folder.resolve()))
            self.acknowledged.append(len(self._done))
            return "go"

        ending = run_supervised(lambda: self._carry_out(place), place.folder, record)
        if ending.code != DONE:
            raise RuntimeError(ending.message)
        bench.remove(place)

    def run(self, decide: Decide) -> tuple[Place, int, int]:
        """Where the orders were carried out, how many were acknowledged, and the exit code."""
        place = self._bench.copy(self.base)
        self._done.clear()
        ending = run_supervised(lambda: self._carry_out(place), place.folder, decide)
        return place, len(self._done), ending.code

    def judge(self, place: Place, acknowledged: int) -> Finding:
        """What is wrong or lost, also after all orders were given again; removes the place."""
        problems = [*_find_torn(place)]
        lost = [*_find_lost(place, acknowledged)]
        self._carry_out(place)
        problems += _find_torn(place)
        lost += _find_lost(place, len(_ORDERS))
        self._bench.remove(place)
        return Finding((*problems, *lost), len(lost))

    def _carry_out(self, place: Place) -> str:
        with Sandbox() as sandbox:
            for order in _ORDERS:
                if order.data is not None:
                    adder = ArticleAdder(place.settings, sandbox, replace=True)
                    adder.add_file(NewFile(order.id, order.data))
                elif order.id in list_ids(place.articles):
                    remove_articles([order.id], place.settings)
                self._done.append(bytes(32))
        return "done"


def _find_torn(place: Place) -> Iterator[str]:
    for folder in (place.articles, place.settings.removed_folder):
        for path in sorted(folder.rglob("*.md")):
            if path.read_bytes() not in _WHOLE:
                yield f"{path.name} is torn"


def _find_lost(place: Place, acknowledged: int) -> Iterator[str]:
    """What an acknowledged order did and is not there, and old articles that are nowhere."""
    live = {key: path.read_bytes() for key, path in list_ids(place.articles).items()}
    removed = place.settings.removed_folder
    kept = {path.read_bytes() for path in removed.rglob("*.md")} | set(live.values())
    last = {order.id: order for order in _ORDERS[:acknowledged]}
    pending = {order.id for order in _ORDERS[acknowledged:]}
    for order in last.values():
        if order.id not in pending and live.get(order.id) != order.data:
            yield f"the order for {order.id} is undone"
    for order in _ORDERS[: acknowledged + 1]:
        if order.old is not None and order.old not in kept:
            yield f"an old {order.id} is nowhere"
    for order in _ORDERS[:acknowledged]:
        if order.data is not None and order.data not in kept:
            yield f"{order.id} is nowhere"
