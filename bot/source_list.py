"""The list of sources, `sources.yaml` in the articles folder: written by people, edited in place.

# ข่าวของจังหวัด
- https://province.example.go.th/rss.xml
- url: https://example.org/page
  publisher: ศูนย์ข้อมูล                # instead of what the page or the feed calls itself
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import yaml

from bot.link import parse_link
from corpus.errors import UsageError
from index.durable import write_atomically

NAME = "sources.yaml"
_FIELDS = ("url", "publisher")
_HEAD = "# Feeds and pages that `khamtob sources fetch` brings into this folder.\n"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or page; it stands in the lines `first` to `last` (from 0, both included)."""

    url: str
    publisher: str | None
    first: int
    last: int


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources in the file at `path`, in its order; none if there is no such file.

    Raises UsageError, one line with the file and the line number, for whatever is wrong in it.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        return ()
    except OSError as error:
        message = f"{path}: can't be opened ({error.strerror}); check its permissions"
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 text; save it as UTF-8"
        raise UsageError(message) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        message = f"{where}: not YAML; write lines like: - https://example.org/feed"
        raise UsageError(message) from error
    if root is None:
        return ()
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        _refuse(path, root, "not a list; write lines like: - https://example.org/feed")
    return tuple(_read_entries(path, root.value))


def add_sources(path: Path, urls: Sequence[str]) -> list[str]:
    """Put the addresses at the end of the file; returns those that were not there.

    Raises UsageError, and writes nothing, if one of them is no web address.
    """
    known = {source.url for source in read_sources(path)}
    new = [url for url in dict.fromkeys(urls) if url not in known]
    for url in new:
        try:
            parse_link(url)
        except ValueError as error:
            message = f"{url}: {error}; write it as https://..."
            raise UsageError(message) from error
    if new:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else _HEAD
        lines = "".join(f"- {_quote(url)}\n" for url in new)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, (text + "\n" * (not text.endswith("\n")) + lines).encode())
    return new


def remove_sources(path: Path, urls: Sequence[str]) -> None:
    """Take the lines of these sources out of the file; raises UsageError if one isn't there."""
    sources = read_sources(path)
    known = [source.url for source in sources]
    for url in urls:
        if url not in known:
            near = difflib.get_close_matches(url, known, n=1, cutoff=0.6)
            way_out = f"did you mean {near[0]}?" if near else "see: khamtob sources"
            message = f"{url}: no such source; {way_out}"
            raise UsageError(message)
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    gone = {
        line
        for source in sources
        if source.url in urls
        for line in range(source.first, source.last + 1)
    }
    kept = [line for number, line in enumerate(lines) if number not in gone]
    write_atomically(path, "\n".join(kept).encode())


def _read_entries(path: Path, nodes: Sequence[yaml.Node]) -> Iterator[Source]:
    seen: set[str] = set()
    for node in nodes:
        fields = _read_fields(path, node)
        url = fields.get("url", "")
        try:
            parse_link(url)
        except ValueError as error:
            _refuse(path, node, f"{url or 'url is missing'}: {error}")
        if url in seen:
            _refuse(path, node, f"{url} is there twice")
        seen.add(url)
        yield Source(url, fields.get("publisher"), node.start_mark.line, _find_last_line(node))


def _read_fields(path: Path, node: yaml.Node) -> dict[str, str]:
    if isinstance(node, yaml.ScalarNode):
        return {"url": str(node.value)}
    if not isinstance(node, yaml.MappingNode):
        _refuse(path, node, "not a source; write: - https://example.org/feed")
    fields: dict[str, str] = {}
    for key, value in node.value:
        if key.value not in _FIELDS or not isinstance(value, yaml.ScalarNode):
            _refuse(path, key, f"a source has url and publisher, not {key.value}")
        fields[key.value] = value.value
    return fields


def _find_last_line(node: yaml.Node) -> int:
    """A mapping itself ends where the next one begins, with the comments between."""
    values = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else [node]
    return max(value.end_mark.line for value in values)


def _quote(url: str) -> str:
    """As YAML takes it for one text: with a colon at its end it would be a name."""
    return "'" + url.replace("'", "''") + "'" if url.endswith(":") else url


def _refuse(path: Path, node: yaml.Node, what: str) -> NoReturn:
    message = f"{path}:{node.start_mark.line + 1}: {what}"
    raise UsageError(message)
