"""Opens what the commands work with: the model and the engine, the first time with an index."""

from pathlib import Path

from bot.console import print_notice
from bot.progress import show_progress
from bot.reading import open_reading
from bot.settings import Settings
from bot.updating import update_from_articles
from corpus.errors import ArticleError, IndexDataError
from corpus.folder_walk import scan_folder
from index.encoder import Encoder, open_encoder
from index.engine import Engine
from index.generations import read_current


def open_model(settings: Settings) -> Encoder:
    """The embedding model; what is prepared the first time is told on stderr."""
    with show_progress() as progress:
        return open_encoder(settings.embedding_model, print_notice, progress)


def open_engine(settings: Settings) -> Engine:
    """The engine on the live generation; if that is damaged, which is told, on the one before.

    Where nothing was ever indexed it indexes the articles first, with progress on stderr, so that
    a newcomer's first question is answered. Raises KhamtobError if that can't be done.
    """
    if _is_indexed(settings.index_folder):
        engine = _open(settings, open_model(settings))
        if engine.problem:
            print_notice(engine.problem)
        return engine
    if not scan_folder(settings.articles):
        message = f"{settings.articles}: there are no articles; run: khamtob add PATH"
        raise ArticleError(message)
    encoder = open_model(settings)
    print_notice(f"Indexing the articles in {settings.articles} for the first time.")
    update_from_articles(settings, encoder)
    return _open(settings, encoder)


def _open(settings: Settings, encoder: Encoder) -> Engine:
    reader = open_reading(settings)
    return Engine(settings.index_folder, encoder, reader, settings.threshold)


def _is_indexed(index_folder: Path) -> bool:
    """Whether anything was ever published; a pointer that is damaged tells so too."""
    try:
        return read_current(index_folder) is not None
    except IndexDataError:
        return True
