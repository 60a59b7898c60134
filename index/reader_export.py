"""Writes what training made as the package's reader: float16 weights with their checksum.

python -m index.reader_export --trained FOLDER ...

Of several trainings the mean of their weights is written; one that is named twice counts twice.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from safetensors.numpy import save_file

import index
from index.checkpoints import WEIGHTS_FILE, average_checkpoints
from index.embedded_model import hash_file
from index.embedded_reader import (
    FORMAT,
    FORMAT_KEY,
    LAYERS_KEY,
    PACKED_FILE,
    PACKED_SHA256_FILE,
)
from index.model_folder import LAYER_NAMES

SHORT_NAMES = {long: short for short, long in LAYER_NAMES.items()}


def pack_reader(trained: Sequence[Path], layers: int, first_trained: int, out: Path) -> None:
    """Writes the mean weights of the checkpoints `trained` of a reader with `layers` layers."""
    packed: dict[str, np.ndarray] = {}
    for name, values in average_checkpoints(trained).items():
        part, _, rest = name.partition(".")
        if part == "head":
            packed[f"head.{rest[0]}"] = values.astype(np.float32)
            continue
        number, _, inner = rest.partition(".")
        long, _, kind = inner.rpartition(".")
        short = f"l{int(number) + first_trained}.{SHORT_NAMES[long]}.{kind[0]}"
        packed[short] = values.astype(np.float16)
    save_file(packed, out, {FORMAT_KEY: FORMAT, LAYERS_KEY: str(layers)})


def main() -> None:
    """Writes the package data."""
    from index.reader_model import FIRST_TRAINED, LAYERS

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trained", type=Path, nargs="+", required=True, metavar="FOLDER")
    options = parser.parse_args()
    folder = Path(next(iter(index.__path__)))
    out = folder / PACKED_FILE
    checkpoints = [trained / WEIGHTS_FILE for trained in options.trained]
    pack_reader(checkpoints, LAYERS, FIRST_TRAINED, out)
    checksum = hash_file(out)
    (folder / PACKED_SHA256_FILE).write_text(checksum + "\n", encoding="ascii")
    Console().print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, SHA-256 {checksum}")


if __name__ == "__main__":
    main()
