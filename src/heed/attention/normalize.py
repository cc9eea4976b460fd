"""From scores to weights: softmax, its sparse relatives, top-k, a budget. Scoring is not here.

Every normaliser takes scores (..., L, S) with -inf where nothing may be seen and returns weights of
the same shape; a row with nothing to see becomes zeros.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from heed import budget
from heed.attention._backend import is_numpy, kth_largest, with_gradients
from heed.attention.reading import check_width
from heed.budget import Allocation
from heed.budget.arrays import Array, namespace


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
        if not scores.shape[-1]:
            return scores
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
        last = kth_largest(scores, min(self.k, scores.shape[-1]))
        return Softmax()(xp.where(scores >= last, scores, -xp.inf))


@dataclass(frozen=True, slots=True)
class Entmax:
    """alpha-entmax (Peters et al. 2019): 1 is softmax, 2 sparsemax; weak keys get exactly 0.

    compiled: alpha 1.5 and 2 on tensors by torch.compile; needs a C++ compiler, ten seconds once.
    """

    alpha: float
    compiled: bool = False

    def __call__(self, scores: Array) -> Array:
        """Weights in the dtype of the scores; NumPy and odd degrees are solved in float64."""
        maps = with_gradients(scores)
        if maps is None:
            return budget.entmax(scores, self.alpha)
        weights: Array = maps.entmax(scores, self.alpha, compiled=self.compiled)
        return weights


@dataclass(frozen=True, slots=True, eq=False)
class Budget:
    """Each query spends up to `amount` on the keys, a key costs `cost` and takes at most `cap`.

    What a query does not find worth its price it keeps, so rows need not sum to one. cost and cap
    broadcast to the scores; regularizer, temperature and equality are those of `allocate`.
    """

    amount: Array | float
    cost: Array | float | None = None
    cap: Array | float = 1.0
    regularizer: str | float = "fermi"
    temperature: float = 1.0
    equality: bool = False

    def __call__(self, scores: Array) -> Array:
        """The weights of the allocation, a budget for every row."""
        maps = with_gradients(scores) or budget
        spent: Allocation = maps.allocate(
            scores,
            self.amount,
            cost=self.cost,
            cap=self.cap,
            regularizer=self.regularizer,
            temperature=self.temperature,
            equality=self.equality,
        )
        return spent.weight

    def rows(self, start: int, stop: int, whole: int) -> "Budget":
        """The same budgets for some of `whole` queries only."""

        def some(given: Any) -> Any:
            by_query = getattr(given, "ndim", 0) >= 2 and given.shape[-2] == whole
            return given[..., start:stop, :] if by_query else given

        return replace(self, amount=some(self.amount), cost=some(self.cost), cap=some(self.cap))


@dataclass(frozen=True, slots=True)
class Linear:
    """phi(q).phi(k) / sum phi(q).phi(k), phi = elu + 1 (Katharopoulos et al. 2020).

    It brings its own score, the kernel table, so the weights need not be made for the output.
    """

    def __call__(self, scores: Array) -> Array:
        """Rows of a positive table over their sums; -inf counts as 0."""
        xp = namespace(scores)
        kept = xp.where(scores > 0, scores, xp.zeros_like(scores))
        total = xp.sum(kept, axis=-1, keepdims=True)
        return kept / xp.where(total > 0, total, xp.ones_like(total))

    def kernel(self, query: Array, key: Array, scale: float | None) -> Array:
        """phi(q).phi(k), (..., L, S); no scale enters it."""
        check_width("key", key, query.shape[-1])
        return namespace(query, key).matmul(_elu_plus_one(query), _elu_plus_one(key).mT)

    def output(self, query: Array, key: Array, value: Array) -> Array:
        """The output without the table: phi(q) (phi(k)^T v), linear in L and S."""
        xp = namespace(query, key, value)
        check_width("key", key, query.shape[-1])
        asked, offered = _elu_plus_one(query), _elu_plus_one(key)
        total = xp.matmul(asked, xp.sum(offered, axis=-2)[..., None])
        return xp.matmul(asked, xp.matmul(offered.mT, value)) / total


def _elu_plus_one(x: Array) -> Array:
    xp = namespace(x)
    zero = xp.zeros_like(x)
    return xp.maximum(x, zero) + xp.exp(xp.minimum(x, zero))


_NAMED: dict[str, Normalizer] = {
    "softmax": Softmax(),
    "sparsemax": Entmax(2.0),
    "entmax15": Entmax(1.5),
}


def find_normalizer(normalize: str | Normalizer) -> Normalizer:
    """A normaliser by its name. Raises ValueError where there is none."""
    if not isinstance(normalize, str):
        return normalize
    if normalize not in _NAMED:
        raise ValueError(
            f"normalize is {normalize!r}; expected one of {sorted(_NAMED)}, Entmax(alpha), TopK(k),"
            " Linear() or Budget(amount)."
        )
    return _NAMED[normalize]
