"""Keeps what is expensive to compute, by content hash, so that nothing is computed twice.

One SQLite table of (kind, key, value). A kind names what made the value, for example the model's
fingerprint; a key is the SHA-256 of what it was made from. It can be rebuilt, so a damaged file is
put aside and a damaged value counts as missing.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.durable import make_folder, name_refusals

KEYS_PER_QUERY = 500
# What SQLite says of a file that is damaged or (our SQL never changes) somebody else's.
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})

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
    """An open store; used as a context manager, by the one process that holds the write lock.

    Every method raises IndexDataError if the system refuses the file, on a full disk say.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with name_refusals(path):
            make_folder(path.parent)
            try:
                self._connection = _open_database(path)
            except sqlite3.DatabaseError as error:
                _demand_damage(error)
                self._connection = _replace_damaged(path)

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
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(keys), KEYS_PER_QUERY):
            part = keys[start : start + KEYS_PER_QUERY]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value, checksum FROM computed WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - only question marks
            rows += self._run(query, [(kind, *part)])
        return {
            key: value
            for key, value, checksum in rows
            if isinstance(value, bytes) and zlib.crc32(value) == checksum
        }

    def put_many(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Stores the values; when this returns they survive a crash and a power failure."""
        rows = [(kind, key, value, zlib.crc32(value)) for key, value in values.items()]
        self._run("INSERT OR REPLACE INTO computed VALUES (?,?,?,?)", rows)

    def count_known(self, kind: str, keys: Sequence[bytes]) -> int:
        """How many of the keys have a value, which is not looked at."""
        count = 0
        for start in range(0, len(keys), KEYS_PER_QUERY):
            part = keys[start : start + KEYS_PER_QUERY]
            marks = ",".join("?" * len(part))
            query = f"SELECT count(*) FROM computed WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - only question marks
            count += self._run(query, [(kind, *part)])[0][0]
        return count

    def _run(self, sql: str, rows: Sequence[Sequence[object]]) -> list[tuple[Any, ...]]:
        """What the statement finds for each of `rows`, in one transaction.

        If the file turns out to be damaged, the same on a new one.
        """
        with name_refusals(self._path):
            try:
                return _run_once(self._connection, sql, rows)
            except sqlite3.DatabaseError as error:
                _demand_damage(error)
                self._connection.close()
                self._connection = _replace_damaged(self._path)
                return _run_once(self._connection, sql, rows)


def _run_once(
    connection: sqlite3.Connection, sql: str, rows: Sequence[Sequence[object]]
) -> list[tuple[Any, ...]]:
    with connection:
        return [found for row in rows for found in connection.execute(sql, row)]


def _open_database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.text_factory = bytes  # damaged text is compared, not decoded
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_SCHEMA)
        connection.execute("SELECT kind, key, value, checksum FROM computed LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _demand_damage(error: sqlite3.DatabaseError) -> None:
    """Raises `error` again unless it is about damage: then the file may be whole."""
    if error.sqlite_errorcode & 0xFF not in DAMAGE:
        raise error


def _replace_damaged(path: Path) -> sqlite3.Connection:
    """A new, empty store in place of the damaged one, which is put aside."""
    path.replace(path.with_suffix(".damaged"))
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    return _open_database(path)
