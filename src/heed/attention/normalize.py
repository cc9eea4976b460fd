"""From scores to weights: softmax, its sparse relatives, top-k, a budget. Scoring is not here.

Every normaliser takes scores (..., L, S) with -inf where nothing may be seen and returns weights of
the same shape; a row with nothing to see becomes zeros.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from heed.attention._backend import Array, is_numpy, namespace, top_k


class Normalizer(Protocol):
    """Anything that turns a row of scores into a row of weights."""

    def __call__(self, scores: Array) -> Array:
        """Weights of the shape of `scores`, which may be overwritten."""
        ...


@dataclass(frozen=True, slots=True)
class Softmax:
    """exp(s) / sum exp(s)."""

    def __call__(self, scores: Array) -> Array:
        """The largest score is taken off first, so nothing overflows."""
        return _softmax_in_place(scores) if is_numpy(namespace(scores)) else _softmax(scores)


def _softmax_in_place(scores: Array) -> Array:
    top = scores.max(axis=-1, keepdims=True)
    np.copyto(top, 0, where=np.isneginf(top))
    np.subtract(scores, top, out=scores)
    np.exp(scores, out=scores)
    total = scores.sum(axis=-1, keepdims=True)
    np.copyto(total, 1, where=total == 0)
    return np.divide(scores, total, out=scores)


def _softmax(scores: Array) -> Array:
    xp = namespace(scores)
    top = xp.max(scores, axis=-1, keepdims=True)
    grown = xp.exp(scores - xp.where(xp.isinf(top), xp.zeros_like(top), top))
    total = xp.sum(grown, axis=-1, keepdims=True)
    return grown / xp.where(total > 0, total, xp.ones_like(total))


@dataclass(frozen=True, slots=True)
class TopK:
    """Softmax over the k best scores of a row; scores that tie with the k-th best stay too."""

    k: int

    def __call__(self, scores: Array) -> Array:
        """Rows shorter than k are a plain softmax."""
        xp = namespace(scores)
        last = top_k(scores, min(self.k, scores.shape[-1]))[0][..., -1:]
        return Softmax()(xp.where(scores >= last, scores, -xp.inf))


NAMED: dict[str, Normalizer] = {"softmax": Softmax()}
