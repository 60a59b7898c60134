"""Where faults are tried: collections to start from, index runs, and the verdict after a fault."""

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.campaign.expecting import check_answer, check_articles, choose_questions
from bot.campaign.remembering import RememberingEncoder, SharedList, mark_what_is_stored
from bot.campaign.stored_keys import read_stored_keys
from bot.campaign.tally import Finding
from bot.campaign.village import Place, Versions, write_collection
from corpus.errors import KhamtobError
from corpus.folder import read_folder
from index.build import STORE, name_content
from index.computed_store import ComputedStore
from index.encoder import Encoder
from index.engine import Engine
from index.generation import open_current
from index.generations import list_generations, read_current
from index.language_bases import measure_language_means
from index.progress import show_nothing
from index.update import UpdateReport, update_index


@dataclass(frozen=True, slots=True)
class Story:
    """A collection whose index is of `before` (None: there is none) and whose articles are `after`.

    `base` is to be copied, not to be worked in.
    """

    name: str
    base: Place
    before: Versions | None
    after: Versions


class Bench:
    """Makes stories in a scratch folder, runs the index in them, and judges what is left."""

    def __init__(self, encoder: Encoder, scratch: Path) -> None:
        self.encoder = RememberingEncoder(encoder)
        self.stored = SharedList()
        self._scratch = scratch
        self._numbers = count(1)
        self._contents: dict[tuple[tuple[int, int], ...], str] = {}
        place = self.make_place()
        with ComputedStore(place.index / STORE) as store:
            measure_language_means(self.encoder, store)
        self.remove(place)
        self._means = frozenset(self.encoder.asked.read())

    def make_place(self) -> Place:
        """A new, empty place."""
        folder = self._scratch / str(next(self._numbers))
        folder.mkdir()
        return Place(folder)

    def copy(self, place: Place) -> Place:
        """A new place with the same files."""
        return place.copy_to(self._scratch / str(next(self._numbers)))

    def remove(self, place: Place) -> None:
        """Free its space, as far as nobody is still at it."""
        shutil.rmtree(place.folder, ignore_errors=True)

    def make_story(self, name: str, before: Versions | None, after: Versions) -> Story:
        """A story; both collections are embedded here once, so that no fault has to wait."""
        self.learn(after)
        base = self.make_place()
        write_collection(base, after)
        if before is not None:
            write_collection(base, before)
            self.index(base)
            write_collection(base, after)
        return Story(name, base, before, after)

    def learn(self, versions: Versions) -> None:
        """Embed these articles once, so that no child has to wait for the model."""
        if versions:
            place = self.make_place()
            write_collection(place, versions)
            self.index(place)
            self.remove(place)

    def index(self, place: Place) -> UpdateReport:
        """An index run that nothing happens to, in this process."""
        return update_index(place.articles, place.index, self.encoder, show_nothing)

    def index_in_child(self, place: Place) -> str:
        """The same for a forked child, which writes down what it embeds and what it has stored."""
        mark_what_is_stored(self.stored)
        report = self.index(place)
        return "published" if report.published else "nothing to do"

    def begin_run(self) -> None:
        """Forget what the last run embedded and stored."""
        self.encoder.asked.clear()
        self.stored.clear()

    def judge(self, place: Place, story: Story, acknowledged: Collection[bytes]) -> Finding:
        """What is wrong after a fault, and after the run that finishes the job.

        `acknowledged` are the keys that the store said it has.
        """
        problems = [*self.check_answers(place, (story.before, story.after))]
        missing = check_articles(place, story.after)
        stored = self.read_stored(place)
        lost = len(missing) + len(set(acknowledged) - stored)
        finding = self.finish(place, story, stored)
        problems += [*missing, *finding.problems]
        return Finding(tuple(problems), lost, finding.recomputed)

    def finish(
        self, place: Place, story: Story, stored: Collection[bytes], generations: int = 2
    ) -> Finding:
        """What is wrong with the run that finishes the job, before which `stored` lies there.

        `generations` is how many may lie there in the end.
        """
        self.begin_run()
        try:
            self.index(place)
            asked = self.encoder.asked.read()
            problems = [*self.check_answers(place, (story.after,))]
            problems += self._check_end(place, generations)
        except KhamtobError as error:
            return Finding((f"the next run failed: {error}",))
        again = sum(key in stored for key in asked) + len(asked) - len(set(asked))
        return Finding(tuple(problems), recomputed=again)

    def check_answers(
        self, place: Place, allowed: Collection[Versions | None], *, damaged: bool = False
    ) -> Iterator[str]:
        """What is wrong with the answers, which have to be of one of the `allowed` collections.

        Unless it was `damaged` on purpose, the live generation has to be whole itself.
        """
        try:
            if None in allowed and read_current(place.index) is None:
                return
            engine = Engine(place.index, self.encoder)
        except KhamtobError as error:
            yield f"no answer: {error}"
            return
        if engine.problem and not damaged:
            yield engine.problem
        yield from self.check_engine(engine, allowed)

    def check_engine(self, engine: Engine, allowed: Collection[Versions | None]) -> Iterator[str]:
        """The same for an open engine, which may have seen another generation before."""
        engine.refresh()
        content = engine.generation.manifest.content
        known = [each for each in allowed if each is not None]
        versions = next((each for each in known if self.name(each) == content), None)
        if versions is None:
            yield f"generation {engine.generation.manifest.number} is of another collection"
            return
        for number in choose_questions(known, versions):
            yield from check_answer(engine, number, versions[number])

    def find_live(self, place: Place, known: Iterable[Versions | None]) -> Versions | None:
        """Which of these collections the live generation is of."""
        content = open_current(place.index).manifest.content
        return next((each for each in known if each and self.name(each) == content), None)

    def read_stored(self, place: Place) -> set[bytes]:
        """The keys of the vectors that are stored in this place."""
        return read_stored_keys(place.index, self._means)

    def name(self, versions: Versions) -> str:
        """The manifest's `content` for this collection."""
        key = tuple(sorted(versions.items()))
        if key not in self._contents:
            with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
                place = Place(Path(folder))
                write_collection(place, versions)
                articles = read_folder(place.articles).articles
            self._contents[key] = name_content(articles, self.encoder.identity)
        return self._contents[key]

    def _check_end(self, place: Place, generations: int) -> Iterator[str]:
        """What is wrong once the job is finished: leftovers, or work that is not known as done."""
        left = [path.name for path in place.index.rglob("*.unfinished*")]
        if left:
            yield f"left behind: {left}"
        if len(list_generations(place.index)) > generations:
            yield f"generations {list_generations(place.index)} are there"
        self.encoder.asked.clear()
        if self.index(place).published or self.encoder.asked.read():
            yield "a run with nothing to do did something"
