"""Names the rules by which articles are cut and words are made, so that a change is noticed."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import corpus.clusters
import corpus.passages
import corpus.sentences
import corpus.words
import index.numbers
import index.tokens

CUTTING_MODULES = (corpus.words, corpus.clusters, corpus.sentences, corpus.passages)
TOKEN_MODULES = (corpus.words, corpus.clusters, index.numbers, index.tokens)
LIBRARIES = ("pythainlp", "nlpo3", "snowballstemmer")


def fingerprint_cutting() -> str:
    """A SHA-256 over what decides sentences and passages: our source and library versions."""
    return _fingerprint(CUTTING_MODULES)


def fingerprint_tokens() -> str:
    """A SHA-256 over what decides the tokens of the keyword index."""
    return _fingerprint(TOKEN_MODULES)


def _fingerprint(modules: tuple[ModuleType, ...]) -> str:
    digest = hashlib.sha256()
    for module in modules:
        if module.__file__ is None:
            continue
        digest.update(Path(module.__file__).read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library}={version(library)};".encode())
    return digest.hexdigest()
