"""The fairest plan of a market were items divisible: the most Nash welfare, weighted by offers.

Source: Frank and Wolfe 1956. Each step's linear program is plan.py's.
"""

from dataclasses import dataclass

import numpy as np

from heed.budget.plan import Plan, Planner
from heed.budget.team import Flags, Market, Vector

_STEPS = 12  # of Frank and Wolfe
_FAIR = 1e-3  # relative distance from the fairest plan at which to stop
_HUNGRY = 1e-3  # of what one would have alone; less is counted as this much


@dataclass(frozen=True, slots=True)
class Fair:
    """The plan that maximises sum of offer * log(worth), and the weights that lead to it.

    weight (n,): minutes offered, times influence, per worth received; last: the program at those
    weights, whose duals are the prices.
    """

    share: Vector
    weight: Vector
    last: Plan


def fair_plan(market: Market, start: Flags) -> Fair:
    """Nash welfare weighted by offers and influence, from whole items by Frank and Wolfe.

    Whose worth is multiplied by anything gets the same: only ratios of one's own worth count.
    """
    alone, say = _alone(market), market.offers * market.influence
    planner, share = Planner(market), start.astype(np.float64)
    for _ in range(_STEPS):
        mine = market.worth(share)
        seen = np.maximum(mine, _HUNGRY * alone)
        weight = np.where(alone > 0, say / np.where(alone > 0, seen, 1.0), 0.0)
        plan = planner.best(market.values * weight[:, None])
        gain = (plan.share * market.values).sum(axis=1) - mine
        if weight @ gain <= _FAIR * say.sum():
            break
        share = share + _step(say * (alone > 0), seen, gain) * (plan.share - share)
    return Fair(share, weight, plan)


def welfare(market: Market, share: Flags | Vector) -> float:
    """What `fair_plan` maximises, of any sharing; worth is counted as a part of what each would
    have alone, so that nobody's unit matters, and next to nothing as a thousandth of it."""
    alone = _alone(market)
    part = market.worth(share) / np.where(alone > 0, alone, 1.0)
    say = market.offers * market.influence * (alone > 0)
    return float(say @ np.log(np.maximum(part, _HUNGRY)))


def _alone(market: Market) -> Vector:
    """About what each would have with everything to herself: all of worth, cut to her minutes."""
    worth = np.where(market.allowed, np.maximum(market.values, 0.0), 0.0)
    order = np.argsort(-worth / market.minutes, axis=1)
    before = np.cumsum(np.take_along_axis(market.minutes, order, axis=1), axis=1)
    fits = before <= market.room[:, None]
    sorted_worth = np.take_along_axis(worth, order, axis=1)
    full = (sorted_worth * fits).sum(axis=1)
    return np.asarray(np.maximum(full, worth.max(axis=1, initial=0.0)))


def _step(offers: Vector, mine: Vector, gain: Vector) -> float:
    """How far to go: the root of d/ds sum of offer * log(mine + s * gain), which falls with s."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        after = np.maximum(mine + middle * gain, 1e-12 * np.maximum(mine, 1e-300))
        slope = float((offers * gain / np.where(after > 0, after, 1.0)).sum())
        low, high = (middle, high) if slope > 0 else (low, middle)
    return low
