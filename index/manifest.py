"""What a generation is made of, as the JSON file that seals it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexDataError, ModelError
from index.embedded_model import hash_file
from index.encoder import ModelIdentity

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "seal"
ARTICLES = "articles.jsonl"
TABLE = "table.npz"
VECTORS = "vectors.faiss"
KEYWORDS = "keywords"


@dataclass(frozen=True, slots=True)
class FileSeal:
    """A file's size in bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's description; `content` is a SHA-256 over its articles, model and rules."""

    format: int
    number: int
    created: str
    content: str
    model: ModelIdentity
    article_count: int
    passage_count: int
    files: dict[str, FileSeal]


def seal_files(folder: Path) -> dict[str, FileSeal]:
    """The seal of every file under `folder`, by its relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {
        path.relative_to(folder).as_posix(): FileSeal(path.stat().st_size, hash_file(path))
        for path in paths
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes `manifest.json` into `folder`, with a seal over itself."""
    record = asdict(manifest)
    text = json.dumps(record | {SEAL: _seal_record(record)}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest in `folder`; raises IndexDataError if it is missing, damaged or foreign."""
    path = folder / MANIFEST
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            message = (
                f"{path}: format {record['format']}, not {FORMAT}; run: khamtob index --rebuild"
            )
            raise IndexDataError(message)
        if record.pop(SEAL) != _seal_record(record):
            message = "its checksum differs"
            raise ValueError(message)
        files = {name: FileSeal(**seal) for name, seal in record.pop("files").items()}
        return Manifest(**record | {"model": ModelIdentity(**record["model"]), "files": files})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = f"{path}: missing or damaged ({error}); run: khamtob rollback, or khamtob index"
        raise IndexDataError(message) from error


def check_same_model(manifest: Manifest, identity: ModelIdentity) -> None:
    """Raises ModelError, naming both, unless the index was made with this very model."""
    made = manifest.model
    if (made.fingerprint, made.dimension) != (identity.fingerprint, identity.dimension):
        other = " of another version" if made.name == identity.name else ""
        message = (
            f"the index was made with {made.name}, the setting says {identity.name}{other}; "
            "run: khamtob index"
        )
        raise ModelError(message)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compares every file with its seal, before any of them is parsed.

    Raises IndexDataError that names the first file that is missing, changed, foreign, unreadable
    or a link.
    """
    names = _list_files(folder)
    names.pop(MANIFEST, None)
    for name in sorted(names.keys() | manifest.files.keys()):
        problem = _find_problem(names.get(name), manifest.files.get(name))
        if problem:
            message = f"{folder / name}: {problem}; run: khamtob rollback, or khamtob index"
            raise IndexDataError(message)


def _list_files(folder: Path) -> dict[str, Path]:
    try:
        return {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if not path.is_dir() or path.is_symlink()
        }
    except OSError as error:  # the folder may be removed, as outdated, while it is being listed
        message = f"{folder}: can't be listed ({error.strerror}); run: khamtob index"
        raise IndexDataError(message) from error


def _find_problem(path: Path | None, seal: FileSeal | None) -> str | None:
    if seal is None:
        return "a file that does not belong to the index"
    if path is None:
        return "a file of the index is missing"
    if path.is_symlink() or not path.is_file():
        return "a link or a device in place of a file of the index"
    try:
        is_whole = path.stat().st_size == seal.size and hash_file(path) == seal.sha256
    except OSError as error:
        return f"a file of the index can't be read ({error.strerror})"
    return None if is_whole else "a file of the index is damaged (its checksum differs)"


def _seal_record(record: dict[str, Any]) -> str:
    """A SHA-256 over the manifest's own content, in whatever order and spacing it is written."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
