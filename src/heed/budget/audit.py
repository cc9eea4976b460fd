"""How good and how fair an assignment is, in numbers; nothing is promised and nothing is changed.

Envy counts only what would fit the envious member's own minutes (feasible envy).
"""

from dataclasses import dataclass
from math import nan

import numpy as np

from heed.budget.team import Flags, Market, Vector, Whole

_MORE = 1e-9  # relative; envy begins where another's list is worth more than by rounding


@dataclass(frozen=True, slots=True)
class Audit:
    """What can be said of an assignment; None and NaN where values or the bound are not known.

    budget_error: minutes asked beyond an offer, at worst; cap_error: readers beyond what an item
    wants, at worst; unmet: readers that must-reads miss. value: plain sum of worth; bound: the most
    any assignment could be worth, were items divisible; gap: share of the bound that is missing.
    worst_rate: least worth per offered minute. envy_pairs: pairs where one would rather have what
    fits her of the other's list; ef1_violations: where she would without any one item of it too.
    price_of_fairness: share of the bound a fair plan gives up before it is made whole.
    """

    budget_error: float
    cap_error: int
    unmet: int
    value: float = nan
    bound: float = nan
    gap: float = nan
    worst_rate: float = nan
    envy_pairs: int | None = None
    ef1_violations: int | None = None
    price_of_fairness: float = nan


def audit_blind(market: Market, assignment: Flags) -> Audit:
    """What can be said without anybody's values."""
    readers = assignment.sum(axis=0)
    over = market.spent(assignment) - market.room
    return Audit(
        budget_error=max(0.0, float(over.max(initial=0.0))),
        cap_error=max(0, int((readers - market.most).max(initial=0))),
        unmet=int(np.maximum(market.least - readers, 0).sum()),
    )


def audit(market: Market, assignment: Flags, *, bound: float, planned: float = nan) -> Audit:
    """All of it. bound: value of the best plan; planned: value of the plan that was made whole."""
    blind, worth = audit_blind(market, assignment), market.worth(assignment)
    value, offering = float(worth.sum()), market.offers > 0
    rates = worth[offering] / market.offers[offering]
    envy, violations = _envy(market, assignment)
    return Audit(
        budget_error=blind.budget_error,
        cap_error=blind.cap_error,
        unmet=blind.unmet,
        value=value,
        bound=bound,
        gap=1 - value / bound if bound > 0 else bound * 0,
        worst_rate=float(rates.min()) if len(rates) else nan,
        envy_pairs=envy,
        ef1_violations=violations,
        price_of_fairness=1 - planned / bound if bound > 0 else bound * 0,
    )


def _envy(market: Market, assignment: Flags) -> tuple[int, int]:
    """One list after the other, seen with everybody's eyes."""
    liked = np.where(market.allowed, np.maximum(market.values, 0.0), 0.0)
    mine = market.worth(assignment)
    limit = (mine + _MORE * np.abs(mine))[:, None]
    envy = violations = 0
    for other, bundle in enumerate(assignment):
        items = np.flatnonzero(bundle)
        some = np.flatnonzero(liked[:, items].sum(axis=1) > limit[:, 0])
        some = some[some != other]
        some = some[(_fitting(market, liked, some, items, np.array([-1])) > limit[some])[:, 0]]
        envy += len(some)
        less = _fitting(market, liked, some, items, np.arange(len(items)))
        violations += int((less > limit[some]).all(axis=1).sum())
    return envy, violations


def _fitting(market: Market, liked: Vector, members: Whole, items: Whole, without: Whole) -> Vector:
    """What of some items fits each member, taken by worth per minute, or the best one alone.

    without (k,): of each column of the answer, which of her items is missing, counted from the
    best; -1 for none. The answer is (members, k).
    """
    pairs = np.ix_(members, items)
    order = np.argsort(-liked[pairs] / market.minutes[pairs], axis=1, kind="stable")
    worth = np.take_along_axis(liked[pairs], order, axis=1)
    long = np.take_along_axis(market.minutes[pairs], order, axis=1)
    room = market.room[members, None]
    left = np.repeat(room, len(without), axis=1)
    total, best = np.zeros(left.shape), np.zeros(left.shape)
    for place in range(len(items)):
        gain, minutes, there = worth[:, [place]], long[:, [place]], without != place
        best = np.maximum(best, gain * (there & (minutes <= room)))
        fits = there & (minutes <= left)
        total, left = total + gain * fits, left - minutes * fits
    return np.asarray(np.maximum(total, best))
