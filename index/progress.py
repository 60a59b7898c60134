"""How long steps tell how far they are."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with a step's name, how much of it is done, and how much there is in all."""


def show_nothing(_step: str, _done: int, _total: int) -> None:
    """A Progress for callers that show none."""
