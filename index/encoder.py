"""What the index needs from a model, and which engine runs which model.

`OnnxEncoder` runs the prepared embedded model and imports neither torch nor sentence-transformers,
whose import alone takes about 5 s and 350 MB on a small machine. `SentenceTransformerEncoder` runs
any other sentence-transformers model.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.article import Span
from corpus.errors import ModelError
from index.embedded_model import EMBEDDED_MODEL, HUB_NAME, Report, is_whole, prepare_embedded_model
from index.progress import Progress, show_nothing

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


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as it is embedded; `sentences` are spans of `text`."""

    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The vector of a passage and those of its sentences (sentences, dimension).

    The sentences' are float32 when they are made and float16 when they come from the store.
    """

    passage: Vector
    sentences: Vector | npt.NDArray[np.float16]


class Encoder(Protocol):
    """A model that embeds questions and passages; vectors are float32 and of unit length."""

    @property
    def identity(self) -> ModelIdentity:
        """Which model this is."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, with prefix and special tokens, uncut."""

    def encode_question(self, question: str) -> Vector:
        """The question's vector, shape (dimension,)."""

    def encode_passages(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        """The vectors of each passage, in order, each as soon as they are ready."""


def open_encoder(name: str, report: Report, progress: Progress = show_nothing) -> Encoder:
    """The encoder for `name`: "embedded", a Hub name, or a sentence-transformers folder.

    Raises ModelError if there is no such model. The imports stay here because each engine is
    heavy and only one of them is wanted.
    """
    if name == EMBEDDED_MODEL:
        name = prepare_embedded_model(report, progress=progress)
        is_prepared = name != HUB_NAME
    else:
        is_prepared = is_whole(Path(name))
    if is_prepared:
        from index.onnx_encoder import OnnxEncoder

        return OnnxEncoder(Path(name))
    if Path(name).is_absolute() and not Path(name).is_dir():
        message = f"{name}: no such model folder; check KHAMTOB_EMBEDDING_MODEL"
        raise ModelError(message)
    from index.sentence_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name)
