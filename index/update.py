"""Brings the index up to the articles folder."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import ArticleError, IndexDataError
from corpus.folder import CachedArticle, Collection, read_folder
from corpus.folder_walk import scan_folder
from corpus.known import known_from_record, known_to_record
from corpus.limits import DEFAULT_LIMITS
from corpus.readers import READING_VERSION
from index.build import (
    STORE,
    Gate,
    build_generation,
    plan_work,
)
from index.computed_store import ComputedStore, hash_content
from index.encoder import Encoder
from index.generation import Generation, open_current
from index.generations import hold_write_lock
from index.manifest import Manifest
from index.progress import Progress


@dataclass(frozen=True, slots=True)
class Difference:
    """Article ids of the folder against the live generation."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update found and did; `published` is None if nothing had to, or was to, go live.

    `embedded` is how many passages were embedded, or would have to be.
    """

    difference: Difference
    collection: Collection
    published: Manifest | None
    passages: int
    embedded: int


def update_index(
    articles_folder: Path,
    index_folder: Path,
    encoder: Encoder,
    progress: Progress,
    *,
    dry_run: bool = False,
    rebuild: bool = False,
    gate: Gate | None = None,
) -> UpdateReport:
    """Reads the folder and publishes a generation if anything differs from the live one.

    With `dry_run` nothing is published; with `rebuild` the generation is written even if nothing
    differs. Raises ArticleError if the folder holds no article, IndexBusyError if another process
    is writing, and what `gate` raises to refuse the candidate.
    """
    with hold_write_lock(index_folder), pause_collector():
        collection = read_articles(articles_folder, index_folder, progress)
        if not collection.articles:
            message = f"{articles_folder}: no article can be read there; the index is as it was"
            raise ArticleError(message)
        live = open_live(index_folder)
        difference = compare_articles(live.table.articles if live else (), collection.articles)
        with ComputedStore(index_folder / STORE) as store:
            work = plan_work(collection.articles, encoder, store, progress)
        is_current = live is not None and live.manifest.content == work.content
        published = None
        if not dry_run and (rebuild or not is_current):
            published = build_generation(
                collection.articles, encoder, index_folder, progress, gate, work
            )
    return UpdateReport(difference, collection, published, len(work.texts), work.missing)


@contextmanager
def pause_collector() -> Iterator[None]:
    """Keeps Python's cycle collector from running meanwhile.

    An update makes a million small objects without cycles; looking through them again and again
    costs a third of its time.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def read_articles(articles_folder: Path, index_folder: Path, progress: Progress) -> Collection:
    """The folder's collection; files that did not change since the last time are not parsed."""
    kind = f"file:{READING_VERSION}:{DEFAULT_LIMITS}"
    stamps = scan_folder(articles_folder)
    done = 0

    def report_file(_article_id: str) -> None:
        nonlocal done
        done += 1
        progress("Reading files", done, len(stamps))

    with ComputedStore(index_folder / STORE) as store:
        keys = [hash_content(stamp.id) for stamp in stamps]
        stored = store.get_many(kind, keys)
        known = _decode_known(stored)
        collection = read_folder(articles_folder, known=known, on_file=report_file)
        fresh = {
            hash_content(article_id): json.dumps(known_to_record(article_id, cached)).encode()
            for article_id, cached in collection.known.items()
            if known.get(article_id) != cached
        }
        store.put_many(kind, fresh)
    return collection


def open_live(index_folder: Path) -> Generation | None:
    """The live generation, or None where there is none that is whole; it will be built anew."""
    try:
        return open_current(index_folder)
    except IndexDataError:
        return None


def compare_articles(live: Sequence[Article], found: Sequence[Article]) -> Difference:
    """What adding, changing and removing leads from the live articles to the found ones."""
    before = {article.id: article for article in live}
    after = {article.id: article for article in found}
    shared = before.keys() & after.keys()
    changed = {article_id for article_id in shared if before[article_id] != after[article_id]}
    return Difference(
        new=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(changed)),
        gone=tuple(sorted(before.keys() - after.keys())),
        unchanged=len(shared) - len(changed),
    )


def _decode_known(stored: Mapping[bytes, bytes]) -> dict[str, CachedArticle]:
    known: dict[str, CachedArticle] = {}
    for value in stored.values():
        try:
            article_id, cached = known_from_record(json.loads(value))
        except (ValueError, ArticleError):
            continue  # damaged: the file is read again
        known[article_id] = cached
    return known
