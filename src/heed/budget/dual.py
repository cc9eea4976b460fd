"""The price at which a row spends exactly its budget: one safeguarded root a row, all rows at once.

Knows weights and spending only; what a caller may ask and how he is answered is in allocation.py.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from array_api_compat import array_namespace

from heed.budget.regularizer import Regularizer

Array: TypeAlias = Any

_STEPS = 200  # Newton needs 3-10; this many halvings exhaust a double
_NEWTON = 40  # after this many, every second step halves the bracket
_ENOUGH = 1e-13  # relative error of the spending at which a row is solved
_CLOSE = 1e-9  # relative error that a last rescaling may repair
_FLAT = 1e-200  # a slope below this says nothing about where the root is
_ULP = 2.0**-52


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one allocation in float64: scores, cost, cap (..., n); budget, temperature (..., 1).

    Scores are finite; a masked item has cap 0. `paid` marks the items a price can touch.
    """

    scores: Array
    cost: Array
    cap: Array
    paid: Array
    budget: Array
    temperature: Array
    regularizer: Regularizer

    def at(self, price: Array) -> tuple[Array, Array]:
        """Weights and their slopes at a price (..., 1), or at a price for each item."""
        net = (self.scores - price * self.cost) / self.temperature
        return self.regularizer.weight(net, self.cap)

    def zeros(self) -> Array:
        """Zero for every row, (..., 1)."""
        xp = array_namespace(self.scores)
        return xp.sum(xp.zeros_like(self.scores), axis=-1, keepdims=True)

    def spent(self, weight: Array) -> Array:
        """What weights cost, (..., 1)."""
        return array_namespace(weight).sum(self.cost * weight, axis=-1, keepdims=True)

    def price_of(self, weight: Array) -> Array:
        """The price at which each item alone would take this weight; only where paid."""
        xp = array_namespace(weight)
        cost = xp.where(self.paid, self.cost, xp.ones_like(self.cost))
        return (self.scores - self.temperature * self.regularizer.marginal(weight, self.cap)) / cost

    def highest(self, prices: Array, where: Array) -> Array:
        """The highest price among some items, -inf where there are none; (..., 1)."""
        xp = array_namespace(prices)
        return xp.max(xp.where(where, prices, -xp.inf), axis=-1, keepdims=True)

    def lowest(self, prices: Array, where: Array) -> Array:
        """The lowest price among some items, inf where there are none; (..., 1)."""
        xp = array_namespace(prices)
        return xp.min(xp.where(where, prices, xp.inf), axis=-1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Bracket:
    """Two prices (..., 1): at `low` a row spends at least its budget, at `high` at most."""

    low: Array
    high: Array


def bracket(rows: Rows, active: Array, *, floor: float) -> tuple[Bracket, Array]:
    """A bracket of the price, not below `floor`, and a first guess; zeros where not active.

    Spread the budget in proportion to the caps, r with <c, r> = B. At the highest of the prices at
    which the items alone would take r, all take at most r; at the lowest, all take at least r.
    """
    xp = array_namespace(rows.scores)
    cost = xp.where(rows.paid, rows.cost, xp.ones_like(rows.cost))
    most = xp.where(rows.paid, xp.minimum(rows.cap, rows.budget / cost), xp.zeros_like(cost))
    room = rows.spent(most)
    room = xp.where(room > 0, room, xp.ones_like(room))
    prices = rows.price_of(most * xp.clip(rows.budget / room, max=1 - _ULP))
    prices = xp.where(rows.paid & active, prices, xp.zeros_like(prices))
    low = xp.where(active, rows.lowest(prices, rows.paid), rows.zeros())
    high = xp.where(active, rows.highest(prices, rows.paid), rows.zeros())
    guess = high if rows.regularizer.exponential else _balance(rows, prices, (low + high) / 2)
    ends = Bracket(xp.clip(low - _wobble(low), min=floor), high + _wobble(high))
    return ends, xp.clip(guess, min=ends.low, max=ends.high)


def _balance(rows: Rows, prices: Array, middle: Array) -> Array:
    """The mean of the items' own prices, weighted by how fast each reacts: Newton's step from r."""
    xp = array_namespace(prices)
    _, slope = rows.at(prices)
    pull = xp.where(rows.paid, rows.cost * rows.cost * slope, xp.zeros_like(prices))
    total = xp.sum(pull, axis=-1, keepdims=True)
    mean = xp.sum(pull * prices, axis=-1, keepdims=True)
    return xp.where(total > 0, mean / xp.where(total > 0, total, xp.ones_like(total)), middle)


def _wobble(price: Array) -> Array:
    """A few roundings' room."""
    return 8 * _ULP * array_namespace(price).abs(price)


def find_price(rows: Rows, ends: Bracket, guess: Array, *, settled: Array) -> tuple[Bracket, Array]:
    """Newton on the spending, halving the bracket where it would leave it; settled rows stay.

    Returns the last bracket and price of every row.
    """
    xp = array_namespace(guess)
    low, high, price = ends.low, ends.high, guess
    for step in range(_STEPS):
        weight, slope = rows.at(price)
        spent = rows.spent(weight)
        low = xp.where(spent > rows.budget, price, low)
        high = xp.where(spent > rows.budget, high, price)
        following = price + _newton(rows, spent, slope)
        settled = settled | _solved(rows, spent, price, following, low, high)
        if bool(xp.all(settled)):
            break
        inside = (following > low) & (following < high) & (step < _NEWTON or step % 2 == 0)
        price = xp.where(settled, price, xp.where(inside, following, low + (high - low) / 2))
    return Bracket(low, high), price


def _newton(rows: Rows, spent: Array, slope: Array) -> Array:
    """The step to the price at which the tangent spends the budget; 0 where it is flat."""
    xp = array_namespace(spent)
    fall = xp.sum(rows.cost * rows.cost * slope, axis=-1, keepdims=True) / rows.temperature
    steep = xp.where(fall > _FLAT, fall, xp.ones_like(fall))
    step = (spent - rows.budget) / steep
    if rows.regularizer.exponential:
        ratio = xp.where((spent > 0) & (rows.budget > 0), spent / _one(rows.budget), 1.0)
        step = xp.log(ratio) * spent / steep
    return xp.where(fall > _FLAT, step, xp.zeros_like(step))


def _one(budget: Array) -> Array:
    xp = array_namespace(budget)
    return xp.where(budget > 0, budget, xp.ones_like(budget))


def _solved(
    rows: Rows, spent: Array, price: Array, following: Array, low: Array, high: Array
) -> Array:
    """Spending is exact to rounding, or no double lies between, or Newton stands still on it."""
    xp = array_namespace(spent)
    miss = xp.abs(spent - rows.budget)
    still = (xp.abs(following - price) <= 2 * _ULP * xp.abs(price)) & (miss <= _CLOSE * rows.budget)
    narrow = high - low <= 2 * _ULP * xp.maximum(xp.abs(low), xp.abs(high))
    return (miss <= _ENOUGH * rows.budget) | still | narrow


def spend(rows: Rows, ends: Bracket, price: Array, *, equality: bool) -> Array:
    """Weights that spend the budget: rescaled at the price, or mixed from the two ends where even
    neighbouring doubles spend too much and too little (a cold temperature)."""
    xp = array_namespace(price)
    weight, _ = rows.at(price)
    close = xp.abs(rows.spent(weight) - rows.budget) <= _CLOSE * rows.budget
    if not bool(xp.all(close)):
        weight = xp.where(close, weight, _mixed(rows, ends))
    return _fit(rows, weight, equality=equality)


def _mixed(rows: Rows, ends: Bracket) -> Array:
    xp = array_namespace(ends.low)
    generous, frugal = rows.at(ends.low)[0], rows.at(ends.high)[0]
    least, most = rows.spent(frugal), rows.spent(generous)
    span = xp.where(most > least, most - least, xp.ones_like(most))
    part = xp.clip((rows.budget - least) / span, min=0.0, max=1.0)
    return frugal + part * (generous - frugal)


def _fit(rows: Rows, weight: Array, *, equality: bool) -> Array:
    """Rescale what is paid for, never above a cap; an inequality is never overspent by rounding."""
    xp = array_namespace(weight)
    spent = rows.spent(weight)
    scale = rows.budget / xp.where(spent > 0, spent, xp.ones_like(spent))
    scale = scale if equality else xp.clip(scale, max=1.0)
    scaled = xp.minimum(xp.where(rows.paid, weight * scale, weight), rows.cap)
    if equality:
        return scaled
    over = rows.paid & (rows.spent(scaled) > rows.budget)
    return xp.where(over, scaled * (1 - 8 * _ULP), scaled)
