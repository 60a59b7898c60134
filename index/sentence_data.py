"""What is known of every sentence before a question comes: its tokens and its vector."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDataError
from index.durable import write_array
from index.encoder import Vector

TOKENS_FILE = "sentence_tokens.txt"
BOUNDS_FILE = "sentence_bounds.npy"
VECTORS_FILE = "sentence_vectors.npy"
SENTENCE_FILES = (TOKENS_FILE, BOUNDS_FILE, VECTORS_FILE)

Floats = Vector | npt.NDArray[np.float16]


def write_sentence_data(folder: Path, tokens: Sequence[str], vectors: Floats) -> None:
    """Writes each sentence's tokens (joined by spaces) and vector (as float16) into `folder`."""
    encoded = [line.encode() for line in tokens]
    bounds = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    (folder / TOKENS_FILE).write_bytes(b"".join(encoded))
    write_array(folder / BOUNDS_FILE, bounds)
    write_array(folder / VECTORS_FILE, vectors.astype(np.float16, copy=False))


class SentenceData:
    """Open sentence data; the files are mapped, so that only what is asked for is read."""

    def __init__(self, folder: Path, count: int) -> None:
        """Opens the data in `folder`; raises IndexDataError unless it is of `count` sentences."""
        try:
            self._bounds = np.load(folder / BOUNDS_FILE, allow_pickle=False)
            self._vectors = np.load(folder / VECTORS_FILE, "r" if count else None)
            self._tokens = _map_bytes(folder / TOKENS_FILE)
            shapes = (self._bounds.shape, self._vectors.shape[:1], int(self._bounds[-1]))
        except (OSError, ValueError, EOFError, IndexError) as error:
            message = (
                f"{folder}: sentence data can't be read ({error}); run: khamtob index --rebuild"
            )
            raise IndexDataError(message) from error
        if shapes != ((count + 1,), (count,), len(self._tokens)):
            message = f"{folder}: not the data of {count} sentences; run: khamtob index --rebuild"
            raise IndexDataError(message)

    def tokens_of(self, number: int) -> list[str]:
        """The tokens of sentence `number`."""
        start, end = self._bounds[number : number + 2].tolist()
        return self._tokens[start:end].tobytes().decode().split(" ") if end > start else []

    def vectors_of(self, numbers: range) -> Vector:
        """The vectors of these sentences, float32 (sentences, dimension)."""
        return np.asarray(self._vectors[numbers.start : numbers.stop], np.float32)


def _map_bytes(path: Path) -> np.ndarray:
    if path.stat().st_size == 0:
        return np.empty(0, np.uint8)
    return np.memmap(path, np.uint8, "r")
