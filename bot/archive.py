"""A backup file: a zip of plain files, with a list of them and their checksums.

articles/...        the articles folder, with sources.yaml and questions.yaml
removed/...         articles that were taken out or replaced
state.sqlite        what the bot remembers
fetched.json        what was fetched of the sources
manifest.json       every file's name, size and SHA-256

Nothing in such a file is believed: names, sizes and checksums are checked before and while it is
read, so that a hostile one is refused and never writes outside the folder it is unpacked in.
"""

import errno
import hashlib
import json
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bot.console import make_one_line
from corpus.errors import ArticleError

MANIFEST = "manifest.json"
ARTICLES, REMOVED = "articles", "removed"
STATE, FETCHED = "state.sqlite", "fetched.json"
FORMAT = 1
CHUNK = 1 << 20

_MANIFEST_BYTES = 100_000_000
_LONGEST_NAME, _DEEPEST = 2_000, 50
_LONGEST_PART_BYTES = 240
_BOMB_BYTES, _BOMB_RATIO = 100_000_000, 200
_ENCRYPTED = 0x1
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An open backup whose list of files agrees with what it holds."""

    file: zipfile.ZipFile
    entries: tuple[Entry, ...]
    created: str

    def count(self, folder: str) -> int:
        """How many files it has in one of its folders."""
        return sum(entry.name.startswith(f"{folder}/") for entry in self.entries)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The backup at `path`. Raises ArticleError, one line, if it is none or may not be trusted."""
    try:
        with zipfile.ZipFile(path) as file:
            yield _check_list(path, file)
    except FileNotFoundError as error:
        message = f"{path}: no such file; name one that khamtob backup made"
        raise ArticleError(message) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # which is a damaged offset
            raise
        raise _refuse(path, "not a whole zip file (an offset is damaged)") from error
    # A damaged file makes zipfile raise all of these.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _refuse(path, f"not a whole zip file ({error})") from error


def unpack_archive(path: Path, archive: Archive, folder: Path) -> None:
    """Write all files into the empty `folder`; ArticleError if one isn't what the list says."""
    for entry in archive.entries:
        target = folder.joinpath(*entry.name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.file.open(entry.name) as source, target.open("xb") as out:
            _copy_checked(path, entry, source, out)


def check_archive(path: Path) -> Archive:
    """What is in the backup at `path`, each file read and compared with its checksum."""
    with open_archive(path) as archive:
        for entry in archive.entries:
            with archive.file.open(entry.name) as source:
                _copy_checked(path, entry, source, None)
        return archive


def write_manifest(file: zipfile.ZipFile, entries: list[Entry], created: str) -> None:
    """Write the list of files, which goes in last."""
    files = [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in entries]
    record = {"format": FORMAT, "created": created, "files": files}
    file.writestr(MANIFEST, json.dumps(record, ensure_ascii=False, indent=1))


def is_safe_name(name: str) -> bool:
    """Whether a file of this name may be in a backup: it stays in its folder, on every system."""
    if name in (STATE, FETCHED):
        return True
    parts = name.split("/")
    if parts[0] not in (ARTICLES, REMOVED) or not 2 <= len(parts) <= _DEEPEST:
        return False
    return len(name) <= _LONGEST_NAME and all(map(_is_safe_part, parts[1:]))


def _is_safe_part(part: str) -> bool:
    return (
        bool(part)
        and part.isprintable()
        and not part.startswith((".", "~$"))
        and not set(part) & set('\\:*?"<>|')
        and len(part.encode("utf-8", "replace")) <= _LONGEST_PART_BYTES
    )


def _check_list(path: Path, file: zipfile.ZipFile) -> Archive:
    infos = {info.filename: info for info in file.infolist()}
    if len(infos) != len(file.infolist()):
        raise _refuse(path, "has a name twice")
    for info in infos.values():
        _check_info(path, info)
    record = _read_manifest(path, file, infos)
    entries = tuple(Entry(each["name"], each["size"], each["sha256"]) for each in record["files"])
    names = {entry.name for entry in entries}
    if len(names) != len(entries) or names != infos.keys() - {MANIFEST}:
        raise _refuse(path, "its list of files is not what it holds")
    for entry in entries:
        if not is_safe_name(entry.name):
            raise _refuse(path, f'"{entry.name[:80]}" is no name for a file in a backup')
        if any("/".join(entry.name.split("/")[:at]) in names for at in range(1, _depth(entry))):
            raise _refuse(path, f'"{entry.name[:80]}" lies in a file')
        if infos[entry.name].file_size != entry.size:
            raise _refuse(path, f'"{entry.name[:80]}" is not as large as listed')
    total = sum(entry.size for entry in entries)
    if total > max(_BOMB_BYTES, _BOMB_RATIO * path.stat().st_size):
        raise _refuse(path, f"unpacks to {total:,} bytes, too many for its size")
    return Archive(file, entries, str(record["created"]))


def _depth(entry: Entry) -> int:
    return entry.name.count("/") + 1


def _check_info(path: Path, info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.orig_filename != info.filename or info.is_dir() or kind not in (0, stat.S_IFREG):
        raise _refuse(path, f'"{info.filename[:80]}" is no plain file')
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _PACKINGS:
        raise _refuse(path, f'"{info.filename[:80]}" is packed in an unknown way')


def _read_manifest(
    path: Path, file: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo]
) -> dict[str, Any]:
    info = infos.get(MANIFEST)
    if info is None or info.file_size > _MANIFEST_BYTES:
        raise _refuse(path, f"has no {MANIFEST}")
    try:
        with file.open(info) as source:
            record = json.loads(source.read(_MANIFEST_BYTES))
        is_list = record["format"] == FORMAT and isinstance(record["created"], str)
        is_list = is_list and all(
            isinstance(each["name"], str)
            and type(each["size"]) is int
            and isinstance(each["sha256"], str)
            for each in record["files"]
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _refuse(path, f"its {MANIFEST} is damaged") from error
    if not is_list:
        raise _refuse(path, f"its {MANIFEST} is of another version")
    return dict(record)


def _copy_checked(path: Path, entry: Entry, source: IO[bytes], out: IO[bytes] | None) -> None:
    """Copy what the list says and no byte more."""
    left, digest = entry.size, hashlib.sha256()
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            break
        digest.update(chunk)
        if out:
            out.write(chunk)
    if left or digest.hexdigest() != entry.sha256:
        raise _refuse(path, f'"{entry.name[:80]}" is damaged')


def measure_free(folder: Path) -> int:
    """Bytes that are free on the disk where `folder` is, or its nearest parent that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _refuse(path: Path, what: str) -> ArticleError:
    message = f"{path}: {make_one_line(what)}; nothing was restored; use another backup"
    return ArticleError(message)
