"""What a feed lists, before any of it is an article."""

import re
from dataclasses import dataclass

_FEED_ROOT = re.compile(rb"<(?:rss|rdf:RDF|(?:\w{1,20}:)?feed)[\s>]")
_LOOKED_AT = 4_000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; `url` is where it is on the web, `published` an ISO date if the feed has one.

    `content` is the whole entry as HTML if the feed carries it, else empty. `digest` is another
    one whenever anything in the entry changes.
    """

    url: str
    title: str
    published: str | None
    content: str
    digest: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title and its entries, as it orders them."""

    title: str
    entries: tuple[FeedEntry, ...]


def is_feed(data: bytes) -> bool:
    """Whether the bytes look like a feed: servers often give it another type."""
    return _FEED_ROOT.search(data[:_LOOKED_AT]) is not None
