"""An open generation: everything that a question needs, read once and never changed."""

from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexDataError
from index.encoder import Vector
from index.generations import generation_folder, read_current
from index.keywords import KeywordIndex
from index.language_bases import read_language_means
from index.manifest import (
    ARTICLES,
    KEYWORDS,
    TABLE,
    VECTORS,
    Manifest,
    check_files,
    read_manifest,
)
from index.passage_table import PassageTable, read_passage_table
from index.sentence_data import SentenceData
from index.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation, open for searching."""

    manifest: Manifest
    table: PassageTable
    vectors: VectorIndex
    keywords: KeywordIndex
    sentences: SentenceData
    language_means: Vector


def open_current(index_folder: Path) -> Generation:
    """The live generation; raises IndexDataError if there is none or it is damaged."""
    number = read_current(index_folder)
    if number is None:
        message = f"{index_folder}: nothing is indexed yet; run: khamtob index"
        raise IndexDataError(message)
    try:
        return open_generation(index_folder, number)
    except IndexDataError:
        if read_current(index_folder) == number:
            raise
        # Replaced, and perhaps removed, while it was being opened.
        return open_current(index_folder)


def open_generation(index_folder: Path, number: int) -> Generation:
    """Generation `number`; raises IndexDataError if it is missing or damaged."""
    return open_folder(generation_folder(index_folder, number))


def open_folder(folder: Path) -> Generation:
    """The generation in `folder`, its files compared with their checksums before any is parsed."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    table = read_passage_table(folder / ARTICLES, folder / TABLE)
    if (len(table.articles), len(table)) != (manifest.article_count, manifest.passage_count):
        message = f"{folder}: the manifest counts other articles; run: khamtob index --rebuild"
        raise IndexDataError(message)
    return Generation(
        manifest,
        table,
        VectorIndex(folder / VECTORS, manifest.model.dimension, manifest.passage_count),
        KeywordIndex(folder / KEYWORDS),
        SentenceData(folder, len(table.sentences)),
        read_language_means(folder, manifest.model.dimension),
    )
