"""Names the rules by which articles are cut and words are made, so that a change is noticed."""

import hashlib
import importlib.util
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from index.lexicon import FILES

CUTTING, TOKENS = "corpus.passages", "index.tokens"
DATA = {"index.lexicon": tuple(FILES.values())}  # files that a module reads
LIBRARIES = ("pythainlp", "nlpo3", "snowballstemmer")

_OWN_IMPORT = re.compile(r"^ *(?:from|import) ((?:corpus|index)\.\w+)", re.MULTILINE)


def fingerprint_cutting() -> str:
    """A SHA-256 over what decides sentences and passages: our source and library versions."""
    return _fingerprint(CUTTING)


def fingerprint_tokens() -> str:
    """A SHA-256 over what decides the tokens of the keyword index."""
    return _fingerprint(TOKENS)


def list_sources(module: str) -> dict[str, bytes]:
    """The source of the module and of all of ours that it imports, by module name."""
    sources: dict[str, bytes] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        spec = importlib.util.find_spec(name)
        if name in sources or spec is None or spec.origin is None:
            continue
        sources[name] = Path(spec.origin).read_bytes()
        waiting += _OWN_IMPORT.findall(sources[name].decode())
    return sources


@cache
def _fingerprint(module: str) -> str:
    digest = hashlib.sha256()
    sources = list_sources(module)
    for name, source in sorted(sources.items()):
        digest.update(f"{name}:{len(source)};".encode() + source)
    for name in DATA.keys() & sources.keys():
        for file in DATA[name]:
            digest.update((Path(__file__).parent / file).read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library}={version(library)};".encode())
    return digest.hexdigest()
