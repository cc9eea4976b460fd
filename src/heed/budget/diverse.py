"""Whole items under a budget, each worth less the more it is like one already taken.

What makes two items alike is the caller's; choices without likeness are in knapsack.py.
"""

import numpy as np
import numpy.typing as npt

from heed.budget.knapsack import Selection, read_items
from heed.budget.program import Vector


def select_diverse(
    values: npt.ArrayLike,
    costs: npt.ArrayLike,
    budget: float,
    similarity: npt.ArrayLike,
    *,
    strength: float = 0.5,
) -> Selection:
    """Greedy by gain per cost, where gain = value * (1 - strength * likeness to the nearest taken).

    similarity: (n, n), 0 unlike to 1 alike; below 0 counts as 0. strength: 0 ignores likeness, 1
    leaves a copy nothing. If the best single item is worth more than all that was taken, it is
    taken alone. The value of the Selection is the sum of the gains. Raises ValueError naming a bad
    argument.
    """
    worth, cost = read_items(values, costs, budget)
    alike = _read_similarity(similarity, len(worth))
    if not 0 <= strength <= 1:
        raise ValueError(f"strength is {strength}; expected a number from 0 to 1.")
    chosen, value = _take(worth, cost, budget, strength * alike)
    fitting = np.where(cost <= budget, worth, -np.inf)
    if len(worth) and fitting.max() > value:
        chosen, value = np.arange(len(worth)) == fitting.argmax(), float(fitting.max())
    return Selection(chosen, value, float(cost @ chosen))


def _take(
    worth: Vector, cost: Vector, budget: float, loss: Vector
) -> tuple[npt.NDArray[np.bool_], float]:
    """One item after the other, until none that fits would gain; loss (n, n) is a share."""
    chosen, lost = np.zeros(len(worth), dtype=np.bool_), np.zeros(len(worth))
    value, left = 0.0, float(budget)
    while True:
        gain = worth * (1 - lost)
        open_ = np.flatnonzero(~chosen & (cost <= left) & (gain > 0))
        if not len(open_):
            return chosen, value
        with np.errstate(divide="ignore"):  # what is free comes first
            item = open_[np.argmax(gain[open_] / cost[open_])]
        chosen[item], value, left = True, value + float(gain[item]), left - float(cost[item])
        lost = np.maximum(lost, loss[item])


def _read_similarity(similarity: npt.ArrayLike, items: int) -> Vector:
    alike = np.asarray(similarity, dtype=np.float64)
    if alike.shape != (items, items):
        raise ValueError(f"similarity has shape {alike.shape}; expected ({items}, {items}).")
    # Rounding makes a cosine of a vector with itself a little more than 1.
    if not (np.abs(alike) <= 1 + 1e-6).all():
        raise ValueError("similarity has values outside -1 to 1; expected likenesses.")
    return np.clip(alike, 0.0, 1.0)
