"""One collection that lives through many kills at random moments, its articles changing meanwhile.

Each round changes some articles and kills the index run for them after a random time. Some runs
are let to their end, so that kills come in rows of one and more.
"""

import random
import time

from bot.campaign.bench import Bench
from bot.campaign.expecting import check_articles
from bot.campaign.supervised import run_and_kill
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import LIBRARIES, Versions, write_collection
from corpus.errors import KhamtobError
from index.generations import read_current

_LET_THROUGH = 0.3  # of the runs after a kill
_LONGEST_PART = 1.1  # of the time that a run takes
_FEWEST, _MOST_CHANGES = 3, 3  # articles
_TAKEN_OUT = 0.4  # of the changes to an article that is there


def kill_at_random(bench: Bench, kills: int, seed: int) -> Tally:
    """So many kills, each a fault; the same seed gives the same articles and the same waits."""
    tally = Tally("kill -9 at random moments of one long life")
    life = _Life(bench, random.Random(seed))  # noqa: S311 - not a secret
    while tally.tried < kills:
        life.change_articles()
        if life.kill_run():
            tally.add(f"round {life.rounds}", life.judge())
        if life.is_let_through() or tally.tried == kills:
            problems = life.finish()
            if problems:
                tally.add(f"the run after round {life.rounds}", Finding(problems))
    bench.remove(life.place)
    return tally


class _Life:
    def __init__(self, bench: Bench, chance: random.Random) -> None:
        self.rounds = 0
        self.place = bench.make_place()
        self._bench, self._chance = bench, chance
        self._wanted: Versions = dict.fromkeys(range(LIBRARIES // 2), 1)
        self._newest = dict(self._wanted)
        self._allowed: list[Versions | None] = [None]
        self._stored: set[bytes] = set()
        write_collection(self.place, self._wanted)
        bench.learn(self._wanted)
        started = time.perf_counter()
        bench.learn(self._wanted)
        self._seconds = time.perf_counter() - started

    def change_articles(self) -> None:
        """One to three articles are added, changed or taken out, but a few stay."""
        wanted = dict(self._wanted)
        changed: dict[int, int] = {}
        for _ in range(self._chance.randint(1, _MOST_CHANGES)):
            number = self._chance.randrange(LIBRARIES)
            is_enough = number in wanted and len(wanted) > _FEWEST
            if is_enough and self._chance.random() < _TAKEN_OUT:
                del wanted[number]
            else:
                self._newest[number] = self._newest.get(number, 0) + 1
                changed[number] = wanted[number] = self._newest[number]
        self._bench.learn(changed)
        self._wanted = wanted
        write_collection(self.place, wanted)

    def kill_run(self) -> bool:
        """Whether the run was killed before its end."""
        self.rounds += 1
        self._allowed.append(self._wanted)
        self._stored = self._bench.read_stored(self.place)
        self._bench.begin_run()
        seconds = self._chance.uniform(0, self._seconds * _LONGEST_PART)
        return run_and_kill(lambda: self._bench.index_in_child(self.place), seconds)

    def judge(self) -> Finding:
        """What is wrong right after a kill."""
        problems = list(self._bench.check_answers(self.place, self._allowed))
        missing = check_articles(self.place, self._wanted)
        lost = set(self._bench.stored.read()) - self._bench.read_stored(self.place)
        asked = self._bench.encoder.asked.read()
        again = sum(key in self._stored for key in asked)
        self._settle()
        return Finding((*problems, *missing), len(missing) + len(lost), again)

    def is_let_through(self) -> bool:
        """Whether the next run may end."""
        return self._chance.random() < _LET_THROUGH

    def finish(self) -> tuple[str, ...]:
        """What is wrong after a run that nothing happens to."""
        stored = self._bench.read_stored(self.place)
        self._bench.begin_run()
        try:
            self._bench.index(self.place)
        except KhamtobError as error:
            return (f"the next run failed: {error}",)
        again = sum(key in stored for key in self._bench.encoder.asked.read())
        self._allowed = [self._wanted]
        problems = (f"{again} embedded again",) if again else ()
        return (*problems, *self._bench.check_answers(self.place, self._allowed))

    def _settle(self) -> None:
        """From now on only the collection that is live now may answer, or the next one."""
        if read_current(self.place.index) is not None:
            self._allowed = [self._bench.find_live(self.place, self._allowed)]
