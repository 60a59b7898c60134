"""A disk that loses power: what was not synced may be dropped, zeroed, halved, flipped or kept.

A model of what POSIX promises, after SQLite's test6.c and Lucene's MockDirectoryWrapper: a file's
content is safe from its own fsync on, its name from that of its folder on. The names of a folder
change in order; different folders and files lose what they lose independently. That is harsher
than ext4 and NTFS are, which keep the order of names over all folders. Not modelled are disks that
lie about fsync, and writes that reorder within one file.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from bot.campaign.file_calls import FileCall

FATES = ("dropped", "zeroed", "halved", "flipped", "kept")


@dataclass(slots=True)
class _File:
    safe: bytes = b""
    content: bytearray = field(default_factory=bytearray)
    unsafe: list[tuple[int, bytes | None]] = field(default_factory=list)

    def change(self, offset: int, data: bytes | None) -> None:
        """Write `data`, or without any give the file this size."""
        self.unsafe.append((offset, data))
        _change(self.content, offset, data)


@dataclass(slots=True)
class _Folder:
    safe: dict[str, "_File | _Folder"] = field(default_factory=dict)
    names: dict[str, "_File | _Folder"] = field(default_factory=dict)
    unsafe: list[dict[str, "_File | _Folder | None"]] = field(default_factory=list)

    def change(self, changes: dict[str, "_File | _Folder | None"]) -> None:
        """Give each name this meaning at once, or with None none."""
        self.unsafe.append(changes)
        _rename(self.names, changes)


class Disk:
    """The files under one folder, and which of their changes are synced."""

    def __init__(self, folder: Path) -> None:
        """Takes all that is there for synced."""
        self._place = folder.resolve()
        self._root = _load_folder(self._place)

    def apply(self, calls: Sequence[FileCall]) -> None:
        """Do what these calls do."""
        for call in calls:
            self._apply_one(call)

    def write_after_power_cut(self, target: Path, chance: random.Random) -> None:
        """Write into the new folder `target` what may be there once power is back."""
        _write_folder(self._root, target, chance)

    def _apply_one(self, call: FileCall) -> None:
        parent, name = self._find_folder(call.path.parent), call.path.name
        match call.kind:
            case "create":
                if call.path.name not in parent.names:
                    parent.change({name: _File()})
                elif call.offset == 0:
                    self._find_file(call.path).change(0, None)
            case "write":
                self._find_file(call.path).change(call.offset, call.data)
            case "truncate":
                self._find_file(call.path).change(call.offset, None)
            case "mkdir":
                parent.change({name: _Folder()})
            case "remove":
                parent.change({name: None})
            case "rename":
                self._move(call.path, call.target or call.path)
            case "sync":
                self._sync(call.path)
            case _:
                assert_never(call.kind)

    def _move(self, source: Path, target: Path) -> None:
        before, after = self._find_folder(source.parent), self._find_folder(target.parent)
        moved = before.names[source.name]
        if before is after:
            before.change({source.name: None, target.name: moved})
            return
        after.change({target.name: moved})
        before.change({source.name: None})

    def _sync(self, path: Path) -> None:
        found = self._find(path)
        if isinstance(found, _File):
            found.safe = bytes(found.content)
        else:
            found.safe = dict(found.names)
        found.unsafe.clear()

    def _find(self, path: Path) -> _File | _Folder:
        found: _File | _Folder = self._root
        for name in path.relative_to(self._place).parts:
            if isinstance(found, _File):
                raise NotADirectoryError(path)
            found = found.names[name]
        return found

    def _find_folder(self, path: Path) -> _Folder:
        found = self._find(path)
        if isinstance(found, _File):
            raise NotADirectoryError(path)
        return found

    def _find_file(self, path: Path) -> _File:
        found = self._find(path)
        if isinstance(found, _Folder):
            raise IsADirectoryError(path)
        return found


def _load_folder(folder: Path) -> _Folder:
    names: dict[str, _File | _Folder] = {}
    for path in folder.iterdir():
        if path.is_dir():
            names[path.name] = _load_folder(path)
        else:
            data = path.read_bytes()
            names[path.name] = _File(data, bytearray(data))
    return _Folder(dict(names), names)


def _write_folder(folder: _Folder, target: Path, chance: random.Random) -> None:
    target.mkdir()
    names = dict(folder.safe)
    for changes in folder.unsafe[: chance.randint(0, len(folder.unsafe))]:
        _rename(names, changes)
    for name, found in names.items():
        if isinstance(found, _Folder):
            _write_folder(found, target / name, chance)
        else:
            (target / name).write_bytes(_read_after_power_cut(found, chance))


def _read_after_power_cut(file: _File, chance: random.Random) -> bytes:
    """The file with one of FATES for all that was not synced."""
    fate = chance.choice(FATES) if file.unsafe else "dropped"
    content = bytearray(file.safe)
    if fate == "dropped":
        return bytes(content)
    kept = file.unsafe if fate != "halved" else file.unsafe[: len(file.unsafe) // 2 + 1]
    for number, (offset, data) in enumerate(kept, start=1):
        if data is not None and fate == "zeroed":
            data = bytes(len(data))
        if data is not None and fate == "halved" and number == len(kept):
            data = data[: len(data) // 2]
        _change(content, offset, data)
    written = [(offset, data) for offset, data in file.unsafe if data]
    if fate == "flipped" and written:
        offset, data = chance.choice(written)
        at = offset + chance.randrange(len(data))
        if at < len(content):
            content[at] ^= 1 << chance.randrange(8)
    return bytes(content)


def _change(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _rename(
    names: dict[str, _File | _Folder], changes: dict[str, _File | _Folder | None]
) -> None:
    for name, found in changes.items():
        if found is None:
            names.pop(name, None)
        else:
            names[name] = found
