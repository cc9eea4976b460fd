"""The familiar maps from scores to weights, each an allocation of a budget under another name.

They run along `axis`; -inf gets nothing and a row of nothing but -inf becomes zeros. One unit at no
cost is common enough to have its own short way here, equal to `allocate`; the rest is `allocate`.
"""

from math import inf

from heed.budget.allocation import allocate
from heed.budget.arrays import Array, namespace
from heed.budget.reading import Numbers, read_rows_of_one

_STEPS = 60


def entmax(x: Numbers, alpha: float, *, temperature: Numbers = 1.0, axis: int = -1) -> Array:
    """One unit under Tsallis entropy (Peters et al. 2019): alpha 1 is softmax, 2 sparsemax."""
    if alpha != 1 and not 1.05 <= alpha <= 2:
        return allocate(
            x, cap=inf, regularizer=alpha, temperature=temperature, equality=True, axis=axis
        ).weight
    rows, dtype = read_rows_of_one(x, temperature, axis)
    xp = namespace(rows)
    top = xp.max(rows, axis=-1, keepdims=True) if rows.shape[-1] else rows
    rows = rows - xp.where(xp.isinf(top), 0.0, top)
    weight = _grown(rows) if alpha == 1 else _thresholded(rows, alpha)
    return xp.moveaxis(xp.astype(weight, dtype), -1, axis)


def _grown(rows: Array) -> Array:
    """e^x over its sum; the largest x of a row is 0."""
    weight = namespace(rows).exp(rows)
    return _shares(weight)


def _thresholded(rows: Array, alpha: float) -> Array:
    """w = [(a-1) x - tau]_+^(1/(a-1)): Newton on sum w = 1 from tau = -1, where the largest x alone
    makes the sum at least 1. The sum is convex and falls with tau, so no step goes too far."""
    xp = namespace(rows)
    rows, power = (alpha - 1) * rows, 1 / (alpha - 1)
    tau = xp.zeros_like(rows[..., :1]) - 1
    enough = 4 * float(xp.finfo(rows.dtype).eps)
    weight = rows
    for _ in range(_STEPS):
        base = xp.clip(rows - tau, min=0.0)
        slope = xp.astype(base > 0, rows.dtype) if alpha == 2 else base ** (power - 1)
        weight = base * slope
        miss = xp.sum(weight, axis=-1, keepdims=True) - 1
        steep = power * xp.sum(slope, axis=-1, keepdims=True)
        tau = tau + xp.where(steep > 0, miss / xp.where(steep > 0, steep, 1.0), 0.0)
        if not bool(xp.any((miss > enough) & (steep > 0))):
            break
    return _shares(weight)


def _shares(weight: Array) -> Array:
    """Rows over their sums; a row of zeros stays one."""
    xp = namespace(weight)
    total = xp.sum(weight, axis=-1, keepdims=True)
    return weight / xp.where(total > 0, total, 1.0)


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
