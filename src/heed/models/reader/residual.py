"""Target attention that starts as the mean of what was liked and has learned a correction. NumPy.

    score(x) = (1 - w) <x, mean of liked> + w <x, attended liked> - g <x, attended disliked>

A piece attends to past ones by softmax(x' A h / tau) with a null key, A = I + U V'. Untrained, U, w
and g are 0 and the score is the plain cosine; lab/residual.py trains it on other readers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
TEMPERATURE = 0.2
NUMBERS = ("gain", "against", "temperature", "null")
LARGEST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """left, right: U and V (dim, rank). gain: w in [0, 1]; against: g >= 0; temperature: tau;
    null: what the null key scores; card: what it learned from, on what terms, how well.
    """

    left: Floats
    right: Floats
    gain: float = 0.0
    against: float = 0.0
    temperature: float = TEMPERATURE
    null: float = 0.0
    card: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def untrained(cls, dim: int, rank: int = 1) -> Self:
        """The plain cosine to the mean of what was liked."""
        empty = np.zeros((dim, rank), dtype=np.float32)
        return cls(empty, empty)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """What `bytes()` made. Raises ValueError, which says what is wrong with it."""
        if len(data) > LARGEST_BYTES:
            raise ValueError(f"it is larger than {LARGEST_BYTES >> 20} MB")
        try:
            with np.load(BytesIO(data), allow_pickle=False) as file:
                left, right, numbers = (file[name] for name in ("left", "right", "numbers"))
                card = json.loads(str(file["card"]))
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            raise ValueError("it is not a file of trained weights") from error
        if left.ndim != 2 or left.shape != right.shape or numbers.shape != (len(NUMBERS),):
            raise ValueError("its parts do not fit together")
        if not all(np.isfinite(one).all() for one in (left, right, numbers)):
            raise ValueError("some of its numbers are not finite")
        if numbers[NUMBERS.index("temperature")] <= 0 or not isinstance(card, dict):
            raise ValueError("its parts do not fit together")
        named = dict(zip(NUMBERS, numbers.tolist(), strict=True))
        return cls(left.astype(np.float32), right.astype(np.float32), **named, card=card)

    def __bytes__(self) -> bytes:
        """A compressed .npz with the card inside."""
        file = BytesIO()
        numbers = np.array([getattr(self, name) for name in NUMBERS])
        card = np.array(json.dumps(dict(self.card), ensure_ascii=False))
        parts = {"left": self.left, "right": self.right, "numbers": numbers, "card": card}
        np.savez_compressed(file, **parts)  # type: ignore[arg-type]  # its stub takes them for a flag
        return file.getvalue()

    @property
    def embedder(self) -> str:
        """The encoder whose vectors it looks at."""
        return str(self.card.get("encoder", ""))

    def score(self, pieces: Floats, liked: Floats, disliked: Floats) -> Doubles:
        """How good each of n pieces is (n,), from past ones (m, dim), liked and not."""
        good = self.for_liked(pieces, liked).sum(axis=1)
        bad = self.against_disliked(pieces, disliked).sum(axis=1)
        return np.asarray(good - bad)

    def for_liked(self, pieces: Floats, liked: Floats) -> Doubles:
        """What each of m liked pieces adds to each of n pieces (n, m)."""
        likeness, weight = self._looks(pieces, liked)
        mean = 1 / max(len(liked), 1)
        return np.asarray(((1 - self.gain) * mean + self.gain * weight) * likeness)

    def against_disliked(self, pieces: Floats, disliked: Floats) -> Doubles:
        """What each of m disliked pieces takes from each of n pieces (n, m)."""
        likeness, weight = self._looks(pieces, disliked)
        return np.asarray(self.against * weight * likeness)

    def _looks(self, pieces: Floats, past: Floats) -> tuple[Doubles, Doubles]:
        """Cosines and weights, both (n, m)."""
        likeness = (pieces @ past.T).astype(np.float64)
        logits = (likeness + (pieces @ self.left) @ (past @ self.right).T) / self.temperature
        top = np.maximum(logits.max(axis=1, keepdims=True, initial=self.null), self.null)
        weight = np.exp(logits - top)
        whole = weight.sum(axis=1, keepdims=True) + np.exp(self.null - top)
        return likeness, np.asarray(weight / whole)
