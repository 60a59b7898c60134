"""Opens the reader that the settings name."""

from bot.console import print_notice
from bot.progress import show_progress
from bot.settings import Settings
from index.reader import Reader, open_reader


def open_reading(settings: Settings) -> Reader | None:
    """The reader, or None where answers are chosen without one."""
    with show_progress() as progress:
        return open_reader(settings.reader_model, print_notice, progress)
