"""The cascade: which pieces are worth the dear steps, by value a CPU-second. Pure.

Cheap steps are done for everything; a dear one only where what it may add pays for its seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, exp, pi, sqrt

import numpy as np
import numpy.typing as npt

from heed.budget import allocate, select_greedy
from heed.types import WorkKind


@dataclass(frozen=True, slots=True)
class Step:
    """One dear thing that could be done for a piece: what it may add, in minutes, and its cost.

    item_id: 0 where it is done for the whole home.
    """

    kind: WorkKind
    item_id: int
    value: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Cascade:
    """The steps taken, best value a CPU-second first; price: what one more CPU-second would add."""

    taken: tuple[Step, ...]
    price: float
    cpu_s: float


def promise(worth: float, sd: float, cut: float) -> float:
    """How far a piece may come above `cut`, the worth at which the edition ends: E[(w - cut)+]."""
    if sd <= 0:
        return max(0.0, worth - cut)
    z = (worth - cut) / sd
    density, below = exp(-z * z / 2) / sqrt(2 * pi), (1 + erf(z / sqrt(2))) / 2
    return (worth - cut) * below + sd * density


def spared(worth: float, sd: float, cut: float) -> float:
    """How far a piece may stay below `cut`, so that its summary is enough: E[(cut - w)+]."""
    return promise(-worth, sd, -cut)


def cascade(steps: Sequence[Step], budget_s: float) -> Cascade:
    """The steps worth most within `budget_s` CPU-seconds, and the price of one more of them.

    The price is the dual of the divisible choice (heed.budget.allocate, nearly without smoothing);
    whole steps are taken by value a second, whatever still fits.
    """
    if not steps:
        return Cascade((), 0.0, 0.0)
    value = np.array([step.value for step in steps])
    cost = np.array([step.cpu_s for step in steps])
    chosen = select_greedy(value, cost, budget_s)
    rate = np.divide(value, cost, out=np.full(len(steps), np.inf), where=cost > 0)
    order = [int(i) for i in np.argsort(-rate, kind="stable") if chosen.chosen[i]]
    return Cascade(
        tuple(steps[i] for i in order), second_price(value, cost, budget_s), chosen.spent
    )


def second_price(
    value: npt.NDArray[np.float64], cost: npt.NDArray[np.float64], budget: float
) -> float:
    """Worth of one more unit of the budget; 0 where it outlasts what is worth anything."""
    largest = float(np.abs(value).max(initial=0.0))
    if not largest:
        return 0.0
    found = allocate(value / largest, budget, cost=cost, regularizer="quadratic", temperature=1e-6)
    return float(found.price) * largest


def by_kind(found: Cascade) -> Mapping[WorkKind, int]:
    """How many steps of each kind were taken."""
    counts: dict[WorkKind, int] = {}
    for step in found.taken:
        counts[step.kind] = counts.get(step.kind, 0) + 1
    return counts
