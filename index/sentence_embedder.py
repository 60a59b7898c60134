"""Embeds sentences on their own when a question needs it, and remembers them."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.encoder import Encoder, PassageText, Vector

REMEMBERED = 10_000  # sentences, about 15 MB with 384 dimensions


class SentenceEmbedder:
    """An encoder with a memory for the sentences that were asked for last; thread-safe."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, sentences: Sequence[str]) -> Vector:
        """The vector of each of at least one sentence, float32 (sentences, dimension)."""
        with self._lock:
            found = {text: self._known[text] for text in sentences if text in self._known}
        missing = [text for text in dict.fromkeys(sentences) if text not in found]
        texts = [PassageText(text, ()) for text in missing]
        for text, vectors in zip(missing, self._encoder.encode_passages(texts), strict=True):
            found[text] = vectors.passage
        self._remember(found)
        return np.stack([found[text] for text in sentences])

    def _remember(self, found: dict[str, Vector]) -> None:
        with self._lock:
            for text, vector in found.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
