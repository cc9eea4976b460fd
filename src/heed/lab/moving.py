"""Moving digits: a few frames in which one whole digit and pieces of others drift about."""

from dataclasses import dataclass

import numpy as np

from heed.lab.digits import Digits, lay

CANVAS, FRAMES = 40, 3
PIECE, PIECES, FASTEST = 7, 6, 4  # pixels, pieces a frame, pixels a frame


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """frames (N, T, side, side) in [0, 1], said (N,), corners (N, T, 2) top and left of a digit
    `size` pixels wide, and alone, the digit without the clutter, shaped as the frames."""

    frames: np.ndarray
    said: np.ndarray
    corners: np.ndarray
    alone: np.ndarray
    size: int

    @property
    def inside(self) -> np.ndarray:
        """Which pixels lie in the digit's box, (N, T, side, side)."""
        pixels = np.arange(self.frames.shape[-1])
        first = self.corners[..., None]
        within = (first <= pixels) & (pixels < first + self.size)
        covered: np.ndarray = within[..., 0, :, None] & within[..., 1, None, :]
        return covered


def moving(digits: Digits, count: int, rng: np.random.Generator) -> Films:
    """`count` films; each thing keeps its pace and turns back at the edges."""
    small = halved(digits[0])
    size = small.shape[-1]
    chosen = rng.choice(len(small), size=count, replace=count > len(small))
    corners = drifts(count, size, rng)
    alone = np.zeros((count, FRAMES, CANVAS, CANVAS), dtype=np.float32)
    for film, which, path in zip(alone, chosen, corners, strict=True):
        _follow(film, small[which], path)
    frames = alone.copy()
    for _ in range(PIECES):
        paths = drifts(count, PIECE, rng)
        others = rng.integers(len(small), size=count)
        cuts = rng.integers(size - PIECE + 1, size=(count, 2))
        for film, other, (y, x), path in zip(frames, others, cuts, paths, strict=True):
            _follow(film, small[other, y : y + PIECE, x : x + PIECE], path)
    return Films(frames, digits[1][chosen].astype(np.int64), corners, alone, size)


def halved(pictures: np.ndarray) -> np.ndarray:
    """Means of 2 by 2 pixels."""
    count, high, wide = pictures.shape
    made: np.ndarray = pictures.reshape(count, high // 2, 2, wide // 2, 2).mean((2, 4))
    return made


def drifts(count: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Corners frame by frame of things `size` wide, (count, T, 2), whole pixels."""
    room = CANVAS - size
    start = rng.integers(room + 1, size=(count, 1, 2))
    pace = rng.integers(-FASTEST, FASTEST + 1, size=(count, 1, 2))
    straight = start + pace * np.arange(FRAMES)[:, None]
    folded: np.ndarray = room - np.abs(straight % (2 * room) - room)  # back from each edge
    return folded


def _follow(film: np.ndarray, thing: np.ndarray, path: np.ndarray) -> None:
    for frame, (top, left) in zip(film, path, strict=True):
        lay(frame, thing, top, left)
