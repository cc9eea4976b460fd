"""An ascending auction that is handed demands, never values: what a member likes stays with her.

The auctioneer knows minutes, offers and needs. `Bidder` is the member's side of the table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from heed.budget.knapsack import bound
from heed.budget.team import Flags, Market, Vector

Demand: TypeAlias = Callable[[Vector], npt.ArrayLike]
"""From item prices (m,) to the items one would take at them, bool (m,)."""

_ENOUGH = 2  # times the longest offer: a credit beyond any list's worth to its `Bidder`
_RISE = 0.1  # of a credit, by which it shrinks where two want it
_SETTLE = 3  # times that what was given back is offered for nothing


@dataclass(frozen=True, slots=True)
class Bidder:
    """One member's demand, kept on her own machine. values, minutes (m,), offer in minutes.

    Her worth is counted in minutes, so that all she could have alone is worth what she offers:
    larger numbers buy nothing.
    """

    values: Vector
    minutes: Vector
    offer: float

    def __call__(self, prices: Vector) -> Flags:
        """The items with the most surplus per minute that fit, bool (m,)."""
        surplus = self.values - prices
        chosen = np.zeros(len(surplus), dtype=np.bool_)
        open_ = np.flatnonzero((surplus > 0) & (self.minutes <= self.offer))
        open_ = open_[np.argsort(-surplus[open_] / self.minutes[open_], kind="stable")]
        left = self.offer
        while len(open_):
            fits = np.cumsum(self.minutes[open_]) <= left
            count = len(open_) if fits.all() else int(fits.argmin())
            chosen[open_[:count]] = True
            left -= float(self.minutes[open_[:count]].sum())
            open_ = open_[count:][self.minutes[open_[count:]] <= left]
        return chosen


def bidder(values: npt.ArrayLike, minutes: npt.ArrayLike, offer: float) -> Bidder:
    """A member's demand from her own values; ValueError as of `bound`."""
    worth, long = np.asarray(values, dtype=np.float64), np.asarray(minutes, dtype=np.float64)
    alone = bound(worth, long, offer).value
    return Bidder(worth * (offer / alone if alone > 0 else 1.0), long, float(offer))


@dataclass(frozen=True, slots=True)
class Sold:
    """taken (n, m) at prices (m,), below 0 where a reader had to be thanked."""

    taken: Flags
    prices: Vector


def run_auction(
    market: Market,
    demands: Sequence[Demand],
    rng: np.random.Generator,
    *,
    step: float,
    rounds: int,
) -> Sold:
    """Prices rise by `step` (minutes) where an item has more takers than seats, until nobody moves;
    what is given back is offered for nothing; must-reads get a credit until somebody takes them.
    market.values are not looked at."""
    room = _Room(market, demands, rng, step)
    room.settle(rounds)
    for _ in range(_SETTLE):
        empty = (room.prices > 0) & (room.seats() > 0)
        if not empty.any():
            break
        room.prices[empty] = 0.0
        room.settle(rounds)
    credit = step
    while credit <= _ENOUGH * market.offers.max(initial=0.0):
        missing = room.taken.sum(axis=0) < market.least
        if not missing.any():
            break
        room.prices[missing] = -credit
        room.settle(rounds)
        credit *= 2
    return Sold(room.taken, room.prices)


class _Room:
    """The state of an auction: who holds what since when, and at what price."""

    def __init__(
        self, market: Market, demands: Sequence[Demand], rng: np.random.Generator, step: float
    ) -> None:
        self.market, self.demands, self.rng, self.step = market, demands, rng, step
        self.taken = np.zeros(market.shape, dtype=np.bool_)
        self.since = np.zeros(market.shape, dtype=np.int64)
        self.prices = np.zeros(market.shape[1])
        self.turn = 0

    def seats(self) -> npt.NDArray[np.int64]:
        """Seats an item has left, (m,)."""
        return np.asarray(self.market.most - self.taken.sum(axis=0))

    def above(self, prices: Vector) -> Vector:
        """The next higher prices; a large credit shrinks in larger steps."""
        return np.asarray(prices + np.maximum(self.step, -_RISE * prices))

    def settle(self, rounds: int) -> None:
        """Ask whoever may have reason to move, until nobody has or the rounds are over."""
        asking = set(range(self.market.shape[0]))
        for _ in range(rounds):
            order = [i for i in self.rng.permutation(self.market.shape[0]) if i in asking]
            asking = set()
            for i in order:
                asking |= self.ask(int(i))
            if not asking:
                return

    def ask(self, i: int) -> set[int]:
        """One member's demand at what it would cost her; returns those she outbids."""
        full = self.seats() <= 0
        seen = np.where(full & ~self.taken[i], self.above(self.prices), self.prices)
        seen[~self.market.allowed[i] | (self.market.most == 0)] = np.inf
        wanted = self._read(i, self.demands[i](seen.copy()))
        self.taken[i] &= wanted
        outbid = set()
        for item in np.flatnonzero(wanted & ~self.taken[i]):
            if full[item]:
                outbid.add(self._displace(int(item)))
            self.turn += 1
            self.taken[i, item], self.since[i, item] = True, self.turn
        return outbid - {i}

    def _displace(self, item: int) -> int:
        """Whoever holds it longest gives way, and the price goes up."""
        holders = np.flatnonzero(self.taken[:, item])
        first = int(holders[self.since[holders, item].argmin()])
        self.taken[first, item] = False
        self.prices[item] = self.above(self.prices[item])
        return first

    def _read(self, i: int, answer: npt.ArrayLike) -> Flags:
        wanted = np.asarray(answer)
        if wanted.shape != self.prices.shape or wanted.dtype != np.bool_:
            raise ValueError(
                f"demand[{i}] answered {wanted.dtype} of shape {wanted.shape}; "
                f"expected bool of shape {self.prices.shape}."
            )
        if float(self.market.minutes[i] @ wanted) > self.market.room[i]:
            raise ValueError(f"demand[{i}] wants more minutes than it offers; expected what fits.")
        if (wanted & ~self.market.allowed[i]).any():
            raise ValueError(f"demand[{i}] wants what it may not read; expected allowed items.")
        return wanted
