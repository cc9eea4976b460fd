"""One row in NumPy, the common case, with a price that is a plain number: no array of one is built.

The formulas are the regulariser's, the search the one of dual.py; a row with anything special about
it (no budget, caps too low, a sparse vertex, a temperature too cold to settle) is left to them.
"""

from dataclasses import dataclass, replace
from math import inf, isfinite, log

import numpy as np
import numpy.typing as npt

from heed.budget.dual import CLOSE, ENOUGH, ULP, Rows

Vector = npt.NDArray[np.float64]

_STEPS = 40  # Newton needs 3-10; what takes longer is settled by halving, elsewhere
_CLEAR = 1e-6  # relative distance at which a weight is neither nothing nor its cap
_NEAR = 1e-8  # a last step this small, in temperatures, may be taken along the tangent


@dataclass(frozen=True, slots=True)
class Point:
    """Weights, their slopes and what they cost, at one price."""

    price: float
    weight: Vector
    slope: Vector
    spent: float


def is_one_row(rows: Rows) -> bool:
    """Whether these rows are a single row of NumPy numbers."""
    return rows.xp is np and rows.scores.ndim == 1 and rows.scores.size > 0


@dataclass(frozen=True, slots=True)
class _Line:
    """The row with its temperature divided out: net scores are scores - price * cost."""

    rows: Rows
    scores: Vector
    cost: Vector
    pull: Vector
    budget: float

    @property
    def smooth(self) -> bool:
        """Whether no weight has a kink that a polynomial would miss."""
        return not self.rows.regularizer.sparse

    def at(self, price: float) -> Point:
        net = self.scores - price * self.cost if price else self.scores
        weight, slope = self.rows.regularizer.weight(np, net, self.rows.cap)
        return Point(price, weight, slope, float(self.rows.cost.dot(weight)))


@dataclass(frozen=True, slots=True)
class _Bend:
    """A price seen from the spending: log(spent / budget), and dprice/dexcess there."""

    excess: float
    price: float
    rise: float


def solve_row(rows: Rows, *, equality: bool) -> Point | None:
    """Where one row spends its budget, or less at price 0; None where it is not an ordinary row."""
    warmth, budget = float(rows.temperature.item()), float(rows.budget.item())
    cost = rows.cost / warmth
    line = _Line(rows, rows.scores / warmth, cost, rows.cost * cost, budget)
    free = line.at(0.0)
    if not equality and free.spent <= budget:
        return free if bool(rows.cap.any()) else None
    if budget == 0 or (equality and not _room(rows) > budget):
        return None
    found = _descend(line, free, floor=-inf if equality else 0.0)
    if found is None or abs(found.spent - budget) > CLOSE * budget:
        return None
    return _rounded(line, found, equality=equality)


def _descend(line: _Line, here: Point, *, floor: float) -> Point | None:
    """Newton, inside the prices seen to be too low and too high; None where it does not settle."""
    low, high, before = floor, inf, None
    for _ in range(_STEPS):
        miss = here.spent - line.budget
        if abs(miss) <= ENOUGH * line.budget:
            return here
        low, high = (here.price, high) if miss > 0 else (low, here.price)
        bend = _bend(line, here)
        price = low if bend is None else _aim(bend, before if line.smooth else None)
        if not low < price < high:
            price = (low + high) / 2
        if not isfinite(price) or price == here.price:
            return None
        here, before = _follow(line, here, price), bend
    return None


def _bend(line: _Line, here: Point) -> _Bend | None:
    """The logarithm of the spending is the straighter line far off; close by the two agree."""
    fall = float(line.pull.dot(here.slope))
    if not (fall > 0 and here.spent > 0):
        return None
    return _Bend(log(here.spent / line.budget), here.price, -here.spent / fall)


def _aim(here: _Bend, before: _Bend | None) -> float:
    """The price of no excess on the tangent here, or on the cubic through this and the last one."""
    price = here.price - here.excess * here.rise
    if before is None or here.excess == before.excess:
        return price
    gap = here.excess - before.excess
    chord = (here.price - before.price) / gap
    square = (here.rise - chord) / gap
    cube = (square - (chord - before.rise) / gap) / gap
    return price + here.excess**2 * (square - cube * before.excess)


def _follow(line: _Line, here: Point, price: float) -> Point:
    """The next point: along the tangent where the step is too small for anything else to show."""
    if not line.smooth or abs(here.spent - line.budget) > 1e-6 * line.budget:
        return line.at(price)
    change = (here.price - price) * line.cost
    if not max(change.max(), -change.min()) <= _NEAR:
        return line.at(price)
    weight = here.weight + here.slope * change
    return Point(price, weight, here.slope, float(line.rows.cost.dot(weight)))


def _rounded(line: _Line, found: Point, *, equality: bool) -> Point | None:
    """The last rounding goes to items below their caps; an inequality aims a few roundings low."""
    rows = line.rows
    if not line.smooth and not _between(rows, found.weight):
        return None
    free = rows.paid & (found.weight < rows.cap)
    loose = float(rows.cost.dot(found.weight * free))
    target = line.budget if equality else line.budget * (1 - 8 * ULP)
    if not loose > abs(target - found.spent):
        return None
    weight = np.minimum(found.weight * (1 + free * ((target - found.spent) / loose)), rows.cap)
    spent = float(rows.cost.dot(weight))
    return None if spent > line.budget and not equality else replace(found, weight=weight)


def _room(rows: Rows) -> float:
    """What every cap filled would cost."""
    return float(rows.cost.dot(np.where(rows.paid, rows.cap, 0.0)))


def _between(rows: Rows, weight: Vector) -> bool:
    """Some paid item has clearly more than nothing and less than its cap: the price is unique."""
    most = np.minimum(rows.cap, rows.budget / rows.divisor)
    some = rows.paid & (weight > _CLEAR * most) & (weight < (1 - _CLEAR) * rows.cap)
    return bool(some.any())
