"""How well a query and a key agree: dot, bilinear, additive, cosine. Normalising is not here.

Every score takes query (..., L, E), key (..., S, E) and a scale, and returns (..., L, S).
"""

from dataclasses import dataclass
from typing import Protocol

from heed.attention.reading import check_width
from heed.budget.arrays import Array, namespace


class Score(Protocol):
    """Anything that turns queries and keys into a table of agreement."""

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """Scores (..., L, S), times `scale`; None is the score's own usual scale."""
        ...


@dataclass(frozen=True, slots=True)
class Dot:
    """scale * q.k; usually scale = 1 / sqrt(E), E the width of one head (Vaswani et al. 2017)."""

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """Scaling the narrow query costs less than scaling the table, and is the same."""
        check_width("key", key, query.shape[-1])
        factor = query.shape[-1] ** -0.5 if scale is None else scale
        return namespace(query, key).matmul(query * factor, key.mT)


@dataclass(frozen=True, slots=True, eq=False)
class Bilinear:
    """q^T W k, "general" in Luong et al. 2015; weight (E_query, E_key)."""

    weight: Array

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """The usual scale is 1."""
        check_width("query", query, self.weight.shape[0])
        turned = namespace(query, self.weight).matmul(query, self.weight)
        return Dot()(turned, key, 1.0 if scale is None else scale)


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
        check_width("query", query, self.query_weight.shape[1])
        check_width("key", key, self.key_weight.shape[1])
        xp = namespace(query, key, self.vector)
        left = xp.matmul(query, self.query_weight.mT)
        right = xp.matmul(key, self.key_weight.mT)
        return _sum_of_tanh(left, right, self.vector * (1.0 if scale is None else scale))


def _sum_of_tanh(left: Array, right: Array, vector: Array) -> Array:
    xp = namespace(left, right)
    total = None
    for d in range(vector.shape[0]):
        part = xp.tanh(left[..., :, None, d] + right[..., None, :, d]) * vector[d]
        total = part if total is None else total + part
    return total


@dataclass(frozen=True, slots=True)
class Cosine:
    """scale * cos(q, k); a vector of zeros agrees with nothing (cosine 0)."""

    scale: float = 1.0

    def __call__(self, query: Array, key: Array, scale: float | None) -> Array:
        """A scale given to `attention` multiplies the one given here."""
        return Dot()(_unit(query), _unit(key), self.scale * (1.0 if scale is None else scale))


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
