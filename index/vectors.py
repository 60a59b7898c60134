"""The meaning index: passage vectors in FAISS, compared by inner product (cosine)."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDataError
from index.encoder import Vector

Vectors = npt.NDArray[np.float32]
Bits = npt.NDArray[np.uint8]

EXACT_LIMIT = 200_000  # vectors: an exact search of so many takes about 25 ms on one core
WANTED_RECALL = 0.99  # of the exact ten nearest, kept by the approximate index
SAMPLE = 200  # vectors whose neighbours decide how many lists an approximate search visits
NEIGHBOURS = 10
SEED = 7
_READING = threading.Lock()  # FAISS keeps the limits of reading for the whole process


def write_vectors(path: Path, vectors: Vectors, exact_limit: int = EXACT_LIMIT) -> None:
    """Writes `vectors`, float32 (passages, dimension) of unit length, as a FAISS index.

    Exact up to `exact_limit`; above it inverted lists, visiting as many of them as keep
    `WANTED_RECALL` of the exact neighbours on a sample of the same vectors.
    """
    index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    if len(vectors) > exact_limit:
        index = _build_lists(vectors, index)
    # FAISS can't write to a path with Thai letters on every system; Python can.
    path.write_bytes(faiss.serialize_index(index).tobytes())


def _build_lists(vectors: Vectors, exact: faiss.Index) -> faiss.IndexIVFFlat:
    dimension, lists = vectors.shape[1], int(4 * np.sqrt(len(vectors)))
    centres = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFFlat(centres, dimension, lists, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    index.add(vectors)
    index.make_direct_map()  # so that a passage's vector can be read back
    sample = np.random.default_rng(SEED).permutation(len(vectors))[:SAMPLE]
    _, wanted = exact.search(vectors[sample], NEIGHBOURS)
    index.nprobe = 1
    while index.nprobe < lists:
        _, found = index.search(vectors[sample], NEIGHBOURS)
        kept = [len(np.intersect1d(w, f)) for w, f in zip(wanted, found, strict=True)]
        if np.mean(kept) / NEIGHBOURS >= WANTED_RECALL:
            break
        index.nprobe = min(index.nprobe * 2, lists)
    return index


def _read_index(path: Path) -> faiss.Index:
    """The index in the file; no part of it may claim to be larger than the file is."""
    data = np.fromfile(path, np.uint8)
    with _READING:
        faiss.set_deserialization_vector_byte_limit(max(len(data), 1))
        faiss.set_deserialization_loop_limit(max(len(data), 1))
        return faiss.deserialize_index(data)


class VectorIndex:
    """An open meaning index; it is never changed."""

    def __init__(self, path: Path, dimension: int, count: int) -> None:
        """Opens the index at `path`, whose checksum the caller has compared.

        Raises IndexDataError unless it holds `count` vectors of `dimension`.
        """
        # Two threads on one question cost 4 to 7 times more than they save.
        faiss.omp_set_num_threads(1)
        try:
            self._index = _read_index(path)
        except (OSError, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            message = f"{path}: not a FAISS index ({reason}); run: khamtob index --rebuild"
            raise IndexDataError(message) from error
        if (self._index.d, self._index.ntotal) != (dimension, count):
            found = f"{self._index.ntotal} vectors of {self._index.d}"
            message = (
                f"{path}: holds {found}, not {count} of {dimension}; run: khamtob index --rebuild"
            )
            raise IndexDataError(message)

    def search(self, question: Vector, limit: int, among: Bits | None = None) -> dict[int, float]:
        """The `limit` passages nearest in meaning: {passage number: cosine, -1 to 1}.

        `among` has a bit for each passage, lowest bit first; only those set are searched.
        """
        parameters = None if among is None else self._select(among)
        # FAISS pads with -1 when it has fewer vectors, and passages[-1] would be a wrong passage.
        similarities, numbers = self._index.search(question[None, :], limit, params=parameters)
        pairs = zip(numbers[0].tolist(), similarities[0].tolist(), strict=True)
        return {number: similarity for number, similarity in pairs if number >= 0}

    def compare(self, question: Vector, numbers: list[int]) -> list[float]:
        """The cosine of the question with each of these passages."""
        if not numbers:
            return []
        cosines: list[float] = (self.read(numbers) @ question).tolist()
        return cosines

    def read(self, numbers: Sequence[int]) -> Vector:
        """The vectors of these passages, at least one, float32 (passages, dimension)."""
        return np.stack([self._index.reconstruct(number) for number in numbers])

    def _select(self, among: Bits) -> faiss.SearchParameters:
        # FAISS takes these arguments by name, which its type hints do not know.
        make_selector: Any = faiss.IDSelectorBitmap
        selector = make_selector(among)
        if isinstance(self._index, faiss.IndexIVF):
            visited: Any = {"sel": selector, "nprobe": self._index.nprobe}
            return faiss.SearchParametersIVF(**visited)
        chosen: Any = {"sel": selector}
        return faiss.SearchParameters(**chosen)
