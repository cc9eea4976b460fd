"""The picking sequence: whoever has used the least of her minutes picks next, what she likes best.

No solver, no comparison of two people's values: only each one's own order matters.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

import numpy as np

from heed.budget.team import Flags, Market, Vector


def pick(market: Market, rng: np.random.Generator) -> Flags:
    """Must-reads are shared out first, longest first; then everyone picks in turn, by worth per
    minute, while something of worth fits. rng settles ties between members and between items."""
    taken, left = np.zeros(market.shape, dtype=np.bool_), market.room.copy()
    _share_musts(market, taken, left, rng)
    _take_turns(market, taken, left, rng)
    return taken


def _share_musts(market: Market, taken: Flags, left: Vector, rng: np.random.Generator) -> None:
    """Each missing reader is whoever would then have used the least of what she offered; influence
    keeps it off."""
    order = np.lexsort((rng.random(market.shape[1]), -market.minutes.sum(axis=0)))
    member_tie = rng.random(market.shape[0])
    for item in order[market.least[order] > 0]:
        able = market.allowed[:, item] & (market.minutes[:, item] <= left)
        used = 1 - (left - market.minutes[:, item]) / np.where(market.room > 0, market.room, 1.0)
        first = np.lexsort((member_tie, np.where(able, used * market.influence, np.inf)))
        chosen = first[: min(int(market.least[item]), int(able.sum()))]
        taken[chosen, item] = True
        left[chosen] -= market.minutes[chosen, item]


def _take_turns(market: Market, taken: Flags, left: Vector, rng: np.random.Generator) -> None:
    """An item once passed over stays out: seats only fill up, and minutes only run down."""
    members, items = market.shape
    seats = (market.most - taken.sum(axis=0)).tolist()
    wishes = [_wishes(market, taken, i, rng.random(items)) for i in range(members)]
    ties = rng.permutation(members).tolist()
    room, say = market.room.tolist(), market.influence.tolist()
    turns = [((1 - left[i] / room[i]) / say[i], ties[i], i) for i in range(members) if room[i] > 0]
    heapify(turns)
    while turns:
        _, tie, i = heappop(turns)
        free = float(left[i])
        for item, long in wishes[i]:
            if seats[item] and long <= free:
                taken[i, item], left[i] = True, free - long
                seats[item] -= 1
                heappush(turns, ((1 - (free - long) / room[i]) / say[i], tie, i))
                break


def _wishes(market: Market, taken: Flags, i: int, tie: Vector) -> Iterator[tuple[int, float]]:
    """A member's items of worth and their minutes, the best worth per minute first, once each."""
    open_ = np.flatnonzero(market.allowed[i] & (market.values[i] > 0) & ~taken[i])
    rate = market.values[i, open_] / market.minutes[i, open_]
    order = open_[np.lexsort((tie[open_], -rate))]
    return iter(zip(order.tolist(), market.minutes[i, order].tolist(), strict=True))
