"""Clear a team's market: who reads what today, at what prices, how fair, and which swaps are left.

The team itself is in team.py; each way of clearing has its own file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from heed.budget.auction import Demand, run_auction
from heed.budget.audit import Audit, audit, audit_blind
from heed.budget.fair import fair_plan, welfare
from heed.budget.picking import pick
from heed.budget.plan import best_plan
from heed.budget.repair import whole
from heed.budget.team import Flags, Market, Vector, read_market

Mode: TypeAlias = Literal["split", "best"]
Fairness: TypeAlias = Literal["nash", "sum"]


@dataclass(frozen=True, slots=True)
class Clearing:
    """Who reads what, assignment (n, m), what scarcity costs, and how good it is.

    minute_prices (n,): worth to a member of one more of her minutes. item_prices (m,): what one
    more reader of an item would take from others. credits (m,): what the last must-reader of an
    item costs, the size of a fair thank-you. Items and credits are in worth; under "nash" and in a
    private clearing in minutes, a member's worth counted as the minutes she offers for it. NaN
    where nobody can know.
    """

    market: Market
    assignment: Flags
    minute_prices: Vector
    item_prices: Vector
    credits: Vector
    audit: Audit


@dataclass(frozen=True, slots=True)
class Swap:
    """Two members who would both gain by exchanging two items; gains in each one's own worth."""

    members: tuple[int, int]
    items: tuple[int, int]
    gains: tuple[float, float]


def clear(
    values: npt.ArrayLike,
    minutes: npt.ArrayLike,
    offers: npt.ArrayLike,
    needs: npt.ArrayLike,
    *,
    conflicts: npt.ArrayLike | None = None,
    mode: Mode = "split",
    fairness: Fairness = "nash",
    influence: npt.ArrayLike | None = None,
    priced: bool = True,
    seed: int,
) -> Clearing:
    """Share a day's items among members.

    values (n, m); minutes (n, m) or (m,); offers (n,); needs: the most readers of each item, or
    (m, 2) of the least and the most; conflicts (n, m), True where a member must not read.

    mode "split": everyone picks in turn, whoever has used the least of her minutes first; scale
    free, needs no solver. "best": the plan of the most Nash welfare weighted by offers, or of the
    most plain "sum" (which favours whoever writes larger numbers), made whole. influence (n,): how
    much more say than her minutes give a member, in turns and in the fair plan; 1.2 is a fifth
    more. priced: False leaves out the linear program that split needs only for its prices and
    bound. Raises ValueError naming a bad argument.
    """
    market = read_market(values, minutes, offers, needs, conflicts, influence)
    picked = pick(market, np.random.default_rng(seed))
    if mode == "split":
        return _split(market, picked, priced=priced)
    if mode != "best" or fairness not in ("nash", "sum"):
        raise ValueError(
            f"mode is {mode!r} with fairness {fairness!r}; "
            "expected 'split', or 'best' with 'nash' or 'sum'."
        )
    plan = best_plan(market, market.values)
    if fairness == "nash":
        return _nash(market, picked, plan.value)
    taken = whole(market, plan.share, np.ones(len(market.offers)))
    report = audit(market, taken, bound=plan.value, planned=plan.value)
    return Clearing(market, taken, plan.minute, plan.item, plan.credit, report)


def _split(market: Market, picked: Flags, *, priced: bool) -> Clearing:
    if not priced:
        members, items = (np.full(size, nan) for size in market.shape)
        return Clearing(market, picked, members, items, items, audit(market, picked, bound=nan))
    plan = best_plan(market, market.values)
    report = audit(market, picked, bound=plan.value)
    return Clearing(market, picked, plan.minute, plan.item, plan.credit, report)


def _nash(market: Market, picked: Flags, bound: float) -> Clearing:
    fair = fair_plan(market, picked)
    taken = _fairer(market, whole(market, fair.share, fair.weight), picked)
    planned = float((market.values * fair.share).sum())
    report = audit(market, taken, bound=bound, planned=planned)
    plan, weighed = fair.last, fair.weight > 0
    own = np.where(weighed, plan.minute / np.where(weighed, fair.weight, 1.0), 0.0)
    return Clearing(market, taken, own, plan.item, plan.credit, report)


def _fairer(market: Market, made: Flags, picked: Flags) -> Flags:
    """The plan made whole, unless taking turns serves all better and seats as many must-reads.

    At the fair plan's own weights many whole plans are worth the same, some with nothing for one.
    """
    order = [(-audit_blind(market, one).unmet, welfare(market, one)) for one in (made, picked)]
    return picked if order[1] > order[0] else made


def clear_private(
    demand: Sequence[Demand],
    minutes: npt.ArrayLike,
    offers: npt.ArrayLike,
    needs: npt.ArrayLike,
    *,
    conflicts: npt.ArrayLike | None = None,
    seed: int,
    step: float = 0.05,
    rounds: int = 2000,
) -> Clearing:
    """Share items among members who only say what they would take at given prices.

    demand[i]: prices (m,) to bool (m,), within i's minutes (`bidder` makes one of a member's own
    values). step: by how much a price rises, in minutes. What needs values is NaN or None in the
    answer. Raises ValueError naming a bad argument or a demand that does not fit.
    """
    long = np.asarray(minutes, dtype=np.float64)
    if long.ndim not in (1, 2):
        raise ValueError(f"minutes has shape {long.shape}; expected (m,) or (n, m).")
    market = read_market(np.zeros((len(demand), long.shape[-1])), minutes, offers, needs, conflicts)
    if not step > 0:
        raise ValueError(f"step is {step}; expected minutes above 0.")
    sold = run_auction(market, demand, np.random.default_rng(seed), step=step, rounds=rounds)
    return Clearing(
        market=replace(market, values=np.full(market.shape, nan)),
        assignment=sold.taken,
        minute_prices=np.full(len(demand), nan),
        item_prices=np.maximum(sold.prices, 0.0),
        credits=np.maximum(-sold.prices, 0.0),
        audit=audit_blind(market, sold.taken),
    )


def swaps(clearing: Clearing) -> list[Swap]:
    """Every exchange of one item for one that betters both members, the largest gains first.

    Gains are compared as the smaller of the two shares of what each member has.
    """
    market, taken = clearing.market, clearing.assignment
    left = market.room - market.spent(taken)
    found = [
        swap
        for i in range(market.shape[0])
        for other in range(i + 1, market.shape[0])
        for swap in _between(market, taken, left, (i, other))
    ]
    worth = np.maximum(market.worth(taken), np.finfo(np.float64).tiny)
    return sorted(
        found, key=lambda s: -min(g / worth[i] for g, i in zip(s.gains, s.members, strict=True))
    )


def _between(market: Market, taken: Flags, left: Vector, pair: tuple[int, int]) -> list[Swap]:
    i, other = pair
    mine = np.flatnonzero(taken[i] & ~taken[other] & market.allowed[other])
    theirs = np.flatnonzero(taken[other] & ~taken[i] & market.allowed[i])
    gain = market.values[i, theirs] - market.values[i, mine][:, None]
    again = market.values[other, mine][:, None] - market.values[other, theirs]
    more = market.minutes[i, theirs] - market.minutes[i, mine][:, None]
    change = market.minutes[other, mine][:, None] - market.minutes[other, theirs]
    good = (gain > 0) & (again > 0) & (more <= left[i]) & (change <= left[other])
    return [
        Swap(pair, (int(mine[a]), int(theirs[b])), (float(gain[a, b]), float(again[a, b])))
        for a, b in np.argwhere(good)
    ]
