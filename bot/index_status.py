"""What is live, and how the articles folder differs from it; nothing heavy is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.console import make_one_line
from bot.settings import Settings
from corpus.errors import ArticleError
from corpus.folder_walk import FileStamp, scan_folder
from index.generations import generation_folder, list_generations, read_current
from index.manifest import ARTICLES, TABLE, Manifest, read_manifest
from index.passage_table import read_passage_table

_NANOSECONDS = 1_000_000_000
_UNITS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The live generation; None where nothing is indexed yet.

    `not_indexed` counts files that the index doesn't have (unreadable ones and duplicates too),
    `gone` articles without a file, `touched` files written since the generation was made.
    """

    generation: int | None
    created: str | None
    age_seconds: int | None
    articles: int
    passages: int
    model: str | None
    size_bytes: int
    previous: tuple[int, ...]
    not_indexed: int
    gone: int
    touched: int


def read_status(settings: Settings) -> IndexStatus:
    """The status now; raises IndexDataError if the index is damaged."""
    folder = settings.index_folder
    stamps = _scan_articles(settings.articles)
    number = read_current(folder)
    manifest = None if number is None else read_manifest(generation_folder(folder, number))
    not_indexed, gone, touched = len(stamps), 0, 0
    if manifest:
        home = generation_folder(folder, manifest.number)
        indexed = {each.id for each in read_passage_table(home / ARTICLES, home / TABLE).articles}
        present = {stamp.id for stamp in stamps}
        not_indexed, gone = len(present - indexed), len(indexed - present)
        made_ns = _read_created(manifest).timestamp() * _NANOSECONDS
        touched = sum(stamp.changed_ns > made_ns and stamp.id in indexed for stamp in stamps)
    return IndexStatus(
        generation=number,
        created=manifest.created if manifest else None,
        age_seconds=_measure_age(manifest) if manifest else None,
        articles=manifest.article_count if manifest else 0,
        passages=manifest.passage_count if manifest else 0,
        model=manifest.model.name if manifest else None,
        size_bytes=_measure_size(folder),
        previous=tuple(other for other in list_generations(folder) if other != number),
        not_indexed=not_indexed,
        gone=gone,
        touched=touched,
    )


def describe_status(status: IndexStatus, settings: Settings) -> list[str]:
    """The status in lines for people."""
    lines = [f"articles folder: {settings.articles}", f"index folder: {settings.index_folder}"]
    if status.generation is None:
        lines.append("live: nothing, no article is indexed yet")
    else:
        previous = ", ".join(map(str, status.previous)) or "none"
        lines += [
            f"live: generation {status.generation} (others to roll back to: {previous})",
            f"made: {status.created}, {_describe_age(status.age_seconds or 0)} ago",
            f"holds: {status.articles:,} articles, {status.passages:,} passages",
            f"model: {status.model}",
            f"on disk: {status.size_bytes / 1e6:,.1f} MB",
        ]
    differences = {
        "not in the index": status.not_indexed,
        "gone from the folder": status.gone,
        "written since": status.touched,
    }
    lines += [f"{name}: {count:,} files" for name, count in differences.items() if count]
    if any(differences.values()):
        lines.append("To bring the index up to the folder, run: khamtob index")
    return [make_one_line(line) for line in lines]


def _scan_articles(folder: Path) -> Sequence[FileStamp]:
    """The files now; none where the folder is gone, for the index answers without it."""
    try:
        return scan_folder(folder)
    except ArticleError:
        return ()


def _read_created(manifest: Manifest) -> datetime:
    return datetime.fromisoformat(manifest.created)


def _measure_age(manifest: Manifest) -> int:
    return max(0, int((datetime.now(UTC) - _read_created(manifest)).total_seconds()))


def _measure_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _describe_age(seconds: int) -> str:
    for size, name in _UNITS:
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} seconds"
