"""How near a question is to a language as such, apart from what is said in it.

A multilingual encoder puts texts of one language near each other, so an unrelated passage in the
question's own language can be nearer than the right one in the other. The mean vector of each
language measures that, and the difference is given back to passages in the other language.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import numpy as np

from corpus.article import Language
from corpus.errors import IndexDataError
from index.durable import write_array
from index.encoder import Vector
from index.passage_table import PassageTable

BASES_FILE = "language_means.npy"
LANGUAGES: tuple[Language, ...] = get_args(Language)
# Of the difference; above 1 because words find only passages in their own language. Tuned on the
# development half of XQuAD with every second paragraph in the other language: 1.5 leaves the own
# language at 99 nDCG@10 and lifts the other one from 22 (th to en) and 37 (en to th) to 74.
LIFT_SHARE = 1.5


def write_language_means(folder: Path, table: PassageTable, vectors: Vector) -> None:
    """Writes the mean passage vector of each of LANGUAGES, zero where it has no passage."""
    spoken = np.array([article.language for article in table.articles])[table.passages[:, 0]]
    none = np.zeros(vectors.shape[1], np.float32)
    means = [
        vectors[spoken == language].mean(axis=0) if (spoken == language).any() else none
        for language in LANGUAGES
    ]
    write_array(folder / BASES_FILE, np.array(means, np.float32))


def read_language_means(folder: Path, dimension: int) -> Vector:
    """What was written, float32 (languages, dimension); raises IndexDataError if it isn't that."""
    path = folder / BASES_FILE
    try:
        means: Vector = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        message = f"{path}: can't be read ({error}); run: khamtob index --rebuild"
        raise IndexDataError(message) from error
    if means.shape != (len(LANGUAGES), dimension):
        message = f"{path}: has the shape {means.shape}; run: khamtob index --rebuild"
        raise IndexDataError(message)
    return means


def compute_bases(means: Vector, question: Vector) -> dict[Language, float]:
    """The cosine of the question with each language's mean; only languages that have passages."""
    lengths = np.linalg.norm(means, axis=1)
    return {
        language: float(mean @ question)
        for language, mean, length in zip(LANGUAGES, means, lengths, strict=True)
        if length > 0
    }


def compute_lifts(bases: Mapping[Language, float], own: Language) -> dict[Language, float]:
    """What is added to the cosine of passages in each language, for a question in `own`."""
    return {
        language: max(0.0, LIFT_SHARE * (bases[own] - base))
        if own in bases and language != own
        else 0.0
        for language, base in bases.items()
    }
