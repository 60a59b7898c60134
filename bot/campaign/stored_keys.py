"""Which vectors lie in the computed store, read from a copy so that the store itself stays."""

import shutil
import sqlite3
import tempfile
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from bot.campaign.remembering import MEANS, VECTORS
from index.build import STORE


def read_stored_keys(index_folder: Path, means: Collection[bytes]) -> set[bytes]:
    """The keys of all stored vectors, and where the languages' means are stored, `means` too.

    A store that can't be read has none.
    """
    with tempfile.TemporaryDirectory(dir=index_folder.parent.parent) as folder:
        for path in index_folder.glob(f"{STORE}*"):
            shutil.copy(path, folder)
        try:
            with closing(sqlite3.connect(Path(folder) / STORE)) as store:
                rows = store.execute("SELECT kind, key FROM computed").fetchall()
        except sqlite3.DatabaseError:
            return set()
    keys = {key for kind, key in rows if kind.startswith(VECTORS)}
    if any(kind.startswith(MEANS) for kind, _ in rows):
        keys |= set(means) | {key for kind, key in rows if kind.startswith(MEANS)}
    return keys
