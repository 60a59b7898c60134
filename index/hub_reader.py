"""Runs any question-answering model of transformers, from a Hub name or a folder, as a reader."""

from collections.abc import Sequence

import numpy as np
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from corpus.errors import ModelError
from index.encoder import PassageText
from index.hub_weights import hash_weights
from index.reader import ReaderIdentity, Reading, score_sentences

LONGEST_INPUT = 512


class HubReader:
    """A model with start and end scores, such as one trained on SQuAD 2.0."""

    def __init__(self, name: str) -> None:
        """Raises ModelError if `name` is no such model or has no fast tokenizer."""
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(name)
            self._model = AutoModelForQuestionAnswering.from_pretrained(name).eval()
        except (OSError, ValueError) as error:
            first = str(error).strip().split("\n")[0]
            message = f"{name}: no question-answering model ({first}); check KHAMTOB_READER_MODEL"
            raise ModelError(message) from error
        if not self._tokenizer.is_fast:
            message = f"{name}: its tokenizer can't say where tokens are; choose another reader"
            raise ModelError(message)
        self.identity = ReaderIdentity(name, hash_weights(self._model))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text by itself."""
        return [len(self._tokenizer.tokenize(text)) for text in texts]

    def read(self, question: str, windows: Sequence[PassageText]) -> list[list[Reading]]:
        """For each window a reading of each of its sentences."""
        return [self._read_window(question, window) for window in windows]

    def _read_window(self, question: str, window: PassageText) -> list[Reading]:
        encoded = self._tokenizer(
            question,
            window.text,
            truncation="only_second",
            max_length=LONGEST_INPUT,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        places = encoded.pop("offset_mapping")[0].numpy().astype(np.int64)
        for number, sequence in enumerate(encoded.sequence_ids(0)):
            if sequence != 1:
                places[number] = 0
        with torch.inference_mode():
            found = self._model(**encoded)
        start, end = (logits[0].numpy() for logits in (found.start_logits, found.end_logits))
        return score_sentences(start, end, places, window.sentences)
