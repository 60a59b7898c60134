"""Builds a generation: cut, tokenise, embed, write, publish.

Each expensive step keeps its results in the computed store as it goes, so a build that is
interrupted goes on where it was, and one new article costs one new article.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.records import article_to_record
from index.computed_store import ComputedStore, hash_content
from index.cutting import ArticleCut, cut_articles, list_passage_texts
from index.encoder import Encoder, ModelIdentity, PassageText, PassageVectors, Vector
from index.generation import Generation, open_folder
from index.generations import publish_generation, writing_generation
from index.keywords import write_keywords
from index.language_bases import (
    fingerprint_samples,
    measure_language_means,
    write_language_means,
)
from index.manifest import (
    ARTICLES,
    FORMAT,
    KEYWORDS,
    TABLE,
    VECTORS,
    Manifest,
    seal_files,
    write_manifest,
)
from index.passage_table import PassageTable, tabulate_cuts, write_passage_table
from index.progress import Progress
from index.rules import fingerprint_cutting, fingerprint_tokens
from index.sentence_data import write_sentence_data
from index.tokens import mark_language, tokenize_for_search
from index.vectors import write_vectors

STORE = "computed.sqlite"
STORED_TOGETHER = 32  # passages per commit: what a kill costs at most


@dataclass(frozen=True, slots=True)
class Work:
    """What a build has to do; `missing` passages have to be embedded.

    `keys` are the passages' names in the computed store, `content` is the manifest's.
    """

    cuts: list[ArticleCut]
    texts: list[PassageText]
    keys: list[bytes]
    missing: int
    content: str


Gate = Callable[[Generation], None]
"""Called with a candidate; raises a KhamtobError if it must not go live."""


def build_generation(
    articles: Sequence[Article],
    encoder: Encoder,
    index_folder: Path,
    progress: Progress,
    gate: Gate | None = None,
    work: Work | None = None,
) -> Manifest:
    """Writes and publishes the generation of these articles; returns its manifest.

    The caller holds the write lock. Readers see the live generation until this returns. `gate` is
    called with the candidate before it goes live; `work` is what `plan_work` gave for the same
    articles, if the caller has it. Raises IndexDataError if the index folder can't
    be written, and what the gate raises to refuse; then nothing has changed.
    """
    with ComputedStore(index_folder / STORE) as store:
        work = work or plan_work(articles, encoder, store, progress)
        texts, keys = work.texts, work.keys
        tokens = tokenize_passages(texts, store, progress, keys)
        vectors = embed_passages(texts, encoder, store, progress, keys)
        means = measure_language_means(encoder, store)
    with writing_generation(index_folder) as (number, folder):
        _write_files(folder, tabulate_cuts(articles, work.cuts), tokens, vectors, means)
        manifest = Manifest(
            format=FORMAT,
            number=number,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            content=work.content,
            model=encoder.identity,
            article_count=len(articles),
            passage_count=len(texts),
            files=seal_files(folder),
        )
        write_manifest(folder, manifest)
        if gate:
            gate(open_folder(folder))
        publish_generation(index_folder, number, folder)
    return manifest


def list_texts(articles: Sequence[Article], cuts: Sequence[ArticleCut]) -> list[PassageText]:
    """What is embedded for every passage, over all articles, in order."""
    pairs = zip(articles, cuts, strict=True)
    return [text for article, cut in pairs for text in list_passage_texts(article, cut)]


def name_content(articles: Sequence[Article], model: ModelIdentity) -> str:
    """A SHA-256 over all that decides a generation: articles, model, rules and sample texts."""
    records = [json.dumps(article_to_record(a), sort_keys=True) for a in articles]
    rules = (fingerprint_cutting(), fingerprint_tokens(), fingerprint_samples())
    return hash_content(model.fingerprint, *rules, *records).hex()


def tokenize_passages(
    texts: Sequence[PassageText],
    store: ComputedStore,
    progress: Progress,
    keys: Sequence[bytes] | None = None,
) -> list[list[str]]:
    """For each passage the tokens of its heading, then of each sentence, joined by spaces.

    `keys` are the passages' names in the store, if the caller has them.
    """
    kind = f"tokens:{fingerprint_tokens()}"
    keys = keys or name_passages(texts)
    known = {key: value.decode() for key, value in store.get_many(kind, keys).items()}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    for done, (key, text) in enumerate(missing.items(), start=1):
        known[key] = "\n".join(_tokenize_parts(text))
        progress("Cutting words", done, len(missing))
    store.put_many(kind, {key: known[key].encode() for key in missing})
    return [known[key].split("\n") for key in keys]


def embed_passages(
    texts: Sequence[PassageText],
    encoder: Encoder,
    store: ComputedStore,
    progress: Progress,
    keys: Sequence[bytes] | None = None,
) -> list[PassageVectors]:
    """The vectors of each passage; stored in batches as they come.

    `keys` are the passages' names in the store, if the caller has them.
    """
    kind = f"vectors:{encoder.identity.fingerprint}"
    keys = keys or name_passages(texts)
    known = store.get_many(kind, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    waiting: dict[bytes, bytes] = {}
    fresh = encoder.encode_passages(list(missing.values()))
    try:
        for done, (key, vectors) in enumerate(zip(missing, fresh, strict=True), start=1):
            waiting[key] = known[key] = _pack_vectors(vectors)
            if len(waiting) == STORED_TOGETHER:
                store.put_many(kind, waiting)
                waiting.clear()
            progress("Embedding passages", done, len(missing))
    finally:
        store.put_many(kind, waiting)  # also when the person presses Ctrl-C
    return [_unpack_vectors(known[key], encoder.identity.dimension) for key in keys]


def plan_work(
    articles: Sequence[Article], encoder: Encoder, store: ComputedStore, progress: Progress
) -> Work:
    """How the articles are cut, and how many of their passages were never embedded."""
    cuts = cut_articles(articles, encoder, store, progress)
    texts = list_texts(articles, cuts)
    keys = name_passages(texts)
    missing = count_missing_vectors(keys, encoder.identity, store)
    return Work(cuts, texts, keys, missing, name_content(articles, encoder.identity))


def count_missing_vectors(keys: Sequence[bytes], model: ModelIdentity, store: ComputedStore) -> int:
    """How many of these passages would have to be embedded."""
    different = list(dict.fromkeys(keys))
    return len(different) - store.count_known(f"vectors:{model.fingerprint}", different)


def _write_files(
    folder: Path,
    table: PassageTable,
    tokens: Sequence[Sequence[str]],
    vectors: Sequence[PassageVectors],
    means: Vector,
) -> None:
    none = np.empty((0, means.shape[1]), np.float32)
    write_passage_table(table, folder / ARTICLES, folder / TABLE)
    passages = np.vstack([none, *(v.passage for v in vectors)])
    write_vectors(folder / VECTORS, passages)
    write_language_means(folder, means)
    sentence_tokens = [line for lines in tokens for line in lines[1:]]
    halves = [none, *(vector.sentences for vector in vectors)]
    sentences = np.vstack([half.astype(np.float16, copy=False) for half in halves])
    write_sentence_data(folder, sentence_tokens, sentences)
    (folder / KEYWORDS).mkdir()
    marks = [mark_language(table[number].article.language) for number in range(len(table))]
    marked = (" ".join([*lines, mark]) for lines, mark in zip(tokens, marks, strict=True))
    write_keywords(folder / KEYWORDS, marked)


def name_passages(texts: Sequence[PassageText]) -> list[bytes]:
    """What each passage is called in the computed store: a hash of its text and sentences."""
    return [hash_content(text.text, repr(text.sentences)) for text in texts]


def _tokenize_parts(passage: PassageText) -> list[str]:
    heading = passage.text[: passage.sentences[0].start]
    sentences = (passage.text[span.start : span.end] for span in passage.sentences)
    return [" ".join(tokenize_for_search(part)) for part in (heading, *sentences)]


def _pack_vectors(vectors: PassageVectors) -> bytes:
    """The passage's vector in float32, then those of its sentences in float16."""
    return vectors.passage.astype("<f4").tobytes() + vectors.sentences.astype("<f2").tobytes()


def _unpack_vectors(data: bytes, dimension: int) -> PassageVectors:
    passage: Vector = np.frombuffer(data, "<f4", dimension)
    sentences = np.frombuffer(data, "<f2", offset=passage.nbytes)
    return PassageVectors(passage, sentences.reshape(-1, dimension))
