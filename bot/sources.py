"""Brings the sources' articles into the articles folder: new and changed ones, and nothing else.

What a feed drops or a server no longer has stays; an article that was removed stays removed.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot.collection import Addition, ArticleAdder, NewFile
from bot.fetch import Fetched
from bot.fetch_memory import NAME as MEMORY
from bot.fetch_memory import FetchMemory, LinkMemory
from bot.polite import PoliteFetcher
from bot.settings import Settings
from bot.source_list import NAME as SOURCES
from bot.source_list import Source, read_sources
from bot.web_article import SUFFIXES, name_article, read_entry, read_fetched
from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.feed_entry import Feed, FeedEntry, is_feed
from corpus.markdown_file import write_markdown
from corpus.sandbox import Sandbox

MOST_PAGES = 100
"""Pages that are fetched for one feed at a time; the others follow the next time."""

_NOT_MODIFIED = 304
_OK = 200
_FEWEST_CHARACTERS = 500  # of a feed's own content; less is a teaser
_MOST_FAILURES = 3  # after which an entry is left alone until it changes
_ACCEPT = ", ".join(("application/rss+xml", "application/atom+xml", *SUFFIXES, "*/*;q=0.5"))


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What came of one source.

    `unchanged` counts its articles that are as they were, `removed` those that were removed from
    the articles folder and not fetched again, `left` those for the next time.
    """

    url: str
    additions: tuple[Addition, ...] = ()
    unchanged: int = 0
    removed: int = 0
    left: int = 0


def sources_file(settings: Settings) -> Path:
    """Where the list of sources is, if there is one."""
    return settings.articles / SOURCES


def fetch_sources(
    settings: Settings,
    fetch: Callable[[FetchMemory], PoliteFetcher],
    on_source: Callable[[SourceReport], None],
) -> None:
    """Fetch all sources; `on_source` is called with what came of each.

    Raises ArticleError if another process is fetching, UsageError for mistakes in the list. What
    is wrong with one source is in its report and doesn't stop the others.
    """
    sources = read_sources(sources_file(settings))
    with _hold_fetch_lock(settings), Sandbox() as sandbox:
        memory = FetchMemory(settings.data / MEMORY)
        adder = ArticleAdder(settings, sandbox, replace=True)
        fetcher = SourceFetcher(memory, fetch(memory), adder, sandbox)
        for source in sources:
            try:
                on_source(fetcher.fetch_source(source))
            finally:
                memory.save()


class SourceFetcher:
    """Fetches one source after the other and remembers what it saw."""

    def __init__(
        self, memory: FetchMemory, fetcher: PoliteFetcher, adder: ArticleAdder, sandbox: Sandbox
    ) -> None:
        self._links = memory.links
        self._fetcher = fetcher
        self._adder = adder
        self._sandbox = sandbox

    def fetch_source(self, source: Source) -> SourceReport:
        """What came of the source; its articles are written."""
        known = self._links.get(source.url) or LinkMemory(source.url)
        if known.article and not self._adder.holds(known.article):
            return SourceReport(source.url, removed=1)
        try:
            found = self._fetcher.fetch(source.url, {"Accept": _ACCEPT, **known.conditions})
            if found.status == _NOT_MODIFIED:
                count = sum(each.source == source.url for each in self._links.values())
                return SourceReport(source.url, unchanged=count - (known.article is None))
            if found.status == _OK and is_feed(found.data):
                feed = self._sandbox.read_feed(found.data, found.url)
                return self._take_feed(source, feed, known, found)
            draft = read_fetched(found, self._sandbox)
        except ArticleError as error:
            return SourceReport(source.url, (_refuse(source.url, error),))
        addition = self._write(source.url, _name_publisher(draft, source), known)
        if addition.outcome != "refused":
            self._remember_headers(source.url, found)
        if addition.outcome == "already there":
            return SourceReport(source.url, unchanged=1)
        return SourceReport(source.url, (addition,))

    def _take_feed(
        self, source: Source, feed: Feed, known: LinkMemory, found: Fetched
    ) -> SourceReport:
        """The entries that are new or changed, fetched and written."""
        report = SourceReport(source.url)
        is_complete = True
        for entry in feed.entries:
            link = self._links.get(entry.url) or LinkMemory(source.url)
            if link.article and not self._adder.holds(link.article):
                report = dataclasses.replace(report, removed=report.removed + 1)
            elif link.digest == entry.digest:
                report = dataclasses.replace(report, unchanged=report.unchanged + 1)
            elif len(report.additions) >= MOST_PAGES or self._fetcher.must_wait(entry.url):
                report = dataclasses.replace(report, left=report.left + 1)
            else:
                addition = self._take_entry(entry, feed.title, source, link)
                is_complete &= addition.outcome != "refused"
                report = dataclasses.replace(report, additions=(*report.additions, addition))
        self._links[source.url] = dataclasses.replace(known, article=None)
        if is_complete and not report.left:  # or the rest would never be asked for again
            self._remember_headers(source.url, found)
        return report

    def _take_entry(
        self, entry: FeedEntry, feed_title: str, source: Source, link: LinkMemory
    ) -> Addition:
        try:
            draft = _name_publisher(self._read_entry(entry, feed_title), source)
        except ArticleError as error:
            failures = link.failures + 1
            gives_up = failures >= _MOST_FAILURES
            self._links[entry.url] = dataclasses.replace(
                link, failures=failures, digest=entry.digest if gives_up else link.digest
            )
            return _refuse(entry.url, error)
        addition = self._write(entry.url, draft, link)
        if addition.outcome != "refused":
            written = self._links[entry.url]
            self._links[entry.url] = dataclasses.replace(written, digest=entry.digest, failures=0)
        return addition

    def _read_entry(self, entry: FeedEntry, feed_title: str) -> Draft:
        """The entry's own content where it is the whole article, else the page it leads to."""
        if len(entry.content) >= _FEWEST_CHARACTERS:
            try:
                draft = read_entry(entry, feed_title, self._sandbox)
            except ArticleError:
                draft = None  # no text in it: the page has more
            if draft and len(draft.text) >= _FEWEST_CHARACTERS:
                return draft
        found = self._fetcher.fetch(entry.url, {"Accept": ", ".join(SUFFIXES)})
        draft = read_fetched(found, self._sandbox)
        return dataclasses.replace(
            draft,
            title=entry.title or draft.title,
            publisher=draft.publisher or feed_title or None,
            published=entry.published or draft.published,
        )

    def _write(self, url: str, draft: Draft, link: LinkMemory) -> Addition:
        article_id = link.article or name_article(url)
        data = write_markdown(draft)
        addition = self._adder.add_file(NewFile(article_id, data, link.sha256))
        if addition.outcome != "refused":
            sha256 = hashlib.sha256(data).hexdigest()
            self._links[url] = dataclasses.replace(link, article=article_id, sha256=sha256)
        return addition

    def _remember_headers(self, url: str, found: Fetched) -> None:
        self._links[url] = self._links[url].with_validators(found.headers)


def _name_publisher(draft: Draft, source: Source) -> Draft:
    """What the list says goes before what the page or the feed calls itself."""
    return dataclasses.replace(draft, publisher=source.publisher or draft.publisher)


def _refuse(url: str, error: ArticleError) -> Addition:
    return Addition(url, "refused", str(error).removeprefix(f"{url}: "))


@contextmanager
def _hold_fetch_lock(settings: Settings) -> Iterator[None]:
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data / "fetching.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"{settings.data}: the sources are being fetched already; wait for it"
        raise ArticleError(message) from error
    try:
        yield
    finally:
        lock.release()
