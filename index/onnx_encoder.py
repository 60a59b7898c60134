"""Runs the prepared embedded model with ONNX Runtime."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf
from tokenizers import Encoding, Tokenizer

from corpus.article import Span
from corpus.errors import ModelError
from index.embedded_model import EMBEDDED_MODEL, fingerprint_prepared
from index.encoder import ModelIdentity, PassageText, PassageVectors, Vector
from index.model_folder import GRAPH_FILE, PROMPTS, TOKENIZER_FILE

MAX_TOKENS = 512
QUEUE_PER_CORE = 4  # passages handed to the threads ahead of the one that is awaited


class OnnxEncoder:
    """The embedded model: one text at a time, every core for a question, a core for a passage."""

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
        encoding = self._tokenizer.encode(PROMPTS["query"] + question)
        vector, _ = self._run(self._question_session, encoding)
        return vector

    def encode_passages(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        """The vectors of each passage, in order, each as soon as they are ready."""
        waiting: deque[Future[PassageVectors]] = deque()
        with ThreadPoolExecutor(self._cores) as pool:
            try:
                for passage in passages:
                    waiting.append(pool.submit(self._embed_passage, passage))
                    if len(waiting) > self._cores * QUEUE_PER_CORE:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    @cached_property
    def _passage_session(self) -> onnxruntime.InferenceSession:
        return self._open_session(1)

    def _open_session(self, threads: int) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # A thread that waits by spinning takes the core from whoever else is answering: twice the
        # time for each question when several are asked at once.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = str(self._folder / GRAPH_FILE)
        try:
            return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])
        except (Fail, InvalidProtobuf) as error:
            message = f"{path}: ONNX Runtime refuses the model ({error}); delete its folder"
            raise ModelError(message) from error

    def _run(
        self, session: onnxruntime.InferenceSession, encoding: Encoding
    ) -> tuple[Vector, Vector]:
        """The text's vector (dimension,) and those of its tokens (tokens, dimension)."""
        ids = encoding.ids
        if len(ids) > MAX_TOKENS:
            ids = [*ids[: MAX_TOKENS - 1], ids[-1]]
        whole, tokens = session.run(None, {"input_ids": np.array([ids], np.int64)})
        return whole[0], tokens[0]

    def _embed_passage(self, passage: PassageText) -> PassageVectors:
        """The passage's vector and, of the same run, those of its sentences.

        A sentence's vector is the mean of its tokens as they stand in the passage, which costs
        nothing more ("late chunking", Guenther et al., 2024, arXiv:2409.04701).
        """
        encoding = self._tokenizer.encode(PROMPTS["passage"] + passage.text)
        whole, tokens = self._run(self._passage_session, encoding)
        bounds = np.array(encoding.offsets)[: len(tokens)] - len(PROMPTS["passage"])
        pooled = [_pool_sentence(tokens, bounds, sentence) for sentence in passage.sentences]
        return PassageVectors(whole, np.array(pooled, np.float32).reshape(-1, len(whole)))


def _pool_sentence(tokens: Vector, bounds: np.ndarray, sentence: Span) -> Vector:
    """The mean of the tokens that touch the sentence, of unit length."""
    inside = (bounds[:, 1] > sentence.start) & (bounds[:, 0] < sentence.end)
    mean = (tokens[inside] if inside.any() else tokens).mean(axis=0)
    pooled: Vector = mean / np.linalg.norm(mean)
    return pooled
