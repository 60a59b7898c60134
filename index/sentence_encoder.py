"""Runs any sentence-transformers model, and the prepared graph as a module of one."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule
from transformers.utils import logging as transformers_logging

from corpus.errors import ModelError
from index.embedded_model import CHECKSUMS_FILE
from index.encoder import ModelIdentity, Vector
from index.model_folder import PROMPTS
from index.onnx_encoder import OnnxEncoder

CHUNK = 64  # passages per call, so that vectors are kept and progress shows as they come
HASHED_WHOLE = 1 << 20  # bytes; of larger files both ends are hashed


class OnnxModule(InputModule):
    """A sentence-transformers module that embeds with ONNX Runtime instead of torch."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._encoder = encoder

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_options: object
    ) -> dict[str, Any]:
        """The texts with their prompt; they are cut into tokens in the threads that embed them."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **_options: object) -> dict[str, Any]:
        """Adds `sentence_embedding`, float32 (texts, dimension)."""
        vectors = list(self._encoder.encode_prefixed(features["texts"]))
        stacked = [torch.from_numpy(vector) for vector in vectors]
        return {**features, "sentence_embedding": torch.stack(stacked)}

    def save(self, output_path: str, *_arguments: object, **_options: object) -> None:
        """The prepared folder is the saved form already; there is nothing to write."""


class SentenceTransformerEncoder:
    """A model by its Hub name or folder, with the prefixes it was trained with."""

    def __init__(self, name: str) -> None:
        folder = Path(name)
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if (folder / CHECKSUMS_FILE).is_file():
            onnx = OnnxEncoder(folder)
            self._model = SentenceTransformer(modules=[OnnxModule(onnx)], prompts=PROMPTS)
            self._count, self.identity = onnx.count_tokens, onnx.identity
        else:
            self._model = _load_model(name)
            self._count, self.identity = self._count_by_tokenizer, self._identify(name)
        self._question_prompt = _find_prompt(self._model, name, "query")
        self._passage_prompt = _find_prompt(self._model, name, "passage", "document")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text as a passage, with prefix and special tokens, uncut."""
        return self._count(texts)

    def encode_question(self, question: str) -> Vector:
        """The question's vector, shape (dimension,)."""
        return next(self._encode([question], self._question_prompt))

    def encode_passages(self, passages: Sequence[str]) -> Iterator[Vector]:
        """One vector per passage, in order, a chunk at a time."""
        for start in range(0, len(passages), CHUNK):
            yield from self._encode(passages[start : start + CHUNK], self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Iterator[Vector]:
        vectors = self._model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        yield from vectors

    def _count_by_tokenizer(self, texts: Sequence[str]) -> list[int]:
        prefixed = [self._passage_prompt + text for text in texts]
        return [len(ids) for ids in self._model.tokenizer(prefixed, truncation=False)["input_ids"]]

    def _identify(self, name: str) -> ModelIdentity:
        dimension = self._model.get_embedding_dimension()
        limit = self._model.get_max_seq_length()
        if dimension is None or limit is None:
            message = f"{name}: the model does not say its dimension or token limit"
            raise ModelError(message)
        fingerprint = hash_folder(Path(name)) if Path(name).is_dir() else hash_text(name)
        return ModelIdentity(name, fingerprint, dimension, limit)


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


def hash_text(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _load_model(name: str) -> SentenceTransformer:
    try:
        return SentenceTransformer(name)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        message = f"{name}: can't load this model ({reason}); check KHAMTOB_EMBEDDING_MODEL"
        raise ModelError(message) from error


def _find_prompt(model: SentenceTransformer, name: str, *roles: str) -> str:
    """The model's own prompt for one of `roles`; E5 models need theirs even if they don't say."""
    for role in roles:
        if model.prompts.get(role):
            return str(model.prompts[role])
    return PROMPTS[roles[0]] if "e5" in Path(name).name.lower() else ""
