"""Scripts of questions: a YAML list of what is asked and what a right answer holds.

- ask: "เมืองคุนซานมีจีดีพีเท่าไรในปี 2564"
  status: answered                     # or not_found, or small_talk
  article: kunshan-shanghai-th.md      # the first quote's article; a list: any of them
  quote: "4.7 แสนล้านหยวน"              # words that the first quote holds
  across: true                         # only an article in the other language answers
"""

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, cast, get_args

import yaml

from corpus.errors import UsageError

ExpectedStatus = Literal["answered", "not_found", "small_talk"]

_FIELDS = ("ask", "status", "article", "quote", "across")
_ONLY_ANSWERED = ("article", "quote", "across")


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a script; `line` is where it stands, from 1.

    Empty `articles` mean any article, a `quote` of None any words.
    """

    line: int
    ask: str
    status: ExpectedStatus
    articles: tuple[str, ...]
    quote: str | None
    across: bool


def read_script(path: Path) -> tuple[Step, ...]:
    """The steps in the file at `path`.

    Raises UsageError, one line with the file and the line number, for whatever is wrong in it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        message = f"{path}: can't be opened ({error.strerror}); name a script of questions"
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 text; save it as UTF-8"
        raise UsageError(message) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        message = f"{where}: not YAML ({getattr(error, 'problem', error)}); quote the texts"
        raise UsageError(message) from error
    except RecursionError as error:
        message = f"{path}: nested too deeply; write a plain list of questions"
        raise UsageError(message) from error
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        message = f"{path}: not a list of questions; write lines like: - ask: ..."
        raise UsageError(message)
    return tuple(_StepReader(path, node).read_step() for node in root.value)


class _StepReader:
    """Reads one entry of a script; every error names the line."""

    def __init__(self, path: Path, node: yaml.Node) -> None:
        self._path = path
        self._node = node
        self._fields = dict(self._iterate_fields())

    def read_step(self) -> Step:
        ask = self._read_text("ask")
        status = self._read_text("status")
        if ask is None or status is None:
            missing = "ask" if ask is None else "status"
            self._refuse(self._node, f"{missing} is missing")
        if status not in get_args(ExpectedStatus):
            choices = ", ".join(get_args(ExpectedStatus))
            self._refuse(self._fields["status"], f"status is one of {choices}, not {status}")
        for name in _ONLY_ANSWERED:
            if status != "answered" and name in self._fields:
                self._refuse(self._fields[name], f"{name} belongs to status answered only")
        return Step(
            line=self._node.start_mark.line + 1,
            ask=ask,
            status=cast("ExpectedStatus", status),
            articles=self._read_articles(),
            quote=self._read_text("quote"),
            across=self._read_across(),
        )

    def _iterate_fields(self) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(self._node, yaml.MappingNode):
            self._refuse(self._node, "not a question; write: - ask: ...")
        seen: set[str] = set()
        for key, value in self._node.value:
            name = str(key.value)
            if name not in _FIELDS:
                nearest = difflib.get_close_matches(name, _FIELDS, n=1, cutoff=0.0)[0]
                self._refuse(key, f"unknown field {name}; did you mean {nearest}?")
            if name in seen:
                self._refuse(key, f"{name} is there twice")
            seen.add(name)
            yield name, value

    def _read_text(self, name: str) -> str | None:
        node = self._fields.get(name)
        return None if node is None else self._read_scalar(name, node)

    def _read_scalar(self, name: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self._refuse(node, f"{name} is not a text")
        return unicodedata.normalize("NFC", node.value)

    def _read_articles(self) -> tuple[str, ...]:
        node = self._fields.get("article")
        if node is None:
            return ()
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not nodes:
            self._refuse(node, "article is an empty list")
        return tuple(self._read_scalar("article", each) for each in nodes)

    def _read_across(self) -> bool:
        value = self._read_text("across")
        if value not in (None, "true", "false"):
            self._refuse(self._fields["across"], f"across is true or false, not {value}")
        return value == "true"

    def _refuse(self, node: yaml.Node, what: str) -> NoReturn:
        message = f"{self._path}:{node.start_mark.line + 1}: {what}"
        raise UsageError(message)
