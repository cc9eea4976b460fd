"""Titles as the English encoder reads them, kept in a file where they are read more than once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from heed.models.encoder import is_english, load_encoder

WIDE = 384


def english(texts: Sequence[str], kept: Path | None = None) -> npt.NDArray[np.float32]:
    """Rows (N, 384), zeros where it reads none of a text; `kept`: a .npy file, made if missing."""
    if kept and kept.exists():
        return np.asarray(np.load(kept), dtype=np.float32)
    rows = np.zeros((len(texts), WIDE), dtype=np.float32)
    for part in load_encoder().encode(texts, ["en"] * len(texts)):
        if is_english(part.embedder_id):
            rows[part.rows] = part.vectors
    if kept:
        np.save(kept, rows)
    return rows
