"""Target attention that starts as the mean of what was liked and has learned a correction. NumPy.

    score(x) = (1 - w) <x, mean of liked> + w <x, attended liked> - g <x, attended disliked>

A piece attends to past ones by softmax(x' A h / tau) with a null key, A = I + U V'. Untrained, U, w
and g are 0 and the score is the plain cosine; lab/residual.py trains it on other readers.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
TEMPERATURE = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """left, right: U and V (dim, rank). gain: w in [0, 1]; against: g >= 0; temperature: tau;
    null: what the null key scores.
    """

    left: Floats
    right: Floats
    gain: float = 0.0
    against: float = 0.0
    temperature: float = TEMPERATURE
    null: float = 0.0

    @classmethod
    def untrained(cls, dim: int, rank: int = 1) -> Self:
        """The plain cosine to the mean of what was liked."""
        empty = np.zeros((dim, rank), dtype=np.float32)
        return cls(empty, empty)

    def score(self, pieces: Floats, liked: Floats, disliked: Floats) -> Doubles:
        """How good each of n pieces is (n,), from past ones (m, dim), liked and not."""
        found = np.zeros(len(pieces))
        if len(liked):
            mean = pieces @ liked.mean(axis=0)
            found += (1 - self.gain) * mean + self.gain * self._attended(pieces, liked)
        if len(disliked):
            found -= self.against * self._attended(pieces, disliked)
        return found

    def _attended(self, pieces: Floats, past: Floats) -> Doubles:
        likeness = (pieces @ past.T).astype(np.float64)
        corrected = likeness + (pieces @ self.left) @ (past @ self.right).T
        logits = corrected / self.temperature
        top = np.maximum(logits.max(axis=1, keepdims=True), self.null)
        weight = np.exp(logits - top)
        whole = weight.sum(axis=1) + np.exp(self.null - top[:, 0])
        return np.asarray((weight * likeness).sum(axis=1) / whole)
