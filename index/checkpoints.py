"""The weights that a training leaves in its folder, and the mean of those of several."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

WEIGHTS_FILE = "reader.safetensors"


def average_checkpoints(paths: Sequence[Path]) -> dict[str, npt.NDArray[np.float32]]:
    """The mean of each weight, by name (Wortsman et al., 2022, arXiv:2203.05482).

    A checkpoint that is named twice counts twice.
    """
    checkpoints = [load_file(path) for path in paths]
    return {
        name: np.mean([checkpoint[name] for checkpoint in checkpoints], axis=0)
        for name in checkpoints[0]
    }
