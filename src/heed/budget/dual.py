"""The price at which a row spends exactly its budget: one safeguarded root a row, all rows at once.

Knows weights and spending only; what a caller may ask and how he is answered is in allocation.py.
"""

from dataclasses import dataclass

from heed.budget.arrays import Array, Namespace
from heed.budget.regularizer import Regularizer

_STEPS = 200  # Newton needs 3-10; this many halvings exhaust a double
_PATIENCE = 8  # after this many, look for rows that stand still
_NEWTON = 40  # after this many, every second step halves the bracket
ENOUGH = 1e-13  # relative error of the spending at which a row is solved
CLOSE = 1e-9  # relative error that a last rescaling may repair
_FLAT = 1e-200  # a slope below this says nothing about where the root is
ULP = 2.0**-52


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one allocation in float64: scores, cost, cap (..., n); budget, temperature (..., 1).

    Scores are finite; a masked item has cap 0. `paid` marks the items a price can touch;
    divisor is the cost where paid and 1 elsewhere.
    """

    xp: Namespace
    scores: Array
    cost: Array
    cap: Array
    paid: Array
    divisor: Array
    budget: Array
    temperature: Array
    regularizer: Regularizer

    def at(self, price: Array) -> tuple[Array, Array]:
        """Weights and their slopes at a price (..., 1), or at a price for each item."""
        net = (self.scores - price * self.cost) / self.temperature
        return self.regularizer.weight(self.xp, net, self.cap)

    def zeros(self) -> Array:
        """Zero for every row, (..., 1)."""
        return self.xp.sum(self.xp.zeros_like(self.scores), axis=-1, keepdims=True)

    def spent(self, weight: Array) -> Array:
        """What weights cost, (..., 1)."""
        return self.xp.vecdot(self.cost, weight)[..., None]

    def price_of(self, weight: Array) -> Array:
        """The price at which each item alone would take this weight; only where paid."""
        worth = self.temperature * self.regularizer.marginal(self.xp, weight, self.cap)
        return (self.scores - worth) / self.divisor

    def highest(self, prices: Array, where: Array) -> Array:
        """The highest price among some items, -inf where there are none; (..., 1)."""
        return self.xp.max(self.xp.where(where, prices, -self.xp.inf), axis=-1, keepdims=True)

    def lowest(self, prices: Array, where: Array) -> Array:
        """The lowest price among some items, inf where there are none; (..., 1)."""
        return self.xp.min(self.xp.where(where, prices, self.xp.inf), axis=-1, keepdims=True)


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
    xp, none = rows.xp, rows.zeros()
    most = xp.minimum(rows.cap, rows.budget / rows.divisor)
    most = xp.where(rows.paid, most, 0.0)
    room = rows.spent(most)
    share = xp.minimum(rows.budget / xp.where(room > 0, room, none + 1), none + (1 - ULP))
    prices = xp.where(rows.paid & active, rows.price_of(most * share), 0.0)
    low = xp.where(active, rows.lowest(prices, rows.paid), none)
    high = xp.where(active, rows.highest(prices, rows.paid), none)
    guess = high if rows.regularizer.exponential else _balance(rows, prices, (low + high) / 2)
    low = xp.maximum(low - 8 * ULP * xp.abs(low), none + floor)
    high = high + 8 * ULP * xp.abs(high)
    return Bracket(low, high), xp.minimum(xp.maximum(guess, low), high)


def _balance(rows: Rows, prices: Array, middle: Array) -> Array:
    """The mean of the items' own prices, weighted by how fast each reacts: Newton's step from r."""
    xp = rows.xp
    _, slope = rows.at(prices)
    pull = xp.where(rows.paid, rows.cost * rows.cost * slope, 0.0)
    total = xp.sum(pull, axis=-1, keepdims=True)
    steep = total > _FLAT
    return xp.where(steep, _dot(xp, pull, prices) / xp.where(steep, total, 1.0), middle)


def _dot(xp: Namespace, left: Array, right: Array) -> Array:
    """<left, right> of every row, (..., 1)."""
    return xp.vecdot(left, right)[..., None]


def find_price(rows: Rows, ends: Bracket, guess: Array, *, settled: Array) -> tuple[Bracket, Array]:
    """Newton on the spending, halving the bracket where it would leave it; settled rows stay.

    Returns the last bracket and price of every row.
    """
    xp, budget = rows.xp, rows.budget
    low, high, price = ends.low, ends.high, guess
    pull = rows.cost * rows.cost / rows.temperature
    for step in range(_STEPS):
        weight, slope = rows.at(price)
        spent = rows.spent(weight)
        over = spent > budget
        low, high = xp.where(over, price, low), xp.where(over, high, price)
        settled = settled | (xp.abs(spent - budget) <= ENOUGH * budget)
        if bool(settled.all()):
            break
        following = price + _newton(rows, spent, _dot(xp, pull, slope))
        if step >= _PATIENCE:
            settled = settled | _stuck(rows, spent, price, following, Bracket(low, high))
        newton = (following > low) & (following < high)
        if step >= _NEWTON and step % 2:
            newton = newton & False
        following = xp.where(newton, following, low + (high - low) / 2)
        price = xp.where(settled, price, following)
    return Bracket(low, high), price


def _newton(rows: Rows, spent: Array, fall: Array) -> Array:
    """The step to the price at which the tangent spends the budget; 0 where it is flat."""
    xp = rows.xp
    steep = fall > _FLAT
    fall = xp.where(steep, fall, 1.0)
    if not rows.regularizer.exponential:
        return xp.where(steep, (spent - rows.budget) / fall, 0.0)
    both = steep & (spent > 0) & (rows.budget > 0)
    ratio = xp.where(both, spent, 1.0) / xp.where(both, rows.budget, 1.0)
    return xp.where(both, xp.log(ratio) * spent / fall, 0.0)


def _stuck(rows: Rows, spent: Array, price: Array, following: Array, ends: Bracket) -> Array:
    """No double lies between the ends, or Newton stands still close to the root."""
    xp = rows.xp
    still = xp.abs(following - price) <= 2 * ULP * xp.abs(price)
    close = xp.abs(spent - rows.budget) <= CLOSE * rows.budget
    size = xp.maximum(xp.abs(ends.low), xp.abs(ends.high))
    return (still & close) | (ends.high - ends.low <= 2 * ULP * size)


def spend(rows: Rows, ends: Bracket, price: Array, *, equality: bool) -> Array:
    """Weights that spend the budget: rescaled at the price, or mixed from the two ends where even
    neighbouring doubles spend too much and too little (a cold temperature)."""
    xp = rows.xp
    weight, _ = rows.at(price)
    close = xp.abs(rows.spent(weight) - rows.budget) <= CLOSE * rows.budget
    if not bool(close.all()):
        weight = xp.where(close, weight, _mixed(rows, ends))
    return _fit(rows, weight, equality=equality)


def _mixed(rows: Rows, ends: Bracket) -> Array:
    xp = rows.xp
    generous, frugal = rows.at(ends.low)[0], rows.at(ends.high)[0]
    least, most = rows.spent(frugal), rows.spent(generous)
    span = xp.where(most > least, most - least, 1.0)
    part = xp.clip((rows.budget - least) / span, min=0.0, max=1.0)
    return frugal + part * (generous - frugal)


def _fit(rows: Rows, weight: Array, *, equality: bool) -> Array:
    """Give the last rounding of the budget to the items between nothing and their caps.

    An inequality aims a few roundings below, so that no way of summing overspends.
    """
    xp = rows.xp
    target = rows.budget if equality else rows.budget * (1 - 8 * ULP)
    free = rows.paid & (weight < rows.cap)
    loose = rows.spent(xp.where(free, weight, 0.0))
    miss = target - rows.spent(weight)
    some = loose > xp.abs(miss)
    factor = 1 + xp.where(some, miss, 0.0) / xp.where(some, loose, 1.0)
    fitted = xp.minimum(xp.where(free, weight * factor, weight), rows.cap)
    if equality:
        return fitted
    over = rows.paid & (rows.spent(fitted) > rows.budget)
    return xp.where(over, fitted * (1 - 8 * ULP), fitted)
