"""After the clearing: who picks next what was passed on, and which exchanges would better both.

Pure. Both look at what is still open of a market day.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np

from heed.budget import Clearing, swaps
from heed.budget.audit import audit_blind
from heed.budget.team import read_market
from heed.exchange.team import Likings, lay
from heed.team import Assignment, Coverage, MarketDay, Seat, TeamSwap, Wanted

PASS_WITHIN = timedelta(hours=1)
"""How long after it was given a piece can be passed on."""
BUSY = ("open", "read")
"""Assignments that take a member's minutes."""


def next_picker(
    day: MarketDay,
    held: Sequence[Assignment],
    piece: Wanted,
    worth: Mapping[int, float],
    *,
    must: bool,
) -> Seat | None:
    """Whoever has used the least of her minutes, has enough left and may read it, or nobody.

    held: the day's assignments. worth: member id -> per minute; a piece that need not be read goes
    only to somebody to whom it is worth something. Ties are settled by the day's seed.
    """
    ties = np.random.default_rng([day.seed, piece.item_id]).permutation(len(day.seats))
    asked = {one.member_id for one in held if one.item_id == piece.item_id}
    able: list[tuple[float, int, Seat]] = []
    for tie, seat in zip(ties.tolist(), day.seats, strict=True):
        used = spent_s(day, held, seat.member_id)
        free = seat.member_id not in asked and seat.member_id not in piece.barred
        wanted = must or worth.get(seat.member_id, 0.0) > 0
        if free and wanted and piece.seconds <= seat.offer_s - used:
            share = (used + must * piece.seconds) / seat.offer_s
            say = seat.influence if must else 1 / seat.influence
            able.append((share * say, tie, seat))
    return min(able, key=lambda one: one[:2])[2] if able else None


def pass_until(given: Assignment) -> datetime:
    """Until when it can be passed on."""
    return given.given_at + PASS_WITHIN


def spent_s(day: MarketDay, held: Sequence[Assignment], member_id: int) -> int:
    """Seconds of what a member read and is still asked to read."""
    lengths = {one.item_id: one.seconds for one in day.wanted}
    return sum(
        lengths[one.item_id] for one in held if one.member_id == member_id and one.state in BUSY
    )


def exchanges(day: MarketDay, held: Sequence[Assignment], likings: Likings) -> list[TeamSwap]:
    """Pairs of open assignments whose members both gain, the largest gains first.

    likings: a row a seat, a column a wanted piece. Must-reads may change hands like others.
    """
    if not day.wanted:
        return []
    table = lay(day.seats, day.wanted, likings)
    column = {one.item_id: j for j, one in enumerate(day.wanted)}
    row = {seat.member_id: i for i, seat in enumerate(day.seats)}
    barred, taken = table.barred.copy(), np.zeros(table.values.shape, dtype=np.bool_)
    open_: dict[tuple[int, int], int] = {}
    for one in held:
        place = (row[one.member_id], column[one.item_id])
        if one.state == "open":
            open_[place] = one.id
            taken[place] = True
        else:
            barred[place] = True  # read it, passed it on or exchanged it already
    read = [spent_s(day, [a for a in held if a.state == "read"], s.member_id) for s in day.seats]
    left = np.maximum(table.offers - np.array(read) / 60, 0.0)
    market = read_market(table.values, table.minutes, left, table.needs, barred)
    nobody, nothing = np.zeros(len(row)), np.zeros(len(column))
    now = Clearing(market, taken, nobody, nothing, nothing, audit_blind(market, taken))
    return [
        TeamSwap(
            (open_[one.members[0], one.items[0]], open_[one.members[1], one.items[1]]), one.gains
        )
        for one in swaps(now)
    ]


def coverage(day: MarketDay, held: Sequence[Assignment]) -> list[Coverage]:
    """How far every wanted piece is: what lacks readers first, then what waits, then what is read.

    Pieces that nobody had to read and nobody took are left out.
    """
    found: list[Coverage] = []
    for piece in day.wanted:
        states = [one.state for one in held if one.item_id == piece.item_id]
        able = sum(seat.member_id not in piece.barred for seat in day.seats)
        passed = states.count("passed")
        one = Coverage(piece, states.count("read"), states.count("open"), able, passed)
        if piece.least or one.read or one.waiting:
            found.append(one)
    return sorted(found, key=lambda one: (one.missing == 0, one.closed, one.wanted.item_id))
