"""`allocate`: weights that spend a budget where it is worth most, and the price of one more unit.

Works on NumPy arrays and torch tensors, solved in float64. Whole items are chosen in knapsack.py.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.budget.arrays import Array, namespace
from heed.budget.dual import Rows, bracket, find_price, spend
from heed.budget.reading import Asked, Numbers, read_rows, read_scores
from heed.budget.row import Point, is_one_row, solve_row

STATUS = np.array(["tight", "slack", "capped", "empty"])
_TIGHT, _SLACK, _CAPPED, _EMPTY = range(4)
_SAME = 1e-9  # relative distance at which a weight counts as nothing, or as its cap


@dataclass(frozen=True, slots=True)
class Allocation:
    """What `allocate` decided. `weight` has the shape of the scores, the rest that of its rows.

    price: worth of one more unit of budget, dV/dB. status: "tight" spends it all; "slack" leaves
    some over, at price 0; "capped" was told to spend more than the caps hold; "empty" had no item.
    price_unique: False where an interval of prices fits; `price` is then its middle if it has one.
    """

    weight: Array
    price: Array
    status: npt.NDArray[np.str_]
    price_unique: npt.NDArray[np.bool_]


def allocate(
    scores: Numbers,
    budget: Numbers = 1.0,
    *,
    cost: Numbers | None = None,
    cap: Numbers = 1.0,
    mask: Numbers | None = None,
    regularizer: str | float = "fermi",
    temperature: Numbers = 1.0,
    equality: bool = False,
    axis: int = -1,
) -> Allocation:
    """Maximise <s, w> - T * sum phi(w) subject to <c, w> <= B and 0 <= w <= u, row by row.

    scores: any shape, rows along `axis`; -inf never takes part. cost >= 0, cap >= 0 and mask (True
    = may take part) broadcast to the scores; budget >= 0 and temperature > 0 too, with length 1
    along `axis`. equality spends exactly the budget. regularizer: "fermi" (w is an inclusion
    probability), "shannon" (softmax), "quadratic" (sparsemax) or an alpha > 1 (entmax).

    w(price) = f((s - price c) / T) falls as the price rises, so the price is the root of
    <c, w(price)> = B, or 0 where the budget outlasts the items. Raises ValueError naming the
    argument, what it is and what was expected.
    """
    asked = read_scores(scores, axis)
    rows = read_rows(
        asked, regularizer, budget=budget, cost=cost, cap=cap, mask=mask, temperature=temperature
    )
    solved, code = solve(rows, equality=equality)
    return _answer(solved, code, asked, equality=equality)


@dataclass(frozen=True, slots=True)
class Solved:
    """Weights (..., n); price and price_unique (..., 1)."""

    weight: Array
    price: Array
    unique: Array


def solve(rows: Rows, *, equality: bool) -> tuple[Solved, Array]:
    """Weights and prices in float64, and which of STATUS each row is, (..., 1)."""
    if is_one_row(rows) and (point := solve_row(rows, equality=equality)) is not None:
        return _ordinary(point, equality=equality)
    free = rows.at(0.0)[0]
    code = _codes(rows, free, equality=equality)
    solved = Solved(free, rows.zeros(), code != _CAPPED)
    if bool((code == _TIGHT).any()):
        tight = _tight(rows, free, code == _TIGHT, equality=equality)
        solved = _choose(code == _TIGHT, tight, solved)
    if bool((code == _CAPPED).any()):
        solved = _choose(code == _CAPPED, _capped(rows, free), solved)
    return solved, code


def _choose(where: Array, one: Solved, other: Solved) -> Solved:
    xp = namespace(where)
    if bool(where.all()):
        return one
    return Solved(
        xp.where(where, one.weight, other.weight),
        xp.where(where, one.price, other.price),
        xp.where(where, one.unique, other.unique),
    )


def _codes(rows: Rows, free: Array, *, equality: bool) -> Array:
    """Which of STATUS each row is, (..., 1), seen before any search."""
    xp = rows.xp
    if equality:
        room = rows.spent(xp.where(rows.paid, rows.cap, 0.0))
        code = xp.where(room <= rows.budget, _CAPPED, _TIGHT)
    else:
        code = xp.where(rows.spent(free) <= rows.budget, _SLACK, _TIGHT)
    return xp.where(xp.any(rows.cap > 0, axis=-1, keepdims=True), code, _EMPTY)


def _tight(rows: Rows, free: Array, tight: Array, *, equality: bool) -> Solved:
    """Rows that spend all they have; only those marked `tight` mean anything."""
    xp = rows.xp
    broke = rows.budget == 0
    active = tight & ~broke
    ends, guess = bracket(rows, active, floor=-xp.inf if equality else 0.0)
    ends, price = find_price(rows, ends, guess, settled=~active)
    weight = spend(rows, ends, price, equality=equality)
    solved = Solved(weight, price, tight)
    if rows.regularizer.sparse:
        solved = _at_vertex(rows, solved, active, floor=-xp.inf if equality else 0.0)
    return _choose(broke, _broke(rows, free), solved) if bool(broke.any()) else solved


def _broke(rows: Rows, free: Array) -> Solved:
    """Rows without any budget: the price of the first unit."""
    xp = rows.xp
    first = rows.highest(rows.price_of(xp.zeros_like(rows.scores)), rows.paid)
    return Solved(xp.where(rows.paid, 0.0, free), first, xp.isinf(first))


def _at_vertex(rows: Rows, solved: Solved, active: Array, *, floor: float) -> Solved:
    """Where every paid item has nothing or its cap, any price between the two kinds fits."""
    xp = rows.xp
    full = rows.paid & (solved.weight >= rows.cap * (1 - _SAME))
    none = rows.paid & (solved.weight <= _SAME * xp.minimum(rows.cap, rows.budget / rows.divisor))
    corner = active & ~xp.any(rows.paid & ~full & ~none, axis=-1, keepdims=True)
    if not bool(xp.any(corner)):
        return solved
    high = xp.where(corner, rows.lowest(rows.price_of(rows.cap), full), rows.zeros())
    low = xp.clip(rows.highest(rows.price_of(xp.zeros_like(rows.scores)), none), min=floor)
    one = high - low <= _SAME * (xp.abs(high) + rows.temperature)
    middle = xp.where(xp.isinf(low), high, (low + high) / 2)
    return _choose(corner, Solved(solved.weight, middle, one), solved)


def _capped(rows: Rows, free: Array) -> Solved:
    """Rows told to spend more than their caps hold: every cap full, at the last price that was."""
    xp = rows.xp
    weight = xp.where(rows.paid, rows.cap, free)
    last = rows.lowest(rows.price_of(rows.cap), rows.paid)
    some = xp.any(rows.paid, axis=-1, keepdims=True)
    return Solved(weight, xp.where(some, last, 0.0), ~some & some)


def _ordinary(point: Point, *, equality: bool) -> tuple[Solved, Array]:
    """One row that needed nothing special, as rows."""
    tight = equality or point.price > 0
    solved = Solved(point.weight, np.array([point.price]), np.array([True]))
    return solved, np.array([_TIGHT if tight else _SLACK])


def _answer(solved: Solved, code: Array, asked: Asked, *, equality: bool) -> Allocation:
    """Back to the caller's dtype and axis; an inequality is rounded towards zero."""
    xp = namespace(code)
    weight, price = solved.weight, solved.price
    if asked.dtype != weight.dtype:
        weight, price = xp.astype(weight, asked.dtype), xp.astype(price, asked.dtype)
    if not equality and asked.dtype != solved.weight.dtype:
        above = xp.astype(weight, solved.weight.dtype) > solved.weight
        weight = xp.where(above, xp.nextafter(weight, xp.zeros_like(weight)), weight)
    return Allocation(
        weight=xp.moveaxis(weight, -1, asked.axis) if asked.axis != -1 else weight,
        price=price[..., 0],
        status=STATUS[_plain(code)[..., 0]],
        price_unique=_plain(solved.unique)[..., 0],
    )


def _plain(array: Array) -> npt.NDArray[Any]:
    """A NumPy array of an array from anywhere."""
    return np.asarray(array.cpu() if hasattr(array, "cpu") else array)
