"""Writes what training made as the package's reader: float16 weights with their checksum.

python -m index.reader_export --trained FOLDER --layers 12
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


def pack_reader(
    trained: Path, exits: tuple[int, ...], layers: int, first_trained: int, out: Path
) -> None:
    """Writes the weights of the reader with `layers` layers from the checkpoint in `trained`."""
    packed: dict[str, np.ndarray] = {}
    for name, values in load_file(trained).items():
        part, _, rest = name.partition(".")
        number, _, inner = rest.partition(".")
        if part == "heads" and exits[int(number)] == layers:
            packed[f"head.{'w' if inner == 'weight' else 'b'}"] = values.astype(np.float32)
        elif part == "upper" and int(number) + first_trained < layers:
            long, _, kind = inner.rpartition(".")
            short = f"l{int(number) + first_trained}.{SHORT_NAMES[long]}.{kind[0]}"
            packed[short] = values.astype(np.float16)
    save_file(packed, out, {FORMAT_KEY: FORMAT, LAYERS_KEY: str(layers)})


def main() -> None:
    """Writes the package data."""
    from index.reader_model import EXITS
    from index.training import FIRST_TRAINED, WEIGHTS_FILE

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--layers", type=int, choices=EXITS, default=EXITS[-1])
    options = parser.parse_args()
    folder = Path(next(iter(index.__path__)))
    out = folder / PACKED_FILE
    pack_reader(options.trained / WEIGHTS_FILE, EXITS, options.layers, FIRST_TRAINED, out)
    checksum = hash_file(out)
    (folder / PACKED_SHA256_FILE).write_text(checksum + "\n", encoding="ascii")
    Console().print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, SHA-256 {checksum}")


if __name__ == "__main__":
    main()
