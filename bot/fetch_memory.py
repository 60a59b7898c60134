"""What was fetched, so that the next time only what changed is: `fetched.json` in the data folder.

It can be lost: then everything is fetched once more, and what is already there stays.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ArticleError
from index.durable import write_atomically

NAME = "fetched.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class LinkMemory:
    """What is known of one link, a source or an entry of the feed `source`.

    `etag` and `modified` are what its server said; `digest` is the feed's entry when it was
    fetched, `article` the id of its file, `sha256` what was written there, and `failures` how
    often in a row it gave nothing.
    """

    source: str
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    article: str | None = None
    sha256: str | None = None
    failures: int = 0

    @property
    def conditions(self) -> dict[str, str]:
        """The headers with which a server says "not modified" instead of sending it all again."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}

    def with_validators(self, headers: Mapping[str, str]) -> "LinkMemory":
        """The same link with what the server's answer says of its version."""
        etag, modified = (_read_header(headers, name) for name in ("etag", "last-modified"))
        return dataclasses.replace(self, etag=etag, modified=modified)


class FetchMemory:
    """The links by address, and the hosts that asked to wait."""

    def __init__(self, path: Path) -> None:
        """Reads the file at `path` if there is one; raises ArticleError if it is damaged."""
        self._path = path
        self.links: dict[str, LinkMemory] = {}
        self.holds: dict[str, float] = {}
        if not path.exists():
            return
        try:
            record = json.loads(path.read_bytes())
            if record["format"] != _FORMAT:
                raise ValueError(record["format"])
            self.links = {url: LinkMemory(**link) for url, link in record["links"].items()}
            self.holds = {site: float(until) for site, until in record["holds"].items()}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            message = f"{path}: damaged; remove it, and the sources are fetched anew"
            raise ArticleError(message) from error

    def forget_source(self, source: str) -> None:
        """Drop what is known of a source and its entries."""
        self.links = {url: link for url, link in self.links.items() if link.source != source}

    def save(self) -> None:
        """Write the file, whole or not at all."""
        links = {url: dataclasses.asdict(link) for url, link in self.links.items()}
        record = {"format": _FORMAT, "links": links, "holds": self.holds}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path, json.dumps(record, ensure_ascii=False, indent=1).encode())


def _read_header(headers: Mapping[str, str], name: str) -> str | None:
    """A header that can be sent back; some servers put letters into it that no request may have."""
    value = headers.get(name, "")
    return value if value and value.isascii() and value.isprintable() else None
