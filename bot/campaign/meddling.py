"""Others who work at the same time: a second index run, and whoever changes the articles."""

import contextlib
import shutil
from collections.abc import Callable, Container
from functools import partial
from pathlib import Path

from bot.campaign.bench import Bench, Story
from bot.campaign.expecting import check_answer
from bot.campaign.file_calls import FileCall
from bot.campaign.kills import record_run, spread
from bot.campaign.supervised import DONE, Decide, Verdict, run_supervised
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import Place, name_article, write_collection
from corpus.errors import IndexBusyError, KhamtobError
from index.engine import Engine
from index.update import update_index

_HOLDER = "writer.txt"
_OTHER_DIGITS = bytes.maketrans(b"123456789", b"234567891")


def index_at_once(bench: Bench, story: Story, most: int | None) -> Tally:
    """At each step of a run another one is begun; it has to be refused, and answers go on.

    In the end one is begun before the other's first change, and does the job if it gets the lock.
    """
    tally = Tally(f"a second index run at any step, {story.name}")
    steps = spread(list(range(1, len(record_run(bench, story)) + 1)), most)
    meddler = _Meddler(bench, story, tally)
    for meddle in (meddler.demand_refusal(set(steps)), meddler.let_win()):
        meddler.place = place = bench.copy(story.base)
        bench.begin_run()
        ending = run_supervised(partial(bench.index_in_child, place), place.folder, meddle)
        finding = bench.judge(place, story, bench.stored.read())
        problems = () if ending.code == DONE else (ending.message,)
        finding = Finding((*problems, *finding.problems), finding.lost, finding.recomputed)
        tally.add("in the end", finding)
        bench.remove(place)
    return tally


class _Meddler:
    """Begins index runs in this process while one in another process is held at a step."""

    def __init__(self, bench: Bench, story: Story, tally: Tally) -> None:
        self.place = story.base
        self._bench, self._story, self._tally = bench, story, tally

    def demand_refusal(self, steps: Container[int]) -> Decide:
        """At these steps, once the lock is held, nobody else may write."""

        def decide(number: int, call: FileCall) -> Verdict:
            if number in steps and (self.place.index / _HOLDER).exists():
                allowed = (self._story.before, self._story.after)
                problems = list(self._bench.check_answers(self.place, allowed))
                try:
                    self._bench.index(self.place)
                    problems.append("two runs wrote at once")
                except IndexBusyError:
                    pass
                self._tally.add(f"step {number}, {call}", Finding(tuple(problems)))
            return "go"

        return decide

    def let_win(self) -> Decide:
        """Before the first step of the other one, this one may do everything."""

        def decide(number: int, _call: FileCall) -> Verdict:
            if number == 1:
                with contextlib.suppress(IndexBusyError):  # the lock is no change to a file
                    self._bench.index(self.place)
            return "go"

        return decide


def change_while_read(bench: Bench, story: Story, most: int | None) -> Tally:
    """Each article is changed in each way at the moment when its turn to be read comes."""
    tally = Tally(f"articles that change while they are read, {story.name}")
    numbers = sorted(story.after, key=name_article)
    cases = [(turn, change) for turn in range(1, len(numbers) + 1) for change in _CHANGES]
    for case in spread(list(range(len(cases))), most):
        turn, change = cases[case]
        place = bench.copy(story.base)
        number = numbers[turn - 1]
        problems = _index_while_changing(bench, place, number, turn, _CHANGES[change])
        problems += _ask_others(bench, place, story, number)
        shutil.rmtree(place.articles)
        write_collection(place, story.after)
        finding = bench.finish(place, story, bench.read_stored(place))
        finding = Finding((*problems, *finding.problems), finding.lost, finding.recomputed)
        tally.add(f"{name_article(number)} {change}", finding)
        bench.remove(place)
    return tally


def _index_while_changing(
    bench: Bench, place: Place, number: int, turn: int, change: Callable[[Path], object]
) -> list[str]:
    path = place.articles / name_article(number)

    def watch(step: str, done: int, _total: int) -> None:
        if step == "Reading files" and done == turn:
            change(path)

    try:
        update_index(place.articles, place.index, bench.encoder, watch)
    except KhamtobError as error:
        return [f"the run failed: {error}"]
    return []


def _ask_others(bench: Bench, place: Place, story: Story, changed: int) -> list[str]:
    """What is wrong with the answer from an article that nobody changed."""
    number = next(number for number in story.after if number != changed)
    try:
        engine = Engine(place.index, bench.encoder)
    except KhamtobError as error:
        return [f"no answer: {error}"]
    return list(check_answer(engine, number, story.after[number]))


def _rewrite(path: Path) -> None:
    """Other digits, the same length: nothing but the file's time and content tells."""
    path.write_bytes(path.read_bytes().translate(_OTHER_DIGITS))


def _tear(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


_CHANGES: dict[str, Callable[[Path], object]] = {
    "rewritten": _rewrite,
    "torn": _tear,
    "emptied": lambda path: path.write_bytes(b""),
    "removed": Path.unlink,
    "a folder now": _replace_by_folder,
    "renamed": lambda path: path.rename(path.with_name(f"ใหม่ {path.name}")),
}
