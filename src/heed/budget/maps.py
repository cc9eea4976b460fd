"""The familiar maps from scores to weights, each an allocation of a budget under another name.

They run along `axis`; -inf gets nothing and a row of nothing but -inf becomes zeros.
"""

from math import inf
from typing import Any, TypeAlias

from heed.budget.allocation import allocate
from heed.budget.reading import Numbers

Array: TypeAlias = Any


def entmax(x: Numbers, alpha: float, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """One unit under Tsallis entropy (Peters et al. 2019): alpha 1 is softmax, 2 sparsemax."""
    unit = allocate(
        x, cap=inf, regularizer=alpha, temperature=temperature, equality=True, axis=axis
    )
    return unit.weight


def softmax(x: Numbers, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """exp(x / T) / sum exp(x / T): nothing is ever exactly zero."""
    return entmax(x, 1.0, temperature=temperature, axis=axis)


def entmax15(x: Numbers, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """Half way between softmax and sparsemax."""
    return entmax(x, 1.5, temperature=temperature, axis=axis)


def sparsemax(x: Numbers, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """The nearest point of the simplex to x / T (Martins and Astudillo 2016)."""
    return entmax(x, 2.0, temperature=temperature, axis=axis)


def soft_topk(x: Numbers, k: Numbers, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """Each item's chance to be among k taken (limited multi-label projection, Amos et al. 2019)."""
    return allocate(x, k, temperature=temperature, equality=True, axis=axis).weight
