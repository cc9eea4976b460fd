"""Small coloured pictures: photographs as they are kept, or shapes among noise, made here."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from heed.lab.task import Examples, Tensor

SIDE = 32
INKS = ((0.9, 0.2, 0.2), (0.2, 0.3, 0.9))


def photographs(found: Mapping[str, list[Any]], rows: np.ndarray) -> Examples:
    """Those at `rows` of the columns `jpg` and `label`."""
    from matplotlib.image import imread

    seen = np.stack([imread(io.BytesIO(found["jpg"][row]), format="jpg") for row in rows])
    said = np.array([found["label"][row] for row in rows], dtype=np.int64)
    return Examples((_tensor(seen.astype(np.float32) / 255),), torch.from_numpy(said))


def _tensor(pictures: np.ndarray) -> Tensor:
    """(N, 32, 32, 3) in [0, 1] to (N, 3, 32, 32) about zero."""
    return (torch.from_numpy(pictures).permute(0, 3, 1, 2) - 0.5).contiguous() * 4


def made(count: int, rng: np.random.Generator) -> Examples:
    """Shape and ink together are the class."""
    pictures = rng.random((count, SIDE, SIDE, 3), dtype=np.float32) * 0.6
    said = rng.integers(4, size=count)
    for picture, kind in zip(pictures, said, strict=True):
        top, left = rng.integers(SIDE - 9, size=2)
        shape, ink = divmod(int(kind), 2)
        for down, right in ((9, 3), (3, 9)) if shape else ((9, 9),):
            y, x = top + (9 - down) // 2, left + (9 - right) // 2
            picture[y : y + down, x : x + right] = INKS[ink]
    return Examples((_tensor(pictures),), torch.from_numpy(said))
