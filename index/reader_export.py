"""Writes what training made as the package's reader: float16 weights with their checksum.

python -m index.reader_export --trained FOLDER
"""

import argparse
from pathlib import Path

import numpy as np
from rich.console import Console
from safetensors.numpy import load_file, save_file

import index
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


def pack_reader(trained: Path, layers: int, first_trained: int, out: Path) -> None:
    """Writes the weights of the reader with `layers` layers from the checkpoint in `trained`."""
    packed: dict[str, np.ndarray] = {}
    for name, values in load_file(trained).items():
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
    from index.training import WEIGHTS_FILE

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trained", type=Path, required=True)
    options = parser.parse_args()
    folder = Path(next(iter(index.__path__)))
    out = folder / PACKED_FILE
    pack_reader(options.trained / WEIGHTS_FILE, LAYERS, FIRST_TRAINED, out)
    checksum = hash_file(out)
    (folder / PACKED_SHA256_FILE).write_text(checksum + "\n", encoding="ascii")
    Console().print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, SHA-256 {checksum}")


if __name__ == "__main__":
    main()
