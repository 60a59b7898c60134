"""What the index needs from a reader, and which engine runs which reader.

A reader finds the span of a window that answers a question. `OnnxReader` runs the embedded one;
`HubReader` any question-answering model of transformers, `CrossEncoderReader` any reranker. The
first two say "no answer" by the score of the
first token, as models trained on SQuAD 2.0 do (Devlin et al., 2019, arXiv:1810.04805).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.article import Span
from corpus.errors import ModelError
from index.embedded_model import Report
from index.encoder import PassageText, Vector
from index.progress import Progress, show_nothing

EMBEDDED_READER = "embedded"
NO_READER = "none"
LONGEST_ANSWER = 40  # tokens
LOWEST = -50.0  # a score that no span has, where a sentence has no tokens


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """Which model reads; `fingerprint` is a SHA-256 over what decides its scores."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of one sentence of a window; `start` and `end` are in the window's text.

    `score` is the span's score above that of no answer: over 0, the span is the more likely.
    `share` is the logarithm of the probability that the answer starts and ends in this sentence,
    and `no_answer` the probability (0 to 1) that the whole window has none.
    """

    start: int
    end: int
    score: float
    share: float
    no_answer: float


class Reader(Protocol):
    """A model that finds answers in windows of articles."""

    @property
    def identity(self) -> ReaderIdentity:
        """Which reader this is."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text by itself."""

    def read(self, question: str, windows: Sequence[PassageText]) -> list[list[Reading]]:
        """For each window a reading of each of its sentences."""


def open_reader(name: str, report: Report, progress: Progress = show_nothing) -> Reader | None:
    """The reader for `name`: "embedded", "none", a Hub name or a folder of a model.

    That is a question-answering model of transformers or a cross-encoder.

    None for "none", and for "embedded" where the embedded encoder's package isn't installed.
    Raises ModelError if there is no such model. The imports stay here because each engine is
    heavy and only one of them is wanted.
    """
    if name == NO_READER:
        return None
    if name == EMBEDDED_READER:
        from index.embedded_reader import prepare_embedded_reader
        from index.onnx_reader import OnnxReader

        folder = prepare_embedded_reader(report, progress=progress)
        return None if folder is None else OnnxReader(folder)
    if Path(name).is_absolute() and not Path(name).is_dir():
        message = f"{name}: no such model folder; check KHAMTOB_READER_MODEL"
        raise ModelError(message)
    from index.hub_weights import CROSS_ENCODER, find_head

    if find_head(name) == CROSS_ENCODER:
        from index.cross_encoder_reader import CrossEncoderReader

        return CrossEncoderReader(name)
    from index.hub_reader import HubReader

    return HubReader(name)


def score_sentences(
    start: Vector, end: Vector, places: npt.NDArray[np.int64], sentences: Sequence[Span]
) -> list[Reading]:
    """The reading of each sentence from the scores of the tokens.

    `places` (tokens, 2) are the tokens' characters in the window, (0, 0) for those that are not
    the passage's. Token 0 stands for no answer.
    """
    inside = places[:, 1] > places[:, 0]
    readable = inside.copy()
    readable[0] = True
    starts, ends = _normalise(start, readable), _normalise(end, readable)
    null = float(start[0] + end[0])
    no_answer = float(np.exp((starts[0] + ends[0]) / 2))
    readings: list[Reading] = []
    for sentence in sentences:
        own = inside & (places[:, 1] > sentence.start) & (places[:, 0] < sentence.end)
        tokens = np.flatnonzero(own)
        if not len(tokens):
            readings.append(Reading(sentence.start, sentence.start, LOWEST, LOWEST, no_answer))
            continue
        first, last, score = choose_span(start[tokens], end[tokens])
        share = (_sum_logs(starts[tokens]) + _sum_logs(ends[tokens])) / 2
        span = Span(int(places[tokens[first], 0]), int(places[tokens[last], 1]))
        readings.append(Reading(span.start, span.end, score - null, share, no_answer))
    return readings


def choose_span(start: Vector, end: Vector) -> tuple[int, int, float]:
    """The best first and last token, at most LONGEST_ANSWER apart, and their score."""
    scores = start[:, None] + end[None, :]
    distance = np.arange(len(end))[None, :] - np.arange(len(start))[:, None]
    pairs = np.where((distance >= 0) & (distance < LONGEST_ANSWER), scores, -np.inf)
    first, last = divmod(int(pairs.argmax()), len(end))
    return first, last, float(pairs[first, last])


def _normalise(scores: Vector, readable: npt.NDArray[np.bool_]) -> Vector:
    masked: Vector = np.where(readable, scores, -np.inf).astype(np.float32)
    logs: Vector = masked - _sum_logs(masked)
    return logs


def _sum_logs(values: Vector) -> float:
    highest = float(values.max())
    return highest + float(np.log(np.exp(values - highest).sum()))
