"""What the index needs from a model, and which engine runs which model.

`OnnxEncoder` runs the prepared embedded model and needs neither torch nor sentence-transformers,
whose import alone takes about 5 s and 350 MB on a small machine, so it answers questions and
embeds small changes. `SentenceTransformerEncoder` runs any sentence-transformers model, and embeds
whole collections with the prepared graph as one of its modules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError
from index.embedded_model import CHECKSUMS_FILE, EMBEDDED_MODEL, Report, prepare_embedded_model

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a vector; an index refuses to be searched with another one.

    `fingerprint` is a SHA-256 over what decides the vectors.
    """

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int


class Encoder(Protocol):
    """A model that embeds questions and passages; vectors are float32 and of unit length."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, with prefix and special tokens, uncut."""

    def encode_question(self, question: str) -> Vector:
        """The question's vector, shape (dimension,)."""

    def encode_passages(self, passages: Sequence[str]) -> Iterator[Vector]:
        """One vector per passage, in order, each as soon as it is ready."""


def open_encoder(name: str, report: Report, *, bulk: bool = False) -> Encoder:
    """The encoder for `name`: "embedded", a Hub name, or a sentence-transformers folder.

    With `bulk` the caller has a collection to embed, so that loading sentence-transformers pays.
    Raises ModelError if there is no such model.
    """
    if name == EMBEDDED_MODEL:
        name = prepare_embedded_model(report)
    folder = Path(name)
    if (folder / CHECKSUMS_FILE).is_file() and not bulk:
        from index.onnx_encoder import OnnxEncoder

        return OnnxEncoder(folder)
    if folder.is_absolute() and not folder.is_dir():
        message = f"{name}: no such model folder; check KHAMTOB_EMBEDDING_MODEL"
        raise ModelError(message)
    from index.sentence_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name)
