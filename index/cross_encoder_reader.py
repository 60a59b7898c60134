"""Runs any cross-encoder of sentence-transformers, from a Hub name or a folder, as a reader.

A cross-encoder (a reranker) scores a question with a text and points to nothing, so quotes that it
chose have no part in bold.
"""

from collections.abc import Sequence

import numpy as np
import torch
from sentence_transformers import CrossEncoder

from corpus.errors import ModelError
from index.encoder import PassageText
from index.hub_weights import hash_weights
from index.reader import ReaderIdentity, Reading


class CrossEncoderReader:
    """A model with one score for a question and a text; over 0, the text answers."""

    def __init__(self, name: str) -> None:
        """Raises ModelError if `name` is no such model or gives more than one score."""
        try:
            self._model = CrossEncoder(name)
        except (OSError, ValueError) as error:
            first = str(error).strip().split("\n")[0]
            message = f"{name}: no cross-encoder ({first}); check KHAMTOB_READER_MODEL"
            raise ModelError(message) from error
        if self._model.num_labels != 1:
            message = (
                f"{name}: gives {self._model.num_labels} scores for a text; "
                "choose a cross-encoder with one, such as a reranker"
            )
            raise ModelError(message)
        self.identity = ReaderIdentity(name, hash_weights(self._model.model))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text by itself."""
        return [len(self._model.tokenizer.tokenize(text)) for text in texts]

    def read(self, question: str, windows: Sequence[PassageText]) -> list[list[Reading]]:
        """For each window the score of each of its sentences, without a span."""
        return [self._read_window(question, window) for window in windows]

    def _read_window(self, question: str, window: PassageText) -> list[Reading]:
        pairs = [(question, window.text[s.start : s.end]) for s in window.sentences]
        if not pairs:
            return []
        scores = self._model.predict(
            pairs, activation_fn=torch.nn.Identity(), show_progress_bar=False
        ).astype(float)
        shares = scores - (scores.max() + np.log(np.exp(scores - scores.max()).sum()))
        no_answer = float(1 / (1 + np.exp(scores.max())))
        return [
            Reading(sentence.start, sentence.start, float(score), float(share), no_answer)
            for sentence, score, share in zip(window.sentences, scores, shares, strict=True)
        ]
