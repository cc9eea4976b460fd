"""Whole items under a budget: exact, greedy, with rules, and the bound that gives the price.

Shares of items are allocation.py; what an item or a rule means is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.budget.program import Row, Vector, maximise

Chosen = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

_ROUNDING = 1e-9  # relative; an item is settled without search only by more than this


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items were taken, what they are worth and what they cost.

    feasible: False where no choice keeps every row; then nothing is chosen.
    """

    chosen: Chosen
    value: float
    spent: float
    feasible: bool = True


@dataclass(frozen=True, slots=True)
class Bound:
    """The most any choice could be worth, were items divisible, and what one more unit would add.

    price: dV/d(budget); row_prices: dV/d(the end of a row that binds), 0 where neither does, below
    0 for a floor; weight (n,): the divisible choice. feasible: False where no choice keeps every
    row; then value is -inf and the prices and weights are 0.
    """

    value: float
    price: float
    row_prices: Vector
    weight: Vector
    feasible: bool = True


def bound(
    values: npt.ArrayLike, costs: npt.ArrayLike, budget: float, rows: Sequence[Row] = ()
) -> Bound:
    """The linear program over shares of items. Raises ValueError naming a bad argument."""
    worth, cost = read_items(values, costs, budget)
    if not rows:
        return _divisible(worth, cost, budget)
    _check(rows, len(worth))
    solution = maximise(worth, [Row(cost, at_most=budget), *rows], whole=False)
    if solution is None:
        return Bound(-np.inf, 0.0, np.zeros(len(rows)), np.zeros(len(worth)), feasible=False)
    price = max(0.0, float(solution.prices[0]))
    return Bound(solution.value, price, solution.prices[1:], solution.weight)


def _divisible(worth: Vector, cost: Vector, budget: float) -> Bound:
    """Dantzig 1957: take by worth per cost until the budget ends within an item, the price's."""
    weight = ((cost == 0) & (worth > 0)).astype(np.float64)
    order = _by_density(worth, cost)
    running = np.cumsum(cost[order])
    count = int(np.searchsorted(running, budget, side="right"))
    weight[order[:count]] = 1
    price = 0.0
    if count < len(order):
        item = order[count]
        weight[item] = (budget - (running[count - 1] if count else 0.0)) / cost[item]
        price = float(worth[item] / cost[item])
    return Bound(float(worth @ weight), price, np.zeros(0), weight)


def _by_density(worth: Vector, cost: Vector) -> npt.NDArray[np.intp]:
    """Items that are worth and cost something, the most worth per cost first."""
    paying = np.flatnonzero((worth > 0) & (cost > 0))
    return paying[np.argsort(-worth[paying] / cost[paying], kind="stable")]


def select_greedy(values: npt.ArrayLike, costs: npt.ArrayLike, budget: float) -> Selection:
    """By worth per cost, whatever still fits; or the best single item, if that is worth more.

    Never less than half of the best choice; any real costs.
    """
    worth, cost = read_items(values, costs, budget)
    chosen = (cost == 0) & (worth > 0)
    left = float(budget)
    for item in _by_density(worth, cost):
        if cost[item] <= left:
            chosen[item] = True
            left -= cost[item]
    fitting = np.where(cost <= budget, worth, -np.inf)
    if len(worth) and fitting.max() > worth @ chosen:
        chosen = np.arange(len(worth)) == fitting.argmax()
    return _selection(worth, cost, chosen)


def select_exact(values: npt.ArrayLike, costs: npt.ArrayLike, budget: float) -> Selection:
    """The best choice there is, by dynamic programming; costs and budget in whole units.

    Items that the price already settles are taken or dropped first: a choice that goes against the
    price by more than the gap between bound and greedy cannot be best. What is left is searched in
    items x budget steps. Raises ValueError where a cost is not whole.
    """
    worth, cost = read_items(values, costs, budget)
    if np.any(cost != np.rint(cost)):
        raise ValueError("costs has fractions; expected whole units, such as seconds.")
    greedy, limit = select_greedy(worth, cost, budget), _divisible(worth, cost, budget)
    surplus = worth - limit.price * cost
    slack = limit.value - greedy.value + _ROUNDING * (1 + abs(limit.value))
    chosen = surplus > slack
    open_ = np.flatnonzero((np.abs(surplus) <= slack) & (worth > 0) & (cost <= budget))
    left = int(np.floor(budget - cost @ chosen))
    chosen[open_[_search(worth[open_], cost[open_].astype(np.int64), left)]] = True
    return _selection(worth, cost, chosen)


def _search(worth: Vector, cost: Whole, budget: int) -> npt.NDArray[np.intp]:
    """Indices of the best choice: best[b] is the most worth b units buy, item after item."""
    unit = max(1, int(np.gcd.reduce(cost))) if len(cost) else 1
    size, cost = budget // unit + 1, cost // unit
    best, tried = np.zeros(size), np.empty(size)
    taken = np.zeros((len(worth), size), dtype=np.bool_)
    for item, (gain, price) in enumerate(zip(worth.tolist(), cost.tolist(), strict=True)):
        room = max(0, size - price)
        np.add(best[:room], gain, out=tried[:room])
        np.greater(tried[:room], best[price:], out=taken[item, price:])
        np.maximum(tried[:room], best[price:], out=best[price:])
    return _trace(taken, cost, size - 1)


def _trace(taken: Chosen, cost: Whole, budget: int) -> npt.NDArray[np.intp]:
    """Walk back through the table, from the last item and the whole budget."""
    found = []
    for item in range(len(cost) - 1, -1, -1):
        if taken[item, budget]:
            found.append(item)
            budget -= int(cost[item])
    return np.array(found, dtype=np.intp)


def select_with_rules(
    values: npt.ArrayLike, costs: npt.ArrayLike, budget: float, rows: Sequence[Row]
) -> Selection:
    """The best choice that keeps every row, by branch and bound; meant for at most 300 items."""
    worth, cost = read_items(values, costs, budget)
    _check(rows, len(worth))
    solution = maximise(worth, [Row(cost, at_most=budget), *rows], whole=True)
    if solution is None:
        return Selection(np.zeros(len(worth), dtype=np.bool_), 0.0, 0.0, feasible=False)
    return _selection(worth, cost, solution.weight > 0.5)


def _selection(worth: Vector, cost: Vector, chosen: Chosen) -> Selection:
    return Selection(chosen, float(worth @ chosen), float(cost @ chosen))


def read_items(values: npt.ArrayLike, costs: npt.ArrayLike, budget: float) -> tuple[Vector, Vector]:
    """Values and costs as two rows of numbers. Raises ValueError naming a bad argument."""
    worth, cost = np.asarray(values, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    if worth.ndim != 1 or not np.isfinite(worth).all():
        raise ValueError(f"values has shape {worth.shape}; expected one row of finite numbers.")
    if cost.shape != worth.shape or not np.isfinite(cost).all() or (cost < 0).any():
        raise ValueError(
            f"costs has shape {cost.shape}; expected {worth.shape}, finite, not negative."
        )
    if not (np.isfinite(budget) and budget >= 0):
        raise ValueError(f"budget is {budget}; expected a finite number, not negative.")
    return worth, cost


def _check(rows: Sequence[Row], items: int) -> None:
    for i, row in enumerate(rows):
        if np.shape(row.member) != (items,):
            raise ValueError(
                f"rows[{i}].member has shape {np.shape(row.member)}; expected ({items},)."
            )
        if not row.low <= row.high:
            raise ValueError(f"rows[{i}] asks for {row.low} to {row.high}; expected low <= high.")
