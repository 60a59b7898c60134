"""Answers questions from the live generation, and picks up a new one when it is published."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from corpus.errors import IndexDataError, ModelError
from index.answer import Answer
from index.answering import SEARCHED, Evidence, answer_question
from index.confidence import OWN, load_confidence_model
from index.encoder import Encoder, Vector
from index.generation import Generation, open_current, open_generation
from index.generations import list_earlier, read_current
from index.manifest import check_same_model
from index.questions import detect_question_language, normalise_question
from index.reader import Reader
from index.search import Hit, read_question, search_passages
from index.sentence_embedder import SentenceEmbedder
from index.small_talk import is_small_talk

LONGEST_QUESTION = 2_000  # characters; what is behind them is not read


@dataclass(frozen=True, slots=True)
class Timings:
    """How long the steps took, in milliseconds."""

    encode: float = 0.0
    search: float = 0.0
    read: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the generation it comes from and how it came about."""

    answer: Answer
    generation: int
    timings: Timings
    evidence: Evidence

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The passages found, the likeliest to answer first."""
        return self.evidence.hits


class Engine:
    """Answers from one index folder with one encoder; several threads may ask at once."""

    def __init__(
        self,
        index_folder: Path,
        encoder: Encoder,
        reader: Reader | None = None,
        threshold: float | None = None,
    ) -> None:
        """Opens the live generation; if it is damaged, the newest whole one before it.

        Without a `reader` sentences are chosen by features alone; without a `threshold` the
        fitted ones serve. Raises IndexDataError if there is no generation, ModelError if another
        model made the live one.
        """
        self._folder = index_folder
        self._encoder = encoder
        self._reader = reader
        self._threshold = threshold
        self._embedder = SentenceEmbedder(encoder)
        self._opening = threading.Lock()
        self._problem: str | None = None
        self._seen: int | None = None
        try:
            self._generation = self._open()
            self._seen = self._generation.manifest.number
        except IndexDataError as error:
            self._generation = self._open_earlier(error)

    @property
    def encoder(self) -> Encoder:
        """The model that reads the questions."""
        return self._encoder

    @property
    def generation(self) -> Generation:
        """The generation that answers now."""
        return self._generation

    @property
    def problem(self) -> str | None:
        """Why the newest generation is not the one that answers; None while it is."""
        return self._problem

    def refresh(self) -> bool:
        """Opens a newly published generation; returns whether there was one.

        If it can't be used, the one before goes on answering and `problem` says why; it is looked
        at again when another one is published.
        """
        if not self._opening.acquire(blocking=False):
            return False  # another thread is opening it
        try:
            return self._open_newer()
        except (IndexDataError, ModelError) as error:
            self._problem = str(error)
            return False
        finally:
            self._opening.release()

    def ask(self, text: str, *, hurried: bool = False) -> Reply:
        """The answer to `text` from the live generation; a hurried one is given without reading."""
        started = time.perf_counter()
        self.refresh()
        generation = self._generation
        text = text[:LONGEST_QUESTION]
        if is_small_talk(text):
            return _make_small_talk(text, generation, self._threshold)
        question = read_question(text, self._encoder)
        encoded = time.perf_counter()
        hits = search_passages(generation, question, SEARCHED)
        searched = time.perf_counter()
        answer, evidence = answer_question(
            generation,
            question,
            hits,
            self._embedder,
            None if hurried else self._reader,
            threshold=self._threshold,
        )
        done = time.perf_counter()
        moments = (started, encoded, searched, done)
        spent = [(end - start) * 1000 for start, end in pairwise(moments)]
        timings = Timings(spent[0], spent[1], spent[2], sum(spent))
        return Reply(answer, generation.manifest.number, timings, evidence)

    def embed_questions(self, questions: Sequence[str]) -> Vector:
        """The vector of each of at least one question, float32 (questions, dimension)."""
        return np.stack([self._encoder.encode_question(each) for each in questions])

    def _open_newer(self) -> bool:
        seen, self._seen = self._seen, None  # unknown if the pointer can't be read
        self._seen = number = read_current(self._folder)
        if number == seen:
            return False
        self._generation = self._open()
        self._seen, self._problem = self._generation.manifest.number, None
        return True

    def _open_earlier(self, error: IndexDataError) -> Generation:
        """The newest generation before the live one that can be used; `error` if there is none."""
        self._problem = str(error)
        for number in list_earlier(self._folder):
            try:
                generation = open_generation(self._folder, number)
                check_same_model(generation.manifest, self._encoder.identity)
            except (IndexDataError, ModelError):
                continue
            return generation
        raise error

    def _open(self) -> Generation:
        generation = open_current(self._folder)
        check_same_model(generation.manifest, self._encoder.identity)
        return generation


def _make_small_talk(text: str, generation: Generation, threshold: float | None) -> Reply:
    """What small talk gets: no quotes, and no articles to look at."""
    normal = normalise_question(text)
    answer = Answer(normal, detect_question_language(normal), "not_found", 0.0, (), ())
    needed = load_confidence_model(OWN).threshold if threshold is None else threshold
    evidence = Evidence((), needed, (), (), ())
    return Reply(answer, generation.manifest.number, Timings(), evidence)
