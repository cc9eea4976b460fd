"""Four ways to spread a budget: each turns a net score into a weight. No budget lives here.

A regulariser is a convex phi of one weight w in [0, u]. With z = (s - price * c) / T the best
weight is f(z) = clip(phi'^-1(z), 0, u). Each class gives f with its slope, and phi' back again.
"""

import math
from dataclasses import dataclass
from typing import Protocol

from heed.budget.arrays import Array, Namespace

_MOST = 500.0  # exp of this, times any cost, summed over any row, is still a double


class Regularizer(Protocol):
    """A convex price on weights, seen through its derivative."""

    @property
    def needs_cap(self) -> bool:
        """Whether every cap must be finite."""
        ...

    @property
    def exponential(self) -> bool:
        """Whether spending falls like exp(-price), so that its logarithm is the straighter line."""
        ...

    @property
    def sparse(self) -> bool:
        """Whether weights can be exactly zero, so that a whole interval of prices may fit."""
        ...

    def weight(self, xp: Namespace, z: Array, cap: Array) -> tuple[Array, Array]:
        """f(z) and f'(z); the slope is 0 at 0 and at the cap."""
        ...

    def marginal(self, xp: Namespace, weight: Array, cap: Array) -> Array:
        """phi' at a weight in [0, cap]; infinite at an end that is never reached."""
        ...


@dataclass(frozen=True, slots=True)
class Fermi:
    """phi = w log(w/u) + (u-w) log(1 - w/u): w = u * sigmoid(z), an inclusion probability.

    The maximum-entropy choice of independent inclusions under an expected budget.
    """

    needs_cap: bool = True
    exponential: bool = False
    sparse: bool = False

    def weight(self, xp: Namespace, z: Array, cap: Array) -> tuple[Array, Array]:
        """Worked from exp(-|z|), so small probabilities keep their digits."""
        small = xp.exp(-xp.abs(z))
        whole = 1 + small
        likely = cap / whole
        rare = likely * small
        return xp.where(z >= 0, likely, rare), rare / whole

    def marginal(self, xp: Namespace, weight: Array, cap: Array) -> Array:
        """log(w / (u - w)); -inf where the cap is 0."""
        return _log(xp, weight) - _log(xp, xp.where(cap > 0, cap - weight, 1.0))


@dataclass(frozen=True, slots=True)
class Shannon:
    """phi = w log w - w: w = min(u, e^z); with unit costs and equality this is softmax."""

    needs_cap: bool = False
    exponential: bool = True
    sparse: bool = False

    def weight(self, xp: Namespace, z: Array, cap: Array) -> tuple[Array, Array]:
        """Capped before exp, so nothing overflows."""
        most = xp.clip(_log(xp, cap), max=_MOST)
        weight = xp.exp(xp.minimum(z, most))
        weight = xp.where(z < most, weight, xp.minimum(cap, weight))
        return weight, xp.where(z < most, weight, 0.0)

    def marginal(self, xp: Namespace, weight: Array, cap: Array) -> Array:
        """log w."""
        return _log(xp, weight)


@dataclass(frozen=True, slots=True)
class Tsallis:
    """phi = w^a / (a (a-1)), a > 1: w = [(a-1) z]_+^(1/(a-1)), entmax-a; a = 2 is sparsemax."""

    alpha: float
    needs_cap: bool = False
    exponential: bool = False
    sparse: bool = True

    def weight(self, xp: Namespace, z: Array, cap: Array) -> tuple[Array, Array]:
        """Zero below z = 0; the slope is w / ((a-1) z)."""
        most = math.exp(min(_MOST, _MOST * (self.alpha - 1)))
        base = xp.clip((self.alpha - 1) * z, min=0.0, max=most)
        grown = base if self.alpha == 2 else base ** (1 / (self.alpha - 1))
        free = (base > 0) & (grown < cap)
        slope = xp.where(free, grown / xp.where(free, base, 1.0), 0.0)
        return xp.minimum(grown, cap), slope

    def marginal(self, xp: Namespace, weight: Array, cap: Array) -> Array:
        """w^(a-1) / (a-1)."""
        return weight ** (self.alpha - 1) / (self.alpha - 1)


def find_regularizer(name: str | float) -> Regularizer:
    """The regulariser of a name or an alpha. Raises ValueError where there is none."""
    if name == "fermi":
        return Fermi()
    if name in ("shannon", 1):
        return Shannon()
    if name == "quadratic":
        return Tsallis(2.0)
    if not isinstance(name, str) and name > 1:
        return Tsallis(float(name))
    raise ValueError(
        f"regularizer is {name!r}; expected 'fermi', 'shannon', 'quadratic' or an alpha >= 1."
    )


def _log(xp: Namespace, x: Array) -> Array:
    """log x, with log 0 = -inf said quietly."""
    positive = x > 0
    return xp.where(positive, xp.log(xp.where(positive, x, 1.0)), -xp.inf)
