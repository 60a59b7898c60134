"""Runs any sentence-transformers model, by its Hub name or folder."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from corpus.errors import ModelError
from index.encoder import ModelIdentity, PassageText, PassageVectors, Vector
from index.model_folder import PROMPTS

CHUNK = 32  # passages per call, so that vectors are kept and progress shows as they come
HASHED_WHOLE = 1 << 20  # bytes; of larger files both ends are hashed


class SentenceTransformerEncoder:
    """A sentence-transformers model with the prefixes it was trained with."""

    def __init__(self, name: str) -> None:
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = _load_model(name)
        self._question_prompt = _find_prompt(self._model, name, "query")
        self._passage_prompt = _find_prompt(self._model, name, "passage", "document")
        self.identity = _identify(self._model, name)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, with prefix and special tokens, uncut."""
        prefixed = [self._passage_prompt + text for text in texts]
        if not prefixed:
            return []  # which the tokenizers of transformers can't count
        return [len(ids) for ids in self._model.tokenizer(prefixed, truncation=False)["input_ids"]]

    def encode_question(self, question: str) -> Vector:
        """The question's vector, shape (dimension,)."""
        vector: Vector = self._encode([question], self._question_prompt)[0]
        return vector

    def encode_passages(self, passages: Sequence[PassageText]) -> Iterator[PassageVectors]:
        """The vectors of each passage, in order, a chunk at a time."""
        for start in range(0, len(passages), CHUNK):
            chunk = passages[start : start + CHUNK]
            wholes = self._encode([passage.text for passage in chunk], self._passage_prompt)
            parts = [p.text[s.start : s.end] for p in chunk for s in p.sentences]
            sentences = iter(self._encode(parts, self._passage_prompt))
            for passage, whole in zip(chunk, wholes, strict=True):
                own = [next(sentences) for _ in passage.sentences]
                yield PassageVectors(whole, np.array(own, np.float32).reshape(-1, len(whole)))

    def _encode(self, texts: Sequence[str], prompt: str) -> Vector:
        return self._model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )


def hash_folder(folder: Path) -> str:
    """A SHA-256 over names, sizes and contents; of large files only both ends."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}:".encode())
        with path.open("rb") as file:
            digest.update(file.read(HASHED_WHOLE))
            if size > HASHED_WHOLE:
                file.seek(max(HASHED_WHOLE, size - HASHED_WHOLE))
                digest.update(file.read())
    return digest.hexdigest()


def _load_model(name: str) -> SentenceTransformer:
    try:
        return SentenceTransformer(name)
    except Exception as error:  # the loaders beneath raise everything, a bare Exception included
        reason = (str(error) or type(error).__name__).splitlines()[0]
        message = f"{name}: can't load this model ({reason}); check KHAMTOB_EMBEDDING_MODEL"
        raise ModelError(message) from error


def _identify(model: SentenceTransformer, name: str) -> ModelIdentity:
    dimension, limit = model.get_embedding_dimension(), model.get_max_seq_length()
    if dimension is None or limit is None:
        message = f"{name}: the model does not say its dimension or its token limit"
        raise ModelError(message)
    folder = Path(name)
    named = hashlib.sha256(name.encode()).hexdigest()
    fingerprint = hash_folder(folder) if folder.is_dir() else named
    return ModelIdentity(name, fingerprint, dimension, limit)


def _find_prompt(model: SentenceTransformer, name: str, *roles: str) -> str:
    """The model's own prompt for one of `roles`; E5 models need theirs even if they don't say."""
    for role in roles:
        if model.prompts.get(role):
            return str(model.prompts[role])
    return PROMPTS[roles[0]] if "e5" in Path(name).name.lower() else ""
