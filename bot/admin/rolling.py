"""Goes back to the generation before the live one; blocks."""

from pathlib import Path

from corpus.errors import IndexDataError
from index.generations import (
    generation_folder,
    hold_write_lock,
    list_generations,
    read_current,
    roll_back,
)
from index.manifest import Manifest, read_manifest


def find_previous(index_folder: Path) -> tuple[int, Manifest]:
    """The number of the live generation, and the one before; IndexDataError if there is none."""
    current = read_current(index_folder)
    older = [each for each in list_generations(index_folder) if current and each < current]
    if current is None or not older:
        message = f"{index_folder}: no generation before the live one; nothing to go back to"
        raise IndexDataError(message)
    return current, read_manifest(generation_folder(index_folder, older[-1]))


def roll_back_from(index_folder: Path, current: int, wanted: int) -> Manifest | None:
    """The generation that is live now; None, and nothing done, if another than `current` was.

    Done again after it was cut off, it goes back no further. Raises IndexBusyError if another
    process is writing, and IndexDataError if no generation before is whole.
    """
    with hold_write_lock(index_folder):
        live = read_current(index_folder)
        if live == current:
            live = roll_back(index_folder)
        elif live != wanted:
            return None
    return read_manifest(generation_folder(index_folder, live))
