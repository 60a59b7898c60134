"""A reader that remembers what it read, for measuring and fitting: they ask the same again."""

from collections import OrderedDict
from collections.abc import Sequence

from index.encoder import PassageText
from index.reader import Reader, ReaderIdentity, Reading

REMEMBERED = 2_000  # windows


class RememberingReader:
    """Gives for a window that was read before what was found then; for one thread."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: OrderedDict[tuple[str, PassageText], list[Reading]] = OrderedDict()

    @property
    def identity(self) -> ReaderIdentity:
        """Which reader it asks."""
        return self._reader.identity

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text by itself."""
        return self._reader.count_tokens(texts)

    def read(self, question: str, windows: Sequence[PassageText]) -> list[list[Reading]]:
        """For each window a reading of each of its sentences."""
        return [self._read_window(question, window) for window in windows]

    def _read_window(self, question: str, window: PassageText) -> list[Reading]:
        key = (question, window)
        if key not in self._known:
            (self._known[key],) = self._reader.read(question, [window])
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return self._known[key]
