"""Keeps what is expensive to compute, by content hash, so that nothing is computed twice.

One SQLite table of (kind, key, value). A kind names what made the value, for example the model's
fingerprint; a key is the SHA-256 of what it was made from. It can be rebuilt, so a damaged file is
put aside and a damaged value counts as missing.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

KEYS_PER_QUERY = 500

_SCHEMA = """
CREATE TABLE IF NOT EXISTS computed (
    kind TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID
"""


def hash_content(*parts: str) -> bytes:
    """SHA-256 over the parts and their bounds, 32 bytes."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.digest()


class ComputedStore:
    """An open store; used as a context manager, by the one process that holds the write lock."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get_many(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are stored and undamaged, by key."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), KEYS_PER_QUERY):
            part = keys[start : start + KEYS_PER_QUERY]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value, checksum FROM computed WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - only question marks
            for key, value, checksum in self._connection.execute(query, (kind, *part)):
                if zlib.crc32(value) == checksum:
                    found[key] = value
        return found

    def put_many(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Stores the values; when this returns they survive a crash and a power failure."""
        rows = [(kind, key, value, zlib.crc32(value)) for key, value in values.items()]
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO computed VALUES (?,?,?,?)", rows)

    def keep_only(self, kinds: Iterable[str]) -> None:
        """Drops the values of every other kind: of another model or of older rules."""
        kept = tuple(kinds)
        marks = ",".join("?" * len(kept))
        with self._connection:
            self._connection.execute(f"DELETE FROM computed WHERE kind NOT IN ({marks})", kept)  # noqa: S608 - only question marks

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _open_database(self._path)
        except sqlite3.DatabaseError:
            self._path.replace(self._path.with_suffix(".damaged"))
            for suffix in ("-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            return _open_database(self._path)


def _open_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_SCHEMA)
        connection.execute("SELECT count(*) FROM (SELECT 1 FROM computed LIMIT 1)").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
