"""Texts as rows of vectors, one a word, by the frozen English encoder or by spelling."""

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
import torch

from heed.lab.task import Tensor
from heed.models.encoder.minilm import MiniLM, load_minilm
from heed.models.encoder.transformer import run
from heed.models.encoder.weights import find_weights

SPELLED = 32  # numbers a spelled word has
AT_ONCE = 16


def spelled(texts: Sequence[Sequence[str]], longest: int) -> tuple[Tensor, Tensor]:
    """Words as fixed random vectors of their spelling: rows (N, longest, 32), mask (N, longest).

    What is past `longest` words is cut.
    """
    rows = np.zeros((len(texts), longest, SPELLED), np.float32)
    mask = np.zeros((len(texts), longest), bool)
    for row, words in enumerate(texts):
        if kept := words[:longest]:
            rows[row, : len(kept)] = [_vector(word.lower()) for word in kept]
            mask[row, : len(kept)] = True
    return torch.from_numpy(rows), torch.from_numpy(mask)


@cache
def _vector(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(SPELLED).astype(np.float32)


class Frozen:
    """The English encoder as it is, giving a row a word piece or a text. Needs its weights."""

    def __init__(self) -> None:
        self.encoder: MiniLM = load_minilm(find_weights())

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Where each word piece lies in the text, in characters; [CLS] and [SEP] at (0, 0)."""
        offsets: Sequence[tuple[int, int]] = self.encoder.tokenizer.encode(text).offsets
        return offsets

    def whole(self, texts: Sequence[str]) -> np.ndarray:
        """One unit vector a text, (N, 384)."""
        vectors: np.ndarray = self.encoder.encode(texts)
        return vectors

    def rows(self, texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
        """(N, longest, 384) in half precision and the mask (N, longest); cut past `longest`."""
        numbers = [one.ids[:longest] for one in self.encoder.tokenizer.encode_batch(list(texts))]
        rows = torch.zeros(len(texts), longest, self.encoder.dim, dtype=torch.float16)
        mask = torch.zeros(len(texts), longest, dtype=torch.bool)
        order = sorted(range(len(texts)), key=lambda row: len(numbers[row]))
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            self._fill(rows, mask, some, [numbers[row] for row in some])
        return rows, mask

    def _fill(
        self, rows: Tensor, mask: Tensor, some: list[int], numbers: list[Sequence[int]]
    ) -> None:
        wide = max(map(len, numbers))
        tokens = np.zeros((len(some), wide), dtype=np.int64)
        for place, one in enumerate(numbers):
            tokens[place, : len(one)] = one
        real = np.array([[n < len(one) for n in range(wide)] for one in numbers])
        found = run(self.encoder.weights, tokens, real[:, None, None, :], None).rows
        rows[some, :wide] = torch.from_numpy(found).half()
        mask[some, :wide] = torch.from_numpy(real)
