"""Indexes of measuring data, kept in the user's cache so that a second run embeds nothing."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path

from corpus.article import Article
from corpus.errors import IndexDataError
from index.build import build_generation, name_content
from index.encoder import Encoder
from index.generation import Generation, open_current
from index.generations import hold_write_lock
from index.progress import Progress


def open_measured(
    articles: Sequence[Article], encoder: Encoder, progress: Progress, cache: Path | None = None
) -> Generation:
    """The index of these articles; built where it is missing, old or damaged."""
    texts = "\x00".join(article.text for article in articles)
    name = hashlib.sha256(texts.encode()).hexdigest()[:16]
    folder = (cache or user_cache_path("khamtob")) / "measured" / name
    content = name_content(articles, encoder.identity)
    try:
        generation = open_current(folder)
        if generation.manifest.content == content:
            return generation
    except IndexDataError:
        pass  # not built yet, or by an older version
    with hold_write_lock(folder):
        build_generation(articles, encoder, folder, progress)
    return open_current(folder)
