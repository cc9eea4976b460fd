"""Small black and white pictures as numbers of patches, line by line, and which of them touch."""

import numpy as np

SIDE, PATCH = 7, 2  # patches a picture is wide, pixels a patch is
PIXELS = PATCH * PATCH
KINDS = 2**PIXELS
BITS = 1 << np.arange(PIXELS)


def patches(ink: np.ndarray) -> np.ndarray:
    """(N, 14, 14) of False and True to numbers of patches, line by line, (N, 49)."""
    cut = ink.reshape(-1, SIDE, PATCH, SIDE, PATCH).transpose(0, 1, 3, 2, 4)
    found: np.ndarray = cut.reshape(len(ink), SIDE * SIDE, PIXELS).astype(np.int64) @ BITS
    return found


def ink(rows: np.ndarray) -> np.ndarray:
    """The way back: (N, 49) to (N, 14, 14) of 0 and 1."""
    cut = (rows[..., None] // BITS % 2).reshape(-1, SIDE, SIDE, PATCH, PATCH)
    found: np.ndarray = cut.transpose(0, 1, 3, 2, 4).reshape(-1, SIDE * PATCH, SIDE * PATCH)
    return found.astype(np.float32)


def touches() -> np.ndarray:
    """Which patches drawn before touch each to come, (49, 49), in the places where they are put."""
    place = np.arange(SIDE * SIDE)
    down, right = np.divmod(place, SIDE)
    near = [np.abs(one[:, None] - one[None]) <= 1 for one in (down, right)]
    before = place[None] < place[:, None]
    found = np.zeros((SIDE * SIDE, SIDE * SIDE), dtype=bool)
    found[:, 1:] = (near[0] & near[1] & before)[:, :-1]  # begin stands first
    return found
