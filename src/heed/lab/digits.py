"""Digits to look at: MNIST as it is kept (LeCun 1998), and those of a pocket calculator."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import numpy as np

IMAGES = "-images-idx3-ubyte.gz"
Digits: TypeAlias = tuple[np.ndarray, np.ndarray]  # pictures (N, side, side) in [0, 1], classes
SEGMENTS = (
    *("012456", "25", "02346", "02356", "1235"),
    *("01356", "013456", "025", "0123456", "012356"),
)
"""Which of the seven strokes each digit of a pocket calculator has, from the top down."""


def drawn(count: int, rng: np.random.Generator) -> Digits:
    """Digits of seven strokes, 20 by 20, each a little shifted: pictures (N, 20, 20), classes."""
    strokes = ((2, 2, 5, 16), (2, 2, 10, 4), (2, 14, 10, 16), (9, 4, 11, 14), (10, 2, 18, 4),
               (10, 14, 18, 16), (16, 2, 18, 16))  # fmt: skip
    said = rng.integers(10, size=count)
    pictures = np.zeros((count, 20, 20), dtype=np.float32)
    for picture, digit in zip(pictures, said, strict=True):
        down, right = rng.integers(0, 3, size=2)
        for stroke in SEGMENTS[digit]:
            top, left, bottom, end = strokes[int(stroke)]
            picture[top + down : bottom + down, left + right : end + right] = 1
    return pictures, said


def mnist(folder: Path, part: str) -> Digits:
    """Pictures (N, 28, 28) in [0, 1] and digits of one part, "train" or "t5k"."""
    with gzip.open(folder / f"{part}{IMAGES}") as file:
        pictures = np.frombuffer(file.read(), dtype=np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        said = np.frombuffer(file.read(), dtype=np.uint8, offset=8)
    return pictures.astype(np.float32) / 255, said.astype(np.int64)


def split(folder: Path) -> Mapping[str, Digits]:
    """MNIST to train on, to stop by, and to report."""
    train, test = (mnist(folder, part) for part in ("train", "t5k"))
    kept = (train[0][:50_000], train[1][:50_000])
    held = (train[0][50_000:], train[1][50_000:])
    return {"train": kept, "held": held, "test": test}


def lay(canvas: np.ndarray, part: np.ndarray, top: int, left: int) -> None:
    """Puts a picture on a canvas, with its corner at (top, left); the brighter stays."""
    place = canvas[top : top + part.shape[0], left : left + part.shape[1]]
    np.maximum(place, part, out=place)
