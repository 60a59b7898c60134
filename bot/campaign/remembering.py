"""The real encoder, asked once for each text, with a ledger of what was asked and what was stored.

What it gave is kept for the whole campaign, so that a thousand index runs embed in the time of one.
The ledger lies in memory that forked processes share: what a killed one asked for is known.
"""

import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence

from index.build import name_passages
from index.computed_store import ComputedStore
from index.encoder import Encoder, ModelIdentity, PassageText, PassageVectors, Vector

_KEY_BYTES = 32
_MOST_KEYS = 10_000
VECTORS, MEANS = "vectors:", "means:"


class SharedList:
    """A list of passage keys that this process and its forks append to, one of them at a time."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 4 + _KEY_BYTES * _MOST_KEYS)

    def __len__(self) -> int:
        return int(struct.unpack_from("I", self._memory)[0])

    def append(self, key: bytes) -> None:
        """Add the key; it is there as a whole once the length says so."""
        count = len(self)
        start = 4 + _KEY_BYTES * count
        self._memory[start : start + _KEY_BYTES] = key
        struct.pack_into("I", self._memory, 0, count + 1)

    def read(self, count: int | None = None) -> list[bytes]:
        """The keys in their order, or the first `count` of them."""
        data = self._memory[4 : 4 + _KEY_BYTES * (len(self) if count is None else count)]
        return [data[at : at + _KEY_BYTES] for at in range(0, len(data), _KEY_BYTES)]

    def clear(self) -> None:
        """Begin anew."""
        struct.pack_into("I", self._memory, 0, 0)


class RememberingEncoder:
    """An encoder for forked processes: `asked` has the key of each passage it embedded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._passages: dict[bytes, PassageVectors] = {}
        self._questions: dict[str, Vector] = {}
        self.asked = SharedList()

    @property
    def identity(self) -> ModelIdentity:
        """That of the real encoder."""
        return self._encoder.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the real encoder counts them."""
        return self._encoder.count_tokens(texts)

    def encode_question(self, question: str) -> Vector:
        """The question's vector; not counted."""
        if question not in self._questions:
            self._questions[question] = self._encoder.encode_question(question)
        return self._questions[question]

    def encode_passages(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        """The vectors of each passage, in order."""
        for key, passage in zip(name_passages(passages), passages, strict=True):
            if key not in self._passages:
                (self._passages[key],) = self._encoder.encode_passages([passage])
            self.asked.append(key)
            yield self._passages[key]


def mark_what_is_stored(stored: SharedList) -> None:
    """From now on in this process, `stored` has each vector's key once the store has said it is.

    Only for a process of its own, which ends after its work.
    """
    put_many = ComputedStore.put_many

    def put_and_mark(store: ComputedStore, kind: str, values: Mapping[bytes, bytes]) -> None:
        put_many(store, kind, values)
        if kind.startswith((VECTORS, MEANS)):
            for key in values:
                stored.append(key)

    ComputedStore.put_many = put_and_mark  # type: ignore[method-assign, assignment]
