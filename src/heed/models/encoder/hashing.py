"""The encoder that needs nothing: n-grams thrown onto 384 fixed signed places. Learns nothing.

A sparse random projection (Achlioptas 2003) whose matrix is a hash, so every machine has the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heed.models.encoder.grams import grams
from heed.models.encoder.vectors import unit
from heed.types import Matrix

_PLACES = 4
_STEP = np.uint64(0xBF58476D1CE4E5B9)  # splitmix64's multiplier (Steele et al. 2014)


@dataclass(frozen=True, slots=True)
class Hashed:
    """An `Embedder` for any language. Good at "the same story?", bad at "the same subject?"."""

    id: str = "hash-384-v1"
    dim: int = 384

    def coverage(self, text: str) -> float:
        """1 where there is any letter or digit, else 0."""
        return float(any(character.isalnum() for character in text))

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit rows, shape (len(texts), 384), centred by random signs; zeros for no letters."""
        found = grams(texts)
        weight = 1 + np.log(found.counts)
        flat = np.zeros(len(texts) * self.dim)
        mixed = found.hashes
        for _ in range(_PLACES):
            mixed = (mixed ^ (mixed >> np.uint64(31))) * _STEP
            place = ((mixed >> np.uint64(33)) % np.uint64(self.dim)).astype(np.intp)
            sign = np.where(mixed >> np.uint64(63), 1.0, -1.0)
            flat += np.bincount(found.rows * self.dim + place, sign * weight, flat.size)
        return unit(flat.reshape(len(texts), self.dim).astype(np.float32))
