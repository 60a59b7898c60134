"""Reads the entries of a YAML list, so that a mistake is told with its file and line."""

import difflib
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import yaml

from corpus.errors import UsageError


def load_entries(path: Path, names: Sequence[str]) -> list["EntryReader"]:
    """A reader for each entry of the list in the file at `path`; `names` are its fields.

    Raises UsageError, one line with the file and the line number, for whatever is wrong in it.
    """
    root = _load_yaml(path)
    if not isinstance(root, yaml.SequenceNode) or not root.value:
        message = f"{path}: not a list of questions; write lines like: - ask: ..."
        raise UsageError(message)
    return [EntryReader(path, node, names) for node in root.value]


def _load_yaml(path: Path) -> yaml.Node | None:
    try:
        text = path.read_text(encoding="utf-8-sig")
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
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
    return root


class EntryReader:
    """Reads the fields of one entry; every error is a UsageError that names the line."""

    def __init__(self, path: Path, node: yaml.Node, names: Sequence[str]) -> None:
        self._path = path
        self._node = node
        self._names = names
        self._fields = dict(self._iterate_fields())

    @property
    def line(self) -> int:
        """Where the entry stands, from 1."""
        return int(self._node.start_mark.line) + 1

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def read_text(self, name: str) -> str | None:
        """The text in NFC, or None if the field isn't there."""
        node = self._fields.get(name)
        return None if node is None else self._read_scalar(name, node)

    def read_texts(self, name: str) -> tuple[str, ...]:
        """One text or a list of them; empty if the field isn't there."""
        node = self._fields.get(name)
        if node is None:
            return ()
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not nodes:
            self._refuse(node, f"{name} is an empty list")
        return tuple(self._read_scalar(name, each) for each in nodes)

    def read_flag(self, name: str) -> bool:
        """True or false; false if the field isn't there."""
        value = self.read_text(name)
        if value not in (None, "true", "false"):
            self.refuse(name, f"{name} is true or false, not {value}")
        return value == "true"

    def read_choice(self, name: str, choices: Sequence[str]) -> str | None:
        """One of the choices, or None if the field isn't there."""
        value = self.read_text(name)
        if value is not None and value not in choices:
            self.refuse(name, f"{name} is one of {', '.join(choices)}, not {value}")
        return value

    def refuse(self, name: str, what: str) -> NoReturn:
        """Raises UsageError with the line of this field, or of the entry if it isn't there."""
        self._refuse(self._fields.get(name, self._node), what)

    def _iterate_fields(self) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(self._node, yaml.MappingNode):
            self._refuse(self._node, "not a question; write: - ask: ...")
        seen: set[str] = set()
        for key, value in self._node.value:
            name = str(key.value)
            if name not in self._names:
                nearest = difflib.get_close_matches(name, self._names, n=1, cutoff=0.0)[0]
                self._refuse(key, f"unknown field {name}; did you mean {nearest}?")
            if name in seen:
                self._refuse(key, f"{name} is there twice")
            seen.add(name)
            yield name, value

    def _read_scalar(self, name: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self._refuse(node, f"{name} is not a text")
        return unicodedata.normalize("NFC", node.value)

    def _refuse(self, node: yaml.Node, what: str) -> NoReturn:
        message = f"{self._path}:{node.start_mark.line + 1}: {what}"
        raise UsageError(message)
