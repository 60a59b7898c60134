"""Reads a folder of article files into a `Collection`; one bad file never stops the others."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.duplicates import DuplicateArticle, drop_duplicates
from corpus.errors import ArticleError
from corpus.folder_walk import FileStamp, SkippedFile, UnreadableFile, list_folder
from corpus.limits import DEFAULT_LIMITS, ReadingLimits
from corpus.readers import load_bytes, parse_article
from corpus.sandbox import Sandbox

# The coarsest clock of a file system in use: FAT keeps times in steps of two seconds.
_CLOCK_STEP_NS = 2_000_000_000
_NEVER_TRUSTED = -1


@dataclass(frozen=True, slots=True)
class CachedArticle:
    """What reading a file gave, kept to save reading it again.

    Either `article` or `problem` (why it can't be read) is None. `changed_ns` is the file's stamp,
    or -1 if the file was so young that it could change again without its stamp changing.
    """

    size: int
    changed_ns: int
    sha256: str
    article: Article | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """All that an articles folder holds, each part ordered by id.

    `known` has every file whose outcome depends on nothing but its content, by id; give it to the
    next `read_folder`.
    """

    articles: tuple[Article, ...]
    unreadable: tuple[UnreadableFile, ...]
    skipped: tuple[SkippedFile, ...]
    duplicates: tuple[DuplicateArticle, ...]
    known: Mapping[str, CachedArticle]


def read_folder(
    folder: Path,
    limits: ReadingLimits = DEFAULT_LIMITS,
    known: Mapping[str, CachedArticle] | None = None,
    on_file: Callable[[str], None] | None = None,
) -> Collection:
    """The articles under `folder`, a function of the folder's content only.

    A file in `known` with the same size and time is not opened. As in git's index
    (https://git-scm.com/docs/racy-git) that holds only for a file that was at least two seconds
    old when it was read, for a younger one may have changed within one tick of the clock; such a
    file is opened, and parsed again only if its SHA-256 differs. `known` must come from the same
    limits and `READING_VERSION`.

    `on_file` is called with each id before its file is read. Raises `ArticleError` only if there
    is no such folder; `unreadable` has what is wrong with single files.
    """
    listing = list_folder(folder)
    outcomes: dict[str, CachedArticle] = {}
    unreadable = list(listing.unreadable)
    with Sandbox(limits) as sandbox:
        for stamp, path in zip(listing.stamps, listing.paths, strict=True):
            if on_file:
                on_file(stamp.id)
            try:
                outcomes[stamp.id] = _read_file(stamp, path, sandbox, (known or {}).get(stamp.id))
            except ArticleError as error:
                unreadable.append(UnreadableFile(stamp.id, str(error)))
    for article_id, outcome in outcomes.items():
        if outcome.problem is not None:
            unreadable.append(UnreadableFile(article_id, outcome.problem))
    readable = [outcome.article for outcome in outcomes.values() if outcome.article]
    articles, duplicates = drop_duplicates(readable)
    unreadable.sort(key=lambda file: file.id)
    return Collection(articles, tuple(unreadable), listing.skipped, duplicates, outcomes)


def _read_file(
    stamp: FileStamp, path: Path, sandbox: Sandbox, known: CachedArticle | None
) -> CachedArticle:
    """The outcome for one file; an `ArticleError` is one that may be gone the next time."""
    if known and (known.size, known.changed_ns) == (stamp.size, stamp.changed_ns):
        return known
    # The clock is read before the file, so that a change during reading counts as young.
    is_settled = time.time_ns() - stamp.changed_ns > _CLOCK_STEP_NS
    changed_ns = stamp.changed_ns if is_settled else _NEVER_TRUSTED
    data = load_bytes(path, sandbox.limits)
    sha256 = hashlib.sha256(data).hexdigest()
    article, problem = None, None
    if known and known.sha256 == sha256:
        article, problem = known.article, known.problem
    else:
        try:
            article = parse_article(data, stamp.id, sandbox)
        except ArticleError as error:
            if isinstance(error.__cause__, OSError):
                raise
            problem = str(error)
    return CachedArticle(len(data), changed_ns, sha256, article, problem)
