"""Runs the prepared embedded model with ONNX Runtime."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import ModelError
from index.embedded_model import EMBEDDED_MODEL, fingerprint_prepared
from index.encoder import ModelIdentity, Vector
from index.model_folder import GRAPH_FILE, PROMPTS, TOKENIZER_FILE

MAX_TOKENS = 512
QUEUE_PER_CORE = 4  # passages handed to the threads ahead of the one that is awaited


class OnnxEncoder:
    """The embedded model: one text at a time, both cores for a question, a core for a passage."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cores = os.cpu_count() or 1
        with ThreadPoolExecutor(1) as loader:  # the tokenizer takes as long to load as the graph
            session = loader.submit(self._open_session, self._cores)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._question_session = session.result()
        dimension = self._question_session.get_outputs()[0].shape[-1]
        self.identity = ModelIdentity(
            EMBEDDED_MODEL, fingerprint_prepared(folder), dimension, MAX_TOKENS
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, with prefix and special tokens, uncut."""
        prefixed = [PROMPTS["passage"] + text for text in texts]
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(prefixed)]

    def encode_question(self, question: str) -> Vector:
        """The question's vector, shape (dimension,), using every core."""
        return self._embed(self._question_session, PROMPTS["query"] + question)

    def encode_passages(self, passages: Sequence[str]) -> Iterator[Vector]:
        """One vector per passage, in order, each as soon as it is ready; a core for each."""
        return self.encode_prefixed(PROMPTS["passage"] + passage for passage in passages)

    def encode_prefixed(self, texts: Iterable[str]) -> Iterator[Vector]:
        """The same for texts that already carry a prefix."""
        waiting: deque[Future[Vector]] = deque()
        with ThreadPoolExecutor(self._cores) as pool:
            for text in texts:
                waiting.append(pool.submit(self._embed, self._passage_session, text))
                if len(waiting) > self._cores * QUEUE_PER_CORE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    @cached_property
    def _passage_session(self) -> onnxruntime.InferenceSession:
        return self._open_session(1)

    def _open_session(self, threads: int) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            return onnxruntime.InferenceSession(
                str(self._folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
            )
        except onnxruntime.capi.onnxruntime_pybind11_state.Fail as error:
            message = f"{self._folder}: ONNX Runtime refuses the model ({error}); delete the folder"
            raise ModelError(message) from error

    def _embed(self, session: onnxruntime.InferenceSession, text: str) -> Vector:
        ids = self._tokenizer.encode(text).ids
        if len(ids) > MAX_TOKENS:
            ids = [*ids[: MAX_TOKENS - 1], ids[-1]]
        inputs = {"input_ids": np.array([ids], np.int64)}
        vector: Vector = session.run(["sentence_embedding"], inputs)[0][0]
        return vector
