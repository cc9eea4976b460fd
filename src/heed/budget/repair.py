"""From a plan with shares to whole items: plan the rest again, fill, exchange one for another.

Never beyond anyone's minutes or any item's readers. Which plan is plan.py's.
"""

from dataclasses import replace

import numpy as np

from heed.budget.plan import best_plan
from heed.budget.team import Flags, Market, Vector, Whole

_PASSES = 50
_PLANS = 30
_SURE = 1e-6  # a share this near to 0 or 1 is whole


def whole(market: Market, share: Vector, weight: Vector) -> Flags:
    """Whole items near a plan, as much <weight * values> as one item more or another brings."""
    worth = market.values * weight[:, None]
    rate = worth / market.minutes
    taken = _dive(market, share, worth)
    _fill(market, taken, rate, market.least)
    _seat(market, taken, worth)
    for _ in range(_PASSES):
        _fill(market, taken, np.where(worth > 0, rate, -np.inf), market.most)
        if not sum(_exchange(market, taken, i) for i in range(market.shape[0])):
            break
    return taken


def _dive(market: Market, share: Vector, worth: Vector) -> Flags:
    """Take what the plan gives whole, plan what is left of minutes and seats again, and so on."""
    taken = np.zeros(market.shape, dtype=np.bool_)
    _take_whole(market, taken, share)
    for _ in range(_PLANS):
        rest = _rest(market, taken)
        if not (rest.allowed & ((worth > 0) | (rest.least > 0))).any():
            break
        share = best_plan(rest, worth).share
        if share.max() <= _SURE:
            break
        # Where no pair is whole, the one nearest to it is taken.
        _take_whole(market, taken, share / min(1.0, float(share.max())))
    return taken


def _take_whole(market: Market, taken: Flags, share: Vector) -> None:
    """A program's tolerance is wider than ours, so every pair is looked at again."""
    who, what = np.nonzero(share > 1 - _SURE)
    order = np.argsort(-share[who, what], kind="stable")
    _take(market, taken, who[order], what[order], market.most)


def _rest(market: Market, taken: Flags) -> Market:
    """The market once some items are given."""
    left = np.maximum(market.room - market.spent(taken), 0.0)
    readers = taken.sum(axis=0)
    seats = market.most - readers
    return replace(
        market,
        offers=left,
        least=np.maximum(market.least - readers, 0),
        most=seats,
        allowed=market.allowed & ~taken & (seats > 0) & (market.minutes <= left[:, None]),
    )


def _fill(market: Market, taken: Flags, rate: Vector, readers: Whole) -> None:
    """Whatever still fits, the highest rate first."""
    left = market.room - market.spent(taken)
    open_ = market.allowed & ~taken & (taken.sum(axis=0) < readers) & (rate > -np.inf)
    who, what = np.nonzero(open_ & (market.minutes <= left[:, None]))
    order = np.argsort(-rate[who, what], kind="stable")
    _take(market, taken, who[order], what[order], readers)


def _take(market: Market, taken: Flags, who: Whole, what: Whole, readers: Whole) -> None:
    """Pair after pair, whichever fits when its turn comes."""
    left = (market.room - market.spent(taken)).tolist()
    seats = (readers - taken.sum(axis=0)).tolist()
    long = market.minutes[who, what].tolist()
    for i, j, minutes in zip(who.tolist(), what.tolist(), long, strict=True):
        if seats[j] > 0 and minutes <= left[i] and market.allowed[i, j]:
            taken[i, j] = True
            seats[j], left[i] = seats[j] - 1, left[i] - minutes


def _seat(market: Market, taken: Flags, worth: Vector) -> None:
    """Must-reads still short: whoever loses least by it puts other items back for them."""
    for j in np.flatnonzero(taken.sum(axis=0) < market.least).tolist():
        for _ in range(int(market.least[j] - taken[:, j].sum())):
            able = np.flatnonzero(market.allowed[:, j] & ~taken[:, j])
            offers = [(i, _put_back(market, taken, i, j)) for i in able.tolist()]
            losses = [
                (float(worth[i, back].sum() - worth[i, j]), i, back)
                for i, back in offers
                if back is not None
            ]
            if not losses:
                break
            _, i, back = min(losses, key=lambda loss: loss[:2])
            taken[i, back], taken[i, j] = False, True


def _put_back(market: Market, taken: Flags, i: int, j: int) -> Whole | None:
    """What i gives up, her least rates first, so that j fits; None where it cannot."""
    free = np.flatnonzero(taken[i] & (taken.sum(axis=0) > market.least))
    order = free[np.argsort(market.values[i, free] / market.minutes[i, free], kind="stable")]
    lack = market.minutes[i, j] - (market.room[i] - float(market.minutes[i] @ taken[i]))
    freed = np.cumsum(market.minutes[i, order])
    count = int(np.searchsorted(freed, lack)) + 1 if lack > 0 else 0
    return order[:count] if count <= len(order) else None


def _exchange(market: Market, taken: Flags, i: int) -> int:
    """One member's items against free ones she likes better, while any fits; how many."""
    done = 0
    while True:
        readers = taken.sum(axis=0)
        held = np.flatnonzero(taken[i] & (readers > market.least))
        free = market.allowed[i] & ~taken[i] & (readers < market.most)
        free = np.flatnonzero(free & (market.values[i] > 0))
        if not len(held) or not len(free):
            return done
        left = market.room[i] - float(market.minutes[i] @ taken[i])
        gain = market.values[i, free] - market.values[i, held][:, None]
        fits = market.minutes[i, free] <= left + market.minutes[i, held][:, None]
        gain = np.where(fits, gain, 0.0)
        give, get = np.unravel_index(gain.argmax(), gain.shape)
        if not gain[give, get] > 1e-12 * abs(market.values[i, held[give]]):
            return done
        taken[i, held[give]], taken[i, free[get]] = False, True
        done += 1
