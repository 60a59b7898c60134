"""Puts article files into the articles folder and takes them out; nothing is ever lost."""

import difflib
import hashlib
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.settings import Settings
from corpus.errors import ArticleError, UsageError
from corpus.folder_walk import list_folder
from corpus.readers import load_bytes, parse_article
from corpus.sandbox import Sandbox
from index.durable import write_atomically

Outcome = Literal["added", "replaced", "already there", "skipped", "refused"]


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be added: under which id, and its content.

    `known` is the SHA-256 of a content that may be replaced without keeping it: the one that the
    same source gave before.
    """

    id: str
    data: bytes
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of a file; `note` is the article's title, or why it wasn't added."""

    id: str
    outcome: Outcome
    note: str


class ArticleAdder:
    """Adds files to the articles folder; it knows which ids are taken."""

    def __init__(self, settings: Settings, sandbox: Sandbox, *, replace: bool) -> None:
        """Makes the folder if it isn't there; raises UsageError if it is the shipped one."""
        refuse_samples(settings)
        settings.articles.mkdir(parents=True, exist_ok=True)
        self._settings = settings
        self._sandbox = sandbox
        self._replace = replace
        self._taken = list_ids(settings.articles)

    def add_path(self, path: Path) -> Iterator[Addition]:
        """Add the file at `path`, or all files under it with the folder's name before their id."""
        name = unicodedata.normalize("NFC", path.resolve().name)
        if not path.is_dir():
            yield self._add_place(path, name)
            return
        listing = list_folder(path)
        for stamp, place in zip(listing.stamps, listing.paths, strict=True):
            yield self._add_place(place, f"{name}/{stamp.id}")
        for broken in listing.unreadable:
            yield Addition(f"{name}/{broken.id}", "refused", broken.reason)
        for skipped in listing.skipped:
            yield Addition(f"{name}/{skipped.id}", "skipped", skipped.reason)

    def holds(self, article_id: str) -> bool:
        """Whether the articles folder has a file of this id."""
        return article_id in self._taken

    def add_file(self, file: NewFile) -> Addition:
        """Write the file, after reading it as an article.

        Another content under the same id stays, or if it is to be replaced is kept in the removed
        folder.
        """
        try:
            article = parse_article(file.data, file.id, self._sandbox)
        except ArticleError as error:
            return Addition(file.id, "refused", str(error))
        existing = self._taken.get(file.id)
        target = existing or self._settings.articles.joinpath(*file.id.split("/"))
        if existing:
            there = existing.read_bytes()
            if there == file.data:
                return Addition(file.id, "already there", article.title)
            if not self._replace:
                note = "another article has this name; rename the file, or use --replace"
                return Addition(file.id, "refused", note)
            if hashlib.sha256(there).hexdigest() != file.known:
                shutil.copy2(existing, choose_place(file.id, self._settings))
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, file.data)
        self._taken[file.id] = target
        return Addition(file.id, "replaced" if existing else "added", article.title)

    def _add_place(self, place: Path, article_id: str) -> Addition:
        root = self._settings.articles.resolve()
        if place.resolve().is_relative_to(root):
            inside = place.resolve().relative_to(root).as_posix()
            return Addition(inside, "already there", "lies in the articles folder")
        name = article_id.rpartition("/")[2]
        if name.startswith((".", "~$")) or not name.isprintable():
            return Addition(article_id, "refused", "has a hidden or unprintable name; rename it")
        try:
            data = load_bytes(place, self._sandbox.limits)
        except ArticleError as error:
            return Addition(article_id, "refused", str(error))
        return self.add_file(NewFile(article_id, data))


def refuse_samples(settings: Settings) -> None:
    """Raises UsageError if the articles are the shipped samples, which are not to be changed."""
    if settings.serves_samples:
        message = (
            f"{settings.articles}: the sample articles can't be changed; "
            "set KHAMTOB_ARTICLES to a folder of your own (see .env.example)"
        )
        raise UsageError(message)


def remove_articles(ids: Iterable[str], settings: Settings) -> list[Path]:
    """Move the files with these ids into the removed folder; returns where each is now.

    Raises ArticleError, and moves nothing, if one of them is not there.
    """
    refuse_samples(settings)
    paths = list_ids(settings.articles)
    wanted = list(dict.fromkeys(unicodedata.normalize("NFC", each) for each in ids))
    for article_id in wanted:
        if article_id not in paths:
            raise explain_unknown(article_id, paths)
    return [
        Path(shutil.move(paths[article_id], choose_place(article_id, settings)))
        for article_id in wanted
    ]


def list_ids(folder: Path) -> dict[str, Path]:
    """Where the file of each id is. Raises ArticleError if there is no such folder."""
    listing = list_folder(folder)
    return dict(zip((stamp.id for stamp in listing.stamps), listing.paths, strict=True))


def explain_unknown(article_id: str, known: Iterable[str]) -> ArticleError:
    """The error for an id that isn't there, with the ones that look like it."""
    near = difflib.get_close_matches(article_id, list(known), n=3, cutoff=0.5)
    way_out = f"did you mean {' or '.join(near)}?" if near else "see: khamtob articles"
    return ArticleError(f"{article_id}: no such article; {way_out}")


def choose_place(article_id: str, settings: Settings) -> Path:
    """A free path in the removed folder, named after the article; its folder is there."""
    wanted = settings.removed_folder.joinpath(*article_id.split("/"))
    place, number = wanted, 1
    while place.exists():
        number += 1
        place = wanted.with_stem(f"{wanted.stem} ({number})")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place
