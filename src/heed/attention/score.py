"""How well a query and a key agree: dot, bilinear, additive, cosine. Normalising is not here.

Every score takes query (..., L, E), key (..., S, E) and a scale, and returns (..., L, S).
"""

from dataclasses import dataclass
from typing import Protocol

from heed.attention._backend import sum_of_tanh
from heed.attention.reading import check_width
from heed.budget.arrays import Array, namespace


class Score(Protocol):
    """Anything that turns queries and keys into a table of agreement."""

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """Scores (..., L, S), times `scale`; None is the score's own usual scale."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Scores as left (..., L, D) against right (..., S, D): their dot, or with a vector (D,) the
    additive form sum_d vector_d tanh(left_d + right_d). What blocks are worked from."""

    left: Array
    right: Array
    vector: Array | None = None

    def table(self) -> Array:
        """All of them, (..., L, S)."""
        if self.vector is not None:
            return sum_of_tanh(self.left, self.right, self.vector)
        return namespace(self.left, self.right).matmul(self.left, self.right.mT)


@dataclass(frozen=True, slots=True)
class Dot:
    """scale * q.k; usually scale = 1 / sqrt(E), E the width of one head (Vaswani et al. 2017)."""

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """Scaling the narrow query costs less than scaling the table, and is the same."""
        return self.features(query, key, scale).table()

    def features(self, query: Array, key: Array, scale: float | None) -> Features:
        """The scaled query against the key."""
        check_width("key", key, query.shape[-1])
        factor = query.shape[-1] ** -0.5 if scale is None else scale
        return Features(query * factor, key)


@dataclass(frozen=True, slots=True, eq=False)
class Bilinear:
    """q^T W k, "general" in Luong et al. 2015; weight (E_query, E_key)."""

    weight: Array

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """The usual scale is 1."""
        return self.features(query, key, scale).table()

    def features(self, query: Array, key: Array, scale: float | None) -> Features:
        """The turned query against the key."""
        check_width("query", query, self.weight.shape[0])
        turned = namespace(query, self.weight).matmul(query, self.weight)
        return Dot().features(turned, key, 1.0 if scale is None else scale)


@dataclass(frozen=True, slots=True, eq=False)
class Additive:
    """v . tanh(W q + U k), Bahdanau et al. 2015; W (D, E_query), U (D, E_key), v (D,).

    Worked off a feature at a time, so no (L, S, D) table is ever made.
    """

    query_weight: Array
    key_weight: Array
    vector: Array

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """The usual scale is 1."""
        return self.features(query, key, scale).table()

    def features(self, query: Array, key: Array, scale: float | None) -> Features:
        """W q against U k, under v."""
        check_width("query", query, self.query_weight.shape[1])
        check_width("key", key, self.key_weight.shape[1])
        xp = namespace(query, key, self.vector)
        left = xp.matmul(query, self.query_weight.mT)
        right = xp.matmul(key, self.key_weight.mT)
        return Features(left, right, self.vector * (1.0 if scale is None else scale))


@dataclass(frozen=True, slots=True)
class Cosine:
    """scale * cos(q, k); a vector of zeros agrees with nothing (cosine 0)."""

    scale: float = 1.0

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """A scale given to `attention` multiplies the one given here."""
        return self.features(query, key, scale).table()

    def features(self, query: Array, key: Array, scale: float | None) -> Features:
        """Both at length one."""
        factor = self.scale * (1.0 if scale is None else scale)
        return Dot().features(_unit(query), _unit(key), factor)


def _unit(x: Array) -> Array:
    xp = namespace(x)
    square = xp.sum(x * x, axis=-1, keepdims=True)
    return x / xp.sqrt(xp.where(square > 0, square, xp.ones_like(square)))


def find_score(score: str | Score) -> Score:
    """A score by its name. Raises ValueError where there is none."""
    if not isinstance(score, str):
        return score
    if score != "dot":
        raise ValueError(
            f"score is {score!r}; expected 'dot', Bilinear(W), Additive(W, U, v) or Cosine(scale)."
        )
    return Dot()
