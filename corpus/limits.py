"""How much of this machine one article file may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits on reading one file; past any of them the file is refused in one line."""

    file_bytes: int = 20_000_000
    """Size of the file on disk."""
    characters: int = 5_000_000
    """Length of the text taken out of it."""
    unpacked_bytes: int = 100_000_000
    """Declared size of everything in a .docx, which is a zip file."""
    unpacked_ratio: int = 200
    """How many times larger than the file that may be; Word's own files stay under 30."""
    seconds: float = 10.0
    """Wall-clock time in the worker process."""
    worker_memory_bytes: int = 1_000_000_000
    """Address space of the worker process, where the platform can limit it (not on macOS)."""

    def describe_too_long(self) -> str:
        """Why a text with too many characters is refused and what to do."""
        return f"has more than {self.characters:,} characters; split it into several files"


DEFAULT_LIMITS = ReadingLimits()
