"""Shares of divisible goods for buyers with budgets: a Fisher market by proportional response.

Also fit for shares of a machine. Whole items under minutes are market.py.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.budget.program import Vector

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Triplets:
    """Values only where somebody wants something: buyer[k] gets value[k] out of all of good[k]."""

    buyer: npt.ArrayLike
    good: npt.ArrayLike
    value: npt.ArrayLike
    shape: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Exchange:
    """share: of each good, (n, m), or in the order of the triplets; prices (m,), gap.

    gap >= 0: how much more, in logarithm and on average over the budgets, buyers could get for
    their money at these prices; 0 is the equilibrium. rounds: how many it took.
    """

    share: Vector
    prices: Vector
    gap: float
    rounds: int


def fisher(
    values: npt.ArrayLike | Triplets,
    budgets: npt.ArrayLike,
    *,
    rounds: int = 2000,
    tolerance: float = 1e-4,
) -> Exchange:
    """Every buyer bids for each good in proportion to what it brought her (Zhang 2011), until the
    gap is at most `tolerance` or the rounds are over.

    values (n, m), not negative; budgets (n,). After every round each good somebody wants is given
    out whole and each buyer who wants something has spent her budget. Convergence is quick at first
    and slow at the end. Raises ValueError naming a bad argument.
    """
    wanted, spread = _read(values)
    money = np.asarray(budgets, dtype=np.float64)
    if money.shape != wanted.shape[:1] or not np.isfinite(money).all() or (money < 0).any():
        raise ValueError(
            f"budgets has shape {money.shape}; expected {wanted.shape[:1]}, finite, not negative."
        )
    if rounds < 1:
        raise ValueError(f"rounds is {rounds}; expected 1 or more.")
    found = _respond(wanted.kept(money), money, rounds, tolerance)
    share = np.zeros(spread.size)
    share[found.place] = found.share
    return Exchange(share.reshape(spread.shape), found.prices, found.gap, found.rounds)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Pairs sorted by buyer; place is where a pair's share goes in the answer."""

    buyer: Places
    good: Places
    value: Vector
    place: Places
    shape: tuple[int, int]

    def kept(self, money: Vector) -> "_Wanted":
        """Pairs that can bid, sorted by buyer."""
        keep = np.flatnonzero((self.value > 0) & (money[self.buyer] > 0))
        keep = keep[np.argsort(self.buyer[keep], kind="stable")]
        return _Wanted(
            self.buyer[keep], self.good[keep], self.value[keep], self.place[keep], self.shape
        )

    def per_buyer(self, amounts: Vector) -> Vector:
        """Sums over each buyer's goods, (n,)."""
        sums = np.bincount(self.buyer, weights=amounts, minlength=self.shape[0])
        return sums.astype(np.float64)

    def per_good(self, amounts: Vector) -> Vector:
        """Sums over each good's buyers, (m,)."""
        sums = np.bincount(self.good, weights=amounts, minlength=self.shape[1])
        return sums.astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Found:
    share: Vector
    prices: Vector
    gap: float
    rounds: int
    place: Places


def _respond(wanted: _Wanted, money: Vector, rounds: int, tolerance: float) -> _Found:
    if not len(wanted.buyer):
        return _Found(np.zeros(0), np.zeros(wanted.shape[1]), 0.0, 0, wanted.place)
    # Worth is counted against a buyer's best, so that no unit of hers is too large or too small.
    starts = np.flatnonzero(np.diff(wanted.buyer, prepend=-1))
    active = wanted.buyer[starts]
    best = np.zeros(wanted.shape[0])
    best[active] = np.maximum.reduceat(wanted.value, starts)
    value = wanted.value / best[wanted.buyer]
    bids = money[wanted.buyer] * value / wanted.per_buyer(value)[wanted.buyer]
    spent = money[active]
    for count in range(1, rounds + 1):
        prices = wanted.per_good(bids)
        share = bids / prices[wanted.good]
        gains = value * share
        worth = wanted.per_buyer(gains)
        most = np.maximum.reduceat(value / prices[wanted.good], starts) * spent
        gap = max(0.0, float(spent @ np.log(most / worth[active]) / spent.sum()))
        if gap <= tolerance or count == rounds:
            break
        bids = (money / np.where(worth > 0, worth, 1.0))[wanted.buyer] * gains
    return _Found(share, prices, gap, count, wanted.place)


def _read(values: npt.ArrayLike | Triplets) -> tuple[_Wanted, Vector]:
    """The pairs, and an array of the shape of the answer."""
    if isinstance(values, Triplets):
        return _read_triplets(values)
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise ValueError(
            f"values has shape {table.shape}; expected buyers by goods, finite, not negative."
        )
    buyer, good = (places.ravel() for places in np.indices(table.shape))
    n, m = table.shape
    return _Wanted(buyer, good, table.ravel(), np.arange(table.size), (n, m)), table


def _read_triplets(given: Triplets) -> tuple[_Wanted, Vector]:
    value = np.asarray(given.value, dtype=np.float64)
    if value.ndim != 1 or not np.isfinite(value).all() or (value < 0).any():
        raise ValueError(
            f"values.value has shape {value.shape}; expected a row, finite, not negative."
        )
    places = []
    for name, side, size in zip(
        ("buyer", "good"), (given.buyer, given.good), given.shape, strict=True
    ):
        place = np.asarray(side)
        whole = np.issubdtype(place.dtype, np.integer) or not place.size
        if place.shape != value.shape or not whole or ((place < 0) | (place >= size)).any():
            raise ValueError(
                f"values.{name} has shape {place.shape}; expected {value.shape} whole numbers "
                f"from 0 to {size - 1}."
            )
        places.append(place.astype(np.intp))
    return _Wanted(places[0], places[1], value, np.arange(len(value)), given.shape), value
