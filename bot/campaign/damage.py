"""Damages files of an index that is in use: bits flipped, files torn, emptied, gone or foreign.

Each file is damaged as an editor or a bad disk leaves it, under its old name as a new file; a file
that is shortened in place while a process has it mapped ends that process, on any system.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.campaign.bench import Bench, Story
from bot.campaign.tally import Finding, Tally
from bot.campaign.village import Place
from corpus.errors import KhamtobError
from index.build import STORE
from index.engine import Engine
from index.generations import CURRENT, generation_folder

_HEADER = 64  # bytes at the start of which each one is damaged
_LIVE = 2  # the story's second generation
_KEPT = 3  # generations: the damaged one, those before and after it


@dataclass(frozen=True, slots=True)
class _Damage:
    name: str
    apply: Callable[[Path], None]


def damage_files(bench: Bench, story: Story, flips: int, seed: int, most: int | None) -> Tally:
    """Every kind of damage to every file of the live generation, the pointer and the one before.

    `flips` are the bits flipped at random places of each file, beside those of its header.
    """
    tally = Tally("damage to any file of a generation")
    chance = random.Random(seed)  # noqa: S311 - not a secret
    whole = bench.copy(story.base)
    bench.index(whole)
    damages = list(_list_damages(whole, flips, chance))
    if most is not None and len(damages) > most:
        damages = chance.sample(damages, most)
    for path, damage in damages:
        place = bench.copy(whole)
        running = Engine(place.index, bench.encoder)
        damage.apply(place.folder / path)
        finding = _judge(bench, story, place, running, path)
        tally.add(f"{damage.name} {path.name}", finding)
        bench.remove(place)
    bench.remove(whole)
    return tally


def damage_store(bench: Bench, story: Story, flips: int, seed: int) -> Tally:
    """The computed store is damaged: it can be lost, but may not give a wrong vector.

    A folder in its place is left out: that is for the admin to remove, and said so.
    """
    tally = Tally("damage to the computed store")
    chance = random.Random(seed)  # noqa: S311 - not a secret
    path = (story.base.index / STORE).relative_to(story.base.folder)
    size = (story.base.folder / path).stat().st_size
    damages = [*_KINDS[:-1], *(_make_flip(chance.randrange(size), chance) for _ in range(flips))]
    for damage in damages:
        place = bench.copy(story.base)
        damage.apply(place.folder / path)
        finding = bench.judge(place, story, ())
        # What was damaged has to be computed again.
        tally.add(damage.name, Finding(finding.problems, finding.lost))
        bench.remove(place)
    return tally


def _judge(bench: Bench, story: Story, place: Place, running: Engine, path: Path) -> Finding:
    problems = list(bench.check_engine(running, (story.after,)))
    problems += bench.check_answers(place, (story.before, story.after), damaged=True)
    if _is_live(place, path):
        try:
            if Engine(place.index, bench.encoder).problem is None:
                problems.append("not noticed")
        except KhamtobError as error:
            problems.append(f"no whole generation was found: {error}")
    finding = bench.finish(place, story, bench.read_stored(place), _KEPT)
    return Finding((*problems, *finding.problems), finding.lost, finding.recomputed)


def _is_live(place: Place, path: Path) -> bool:
    """Whether the file belongs to the live generation or is the pointer to it."""
    live = generation_folder(place.index, _LIVE).relative_to(place.folder)
    return path.name == CURRENT or path.is_relative_to(live)


def _list_damages(
    place: Place, flips: int, chance: random.Random
) -> Iterator[tuple[Path, _Damage]]:
    folders = [generation_folder(place.index, number) for number in (_LIVE, _LIVE - 1)]
    files = [each for folder in folders for each in sorted(folder.rglob("*")) if each.is_file()]
    for file in (place.index / CURRENT, *files):
        path, size = file.relative_to(place.folder), file.stat().st_size
        for offset in range(min(size, _HEADER)):
            yield path, _make_flip(offset, chance)
        for _ in range(flips if size else 0):
            yield path, _make_flip(chance.randrange(size), chance)
        for damage in _KINDS if size else _KINDS_OF_EMPTY:
            yield path, damage
    for folder in folders:
        foreign = _Damage("foreign file", lambda path: _write_new(path, "แปลกปลอม".encode()))
        yield (folder / "แปลกปลอม.bin").relative_to(place.folder), foreign


def _make_flip(offset: int, chance: random.Random) -> _Damage:
    bit = chance.randrange(8)

    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[offset] ^= 1 << bit
        _write_new(path, data)

    return _Damage(f"bit {bit} of byte {offset} flipped in", flip)


def _write_new(path: Path, data: bytes | bytearray) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def _cut_half(path: Path) -> None:
    data = path.read_bytes()
    _write_new(path, data[: len(data) // 2])


def _fill_with_zeros(path: Path) -> None:
    _write_new(path, bytes(path.stat().st_size))


def _put_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


_KINDS_OF_EMPTY = (
    _Damage("missing", Path.unlink),
    _Damage("a folder in place of", _put_folder),
)
_KINDS = (
    _Damage("half is left of", _cut_half),
    _Damage("nothing is left in", lambda path: _write_new(path, b"")),
    _Damage("zeros in place of", _fill_with_zeros),
    *_KINDS_OF_EMPTY,
)
