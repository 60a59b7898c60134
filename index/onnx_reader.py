"""Runs the embedded reader with ONNX Runtime."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf
from tokenizers import Tokenizer

from corpus.errors import ModelError
from index.embedded_reader import GRAPH_FILE, read_checksum
from index.encoder import PassageText
from index.model_folder import TOKENIZER_FILE
from index.reader import EMBEDDED_READER, ReaderIdentity, Reading, score_sentences
from index.reading_input import MAX_READ_TOKENS, encode_pair, place_tokens


class OnnxReader:
    """The embedded reader: one window at a time on every core; several threads may read."""

    def __init__(self, folder: Path) -> None:
        self.identity = ReaderIdentity(EMBEDDED_READER, read_checksum())
        self._path = folder / GRAPH_FILE
        with ThreadPoolExecutor(1) as loader:
            session = loader.submit(self._open_session)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = session.result()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text by itself."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def read(self, question: str, windows: Sequence[PassageText]) -> list[list[Reading]]:
        """For each window a reading of each of its sentences."""
        return [self._read_window(question, window) for window in windows]

    def _open_session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        try:
            return onnxruntime.InferenceSession(str(self._path), options, ["CPUExecutionProvider"])
        except (Fail, InvalidProtobuf) as error:
            message = f"{self._path}: ONNX Runtime refuses it ({error}); delete its folder"
            raise ModelError(message) from error

    def _read_window(self, question: str, window: PassageText) -> list[Reading]:
        encoding = encode_pair(self._tokenizer, question, window.text)
        ids = encoding.ids[:MAX_READ_TOKENS]
        places = np.array(place_tokens(encoding)[:MAX_READ_TOKENS], np.int64)
        (scores,) = self._session.run(None, {"input_ids": np.array([ids], np.int64)})
        return score_sentences(scores[0, :, 0], scores[0, :, 1], places, window.sentences)
