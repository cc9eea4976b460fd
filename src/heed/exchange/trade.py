"""Trading minutes, CPU-seconds and bytes by the duals of the three budgets. Pure.

Each side solves  max <worth, w>  s.t.  <needs_k, w> <= amount_k for every kind k,  0 <= w <= 1;
the duals are its prices. They quote; they do not decide: a dual is the worth of the first unit
only, so an offer is weighed by solving both sides anew, and refused unless both gain.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import permutations

import numpy as np

from heed.budget import Row, bound
from heed.types import KINDS, Deal, Kind, Known, Leg, Quote, Refused, Side, SidePrice, Terms

LEAST_GAIN = 1e-9
"""Less is rounding, and no betterment."""
HALVINGS = 8
ROUNDS = 12


def priced(side: Side) -> SidePrice:
    """What a side makes of what it has, and its prices."""
    if not side.tasks:
        return SidePrice(0.0, dict.fromkeys(KINDS, 0.0), (), "measured")
    worth = np.array([one.worth for one in side.tasks])
    needs = {kind: np.array([one.needs.get(kind, 0.0) for one in side.tasks]) for kind in KINDS}
    first, *others = KINDS
    rows = [Row(needs[kind], at_most=side.amounts.get(kind, 0.0)) for kind in others]
    found = bound(worth, needs[first], side.amounts.get(first, 0.0), rows)
    duals = (found.price, *(max(0.0, float(price)) for price in found.row_prices))
    weight = tuple(float(one) for one in found.weight)
    partly = [n for n, one in enumerate(weight) if 1e-9 < one < 1 - 1e-9]
    setting = partly or [n for n, one in enumerate(weight) if one > 0]
    return SidePrice(
        found.value, dict(zip(KINDS, duals, strict=True)), weight, _known(side, setting)
    )


def _known(side: Side, tasks: Sequence[int]) -> Known:
    return "measured" if all(side.tasks[n].measured for n in tasks) else "modelled"


def quote(giver: Side, taker: Side, give: Kind, take: Kind) -> Quote:
    """The rates between which the first unit betters both."""
    return _quoted(giver.name, taker.name, (priced(giver), priced(taker)), give, take)


def _quoted(
    giver: str, taker: str, prices: tuple[SidePrice, SidePrice], give: Kind, take: Kind
) -> Quote:
    known: Known = "measured" if all(one.known == "measured" for one in prices) else "modelled"
    ours, theirs = (one.price for one in prices)
    least = _rate(ours, give, take)
    # What is of no use to the taker is worth nothing in anything.
    most = _rate(theirs, give, take) if theirs[give] > LEAST_GAIN else 0.0
    return Quote(giver, taker, give, take, least, most, known)


def _rate(price: Mapping[Kind, float], give: Kind, take: Kind) -> float | None:
    return price[give] / price[take] if price[take] > LEAST_GAIN else None


def offer(giver: Side, taker: Side, terms: Terms) -> Deal:
    """Weigh an offer. Not refused: both sides come out with more worth than before."""
    return _weighed(giver, taker, (priced(giver), priced(taker)), terms)


def _weighed(giver: Side, taker: Side, was: tuple[SidePrice, SidePrice], terms: Terms) -> Deal:
    short = (
        giver.amounts.get(terms.give, 0.0) < terms.give_amount - LEAST_GAIN
        or taker.amounts.get(terms.take, 0.0) < terms.take_amount - LEAST_GAIN
    )
    if short:
        return Deal(giver, taker, terms, 0.0, 0.0, "short", "measured")
    after = (
        _moved(giver, {terms.give: -terms.give_amount, terms.take: terms.take_amount}),
        _moved(taker, {terms.give: terms.give_amount, terms.take: -terms.take_amount}),
    )
    now = priced(after[0]), priced(after[1])
    gains = now[0].worth - was[0].worth, now[1].worth - was[1].worth
    pairs = zip((giver, taker), was, now, strict=True)
    known = {_known(side, _changed(before, then)) for side, before, then in pairs}
    refused: Refused = ""
    if gains[0] <= LEAST_GAIN:
        refused = "worse for the giver"
    elif gains[1] <= LEAST_GAIN:
        refused = "worse for the taker"
    sides = (giver, taker) if refused else after
    return Deal(*sides, terms, *gains, refused, "modelled" if "modelled" in known else "measured")


def _changed(before: SidePrice, then: SidePrice) -> list[int]:
    """The tasks of which more or less is done."""
    pairs = zip(before.weight, then.weight, strict=True)
    return [n for n, (a, b) in enumerate(pairs) if a != b]


def _moved(side: Side, change: Mapping[Kind, float]) -> Side:
    """Amounts after a trade; what rounding took below 0 is 0."""
    amounts = {
        kind: max(0.0, side.amounts.get(kind, 0.0) + change.get(kind, 0.0)) for kind in KINDS
    }
    return replace(side, amounts=amounts)


def best_offer(giver: Side, taker: Side, give: Kind, take: Kind) -> Deal | None:
    """The offer that shares the gain best at a rate between the two; None where none betters both.

    Rate: the geometric mean of what the one needs and the other pays. Size: of halvings of the most
    that both have, the one with the largest product of gains (Nash 1950).
    """
    prices = priced(giver), priced(taker)
    return _best(giver, taker, prices, _quoted(giver.name, taker.name, prices, give, take))


def _best(
    giver: Side, taker: Side, prices: tuple[SidePrice, SidePrice], told: Quote
) -> Deal | None:
    if not told.possible or told.most == 0:
        return None
    rate = _between(told)
    most = min(giver.amounts.get(told.give, 0.0), taker.amounts.get(told.take, 0.0) / rate)
    sizes = [most / 2**n for n in range(HALVINGS) if most > LEAST_GAIN]
    terms = [Terms(told.give, size, told.take, size * rate) for size in sizes]
    deals = [_weighed(giver, taker, prices, one) for one in terms]
    fair = [one for one in deals if not one.refused]
    return max(fair, key=lambda one: one.giver_gain * one.taker_gain, default=None)


def _between(told: Quote) -> float:
    """A rate that both like; where one side would do it for nothing, or for anything, near it."""
    least = told.least or 0.0
    if told.most is None:
        return 2 * least if least > 0 else 1.0
    return (least * told.most) ** 0.5 if least > 0 else told.most / 2


def traded_out(one: Side, other: Side) -> tuple[Side, Side, tuple[Deal, ...]]:
    """Trade until no kind for another betters both any more, the widest spread of rates first."""
    deals: list[Deal] = []
    while len(deals) < ROUNDS:
        prices = priced(one), priced(other)
        told = [_quoted(one.name, other.name, prices, *kinds) for kinds in permutations(KINDS, 2)]
        told.sort(key=_spread, reverse=True)
        found = (_best(one, other, prices, quoted) for quoted in told)
        best = next((deal for deal in found if deal is not None), None)
        if best is None:
            break
        deals.append(best)
        one, other = best.giver, best.taker
    return one, other, tuple(deals)


def _spread(told: Quote) -> float:
    """How many times more the one pays than the other needs."""
    if not told.possible or told.least is None:
        return 0.0
    return math.inf if told.most is None or told.least == 0 else told.most / told.least


def legs(deal: Deal, *, tx: int, at: datetime) -> tuple[Leg, ...]:
    """Both legs of a deal, two lines each. Raises ValueError for one that was refused."""
    if deal.refused:
        raise ValueError(f"A refused deal is not booked: {deal.refused}.")
    terms = deal.terms
    moves = (
        (deal.giver.name, terms.give, -terms.give_amount),
        (deal.taker.name, terms.give, terms.give_amount),
        (deal.taker.name, terms.take, -terms.take_amount),
        (deal.giver.name, terms.take, terms.take_amount),
    )
    return tuple(Leg(tx, at, *move, deal.known) for move in moves)


def after_trades(side: Side, booked: Sequence[Leg]) -> Side:
    """A side with what it gave and got in earlier trades."""
    change = dict.fromkeys(KINDS, 0.0)
    for leg in booked:
        if leg.party == side.name:
            change[leg.kind] += leg.amount
    return _moved(side, change)
