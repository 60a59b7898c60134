"""How near a question is to a language as such, apart from what is said in it.

A multilingual encoder puts texts of one language near each other, so an unrelated passage in the
question's own language can be nearer than the right one in the other. The mean vector of each
language measures that, and the difference is given back to passages in the other language. The
means belong to the model, not to the collection: they are taken from the sample articles.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np

import corpus
from corpus.article import Article, Language
from corpus.errors import IndexDataError
from corpus.folder import read_folder
from index.computed_store import ComputedStore, hash_content
from index.durable import write_array
from index.encoder import Encoder, PassageText, Vector

MEANS_FILE = "language_means.npy"
LANGUAGES: tuple[Language, ...] = get_args(Language)
PARAGRAPHS = 3  # of each sample article
SHORTEST = 80  # characters of a paragraph that says something
# Of the difference. On the development half of XQuAD with every second paragraph in the other
# language, 1 leaves the own language at 99 nDCG@10 and lifts the other from 22 (th to en) and 37
# (en to th) to about 60; more lifts it further, but then the same event in both languages is
# quoted in the wrong one.
LIFT_SHARE = 1.0


def measure_language_means(encoder: Encoder, store: ComputedStore) -> Vector:
    """The model's mean vector of each of LANGUAGES, float32 (languages, dimension)."""
    kind = f"means:{encoder.identity.fingerprint}"
    key = bytes.fromhex(fingerprint_samples())
    known = store.get_many(kind, [key])
    if key not in known:
        means = np.array([_embed_mean(encoder, _list_paragraphs(own)) for own in LANGUAGES])
        known = {key: means.astype("<f4").tobytes()}
        store.put_many(kind, known)
    return np.frombuffer(known[key], "<f4").reshape(len(LANGUAGES), -1)


def fingerprint_samples() -> str:
    """A SHA-256 over the sample paragraphs that the means are taken from."""
    parts = [[language, *_list_paragraphs(language)] for language in LANGUAGES]
    return hash_content(*(text for part in parts for text in part)).hex()


def write_language_means(folder: Path, means: Vector) -> None:
    """Writes the means into `folder`."""
    write_array(folder / MEANS_FILE, means)


def read_language_means(folder: Path, dimension: int) -> Vector:
    """What was written, float32 (languages, dimension); raises IndexDataError if it isn't that."""
    path = folder / MEANS_FILE
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
    """The question's inner product with the mean of each language."""
    return dict(zip(LANGUAGES, (means @ question).tolist(), strict=True))


def compute_lifts(bases: Mapping[Language, float], own: Language) -> dict[Language, float]:
    """What is added to the cosine of passages in each language, for a question in `own`."""
    return {
        language: 0.0 if language == own else max(0.0, LIFT_SHARE * (bases[own] - base))
        for language, base in bases.items()
    }


def _embed_mean(encoder: Encoder, texts: list[str]) -> Vector:
    passages = [PassageText(text, ()) for text in texts]
    mean: Vector = np.mean([v.passage for v in encoder.encode_passages(passages)], axis=0)
    return mean


def _list_paragraphs(language: Language) -> list[str]:
    chosen = (article for article in _read_samples() if article.language == language)
    return [
        paragraph
        for article in chosen
        for paragraph in [p for p in article.text.split("\n\n") if len(p) >= SHORTEST][:PARAGRAPHS]
    ]


@cache
def _read_samples() -> tuple[Article, ...]:
    return read_folder(Path(corpus.__path__[0]) / "articles").articles
