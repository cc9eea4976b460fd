"""What the editions so far say of sources, prices and minutes. Pure, no clock, no store.

Editions come one a day, oldest first.
Rent and price are foretold values, so modelled; advice and the comparisons rest on answers only.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from heed.types import (
    ANSWERS,
    Advice,
    AdviceKind,
    Edition,
    Interval,
    PriceDay,
    Rent,
    Slot,
    Verdict,
)

Z_95 = 1.96
LAST_SHARE = 1 / 3
"""Advice looks at pieces that begin in this last part of the granted minutes."""
FEWEST_PIECES, FEWEST_DAYS = 10, 5
"""With fewer answered pieces there, or from fewer days, no advice is given."""
STEP_S = 60


def rents(editions: Sequence[Edition]) -> tuple[Rent, ...]:
    """What each source earned, the most first; sources never chosen earned 0."""
    earned: dict[str, float] = {}
    chosen: dict[str, int] = {}
    offered: dict[str, set[int]] = {}
    for edition in editions:
        there = {one.source for one in edition.slots} | {one.source for one in edition.left_out}
        for source in there:
            offered.setdefault(source, set()).add(edition.day.toordinal())
        for slot in edition.slots:
            if slot.kind != "explore":
                rent = max(0.0, slot.value - edition.price * slot.seconds / 60)
                earned[slot.source] = earned.get(slot.source, 0.0) + rent
                chosen[slot.source] = chosen.get(slot.source, 0) + 1
    found = (
        Rent(name, earned.get(name, 0.0), chosen.get(name, 0), len(days))
        for name, days in offered.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.rent_min, one.source)))


def prices(editions: Sequence[Edition]) -> tuple[PriceDay, ...]:
    """The price of a minute day by day."""
    return tuple(
        PriceDay(one.day, one.price, one.reservation_rate, one.granted_s, one.planned_s)
        for one in editions
    )


# -- advice --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """An answered core piece: where it began in its edition, by expected worth, and its answer."""

    edition: int
    start_s: int
    seconds: int
    answer: float


def advice(editions: Sequence[Edition], verdicts: Mapping[int, Verdict]) -> Advice | None:
    """Fewer minutes where the last ones were not worth the rate, more where they were and more
    would have entered. The last pieces of an edition are those a shorter one leaves out.
    """
    if not editions:
        return None
    granted_s, rate = editions[-1].granted_s, editions[-1].reservation_rate
    alike = [one for one in editions if one.granted_s == granted_s]
    pieces = [piece for one in alike for piece in _answered(one, verdicts)]
    last = [one for one in pieces if one.start_s >= (1 - LAST_SHARE) * granted_s]
    days = {one.edition for one in last}
    if len(last) < FEWEST_PIECES or len(days) < FEWEST_DAYS:
        return Advice("cannot tell", granted_s, granted_s, rate, None, len(last))
    worth = _worth(last)
    if worth.hi < rate:
        return Advice("less", granted_s, _falls_below(pieces, rate), rate, worth, len(last))
    more_s = _next_enters_s(alike)
    if worth.lo > rate and more_s > granted_s and _binds(alike):
        return Advice("more", granted_s, more_s, rate, worth, len(last))
    kind: AdviceKind = "as it is" if worth.lo > rate else "cannot tell"
    return Advice(kind, granted_s, granted_s, rate, worth, len(last))


def _answered(edition: Edition, verdicts: Mapping[int, Verdict]) -> list[_Piece]:
    found, start_s = [], 0
    for slot in sorted(edition.slots, key=lambda one: -one.worth):
        if slot.kind == "explore":
            continue
        told = verdicts.get(slot.item_id)
        if told:
            found.append(_Piece(edition.id, start_s, slot.seconds, ANSWERS[told.answer]))
        start_s += slot.seconds
    return found


def _worth(pieces: Sequence[_Piece]) -> Interval:
    """Answer a minute, with a 95 % interval in which a day's pieces move together."""
    total = sum(one.seconds for one in pieces)
    mean = sum(one.answer * one.seconds for one in pieces) / total
    days: dict[int, float] = {}
    for one in pieces:
        days[one.edition] = days.get(one.edition, 0.0) + (one.answer - mean) * one.seconds
    n = len(days)
    reach = Z_95 * math.sqrt(sum(off**2 for off in days.values()) * n / (n - 1)) / total
    return Interval(mean, mean - reach, mean + reach)


def _falls_below(pieces: Sequence[_Piece], rate: float) -> int:
    """The second from which on a never rising worth, fitted to the answers, is below the rate.

    The fit pools neighbours that rise (Ayer and others 1955), weighed by minutes.
    """
    pools: list[tuple[float, float, int]] = []  # worth x seconds, seconds, first start
    for one in sorted(pieces, key=lambda one: one.start_s):
        pool = (one.answer * one.seconds, float(one.seconds), one.start_s)
        while pools and pools[-1][0] / pools[-1][1] <= pool[0] / pool[1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2])
        pools.append(pool)
    below = next((start for worth, seconds, start in pools if worth / seconds < rate), 0)
    return max(STEP_S, round(below / STEP_S) * STEP_S)


def _binds(editions: Sequence[Edition]) -> bool:
    """Whether minutes were short on most days: the price was above the rate."""
    return median(one.price - one.reservation_rate for one in editions) > 0


def _next_enters_s(editions: Sequence[Edition]) -> int:
    """The median over days of the budget at which the next piece would have entered."""
    nexts = [
        min(one.enters_at_s for one in edition.left_out if one.enters_at_s is not None)
        for edition in editions
        if any(one.enters_at_s is not None for one in edition.left_out)
    ]
    return round(median(nexts) / STEP_S) * STEP_S if nexts else 0


# -- other ways of choosing ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One answered piece: its reward, the probability heed showed it with, and with which others
    would: newest first as many, or as many drawn evenly. unit: its edition.
    """

    reward: float
    logged: float
    newest: float
    random: float
    explored: bool
    unit: int


def shown(
    editions: Sequence[Edition],
    verdicts: Mapping[int, Verdict],
    published: Mapping[int, datetime],
) -> list[Shown]:
    """The answered pieces of every edition. published: when each piece was, by item id."""
    return [
        _shown(slot, edition, newest, verdicts[slot.item_id])
        for edition in editions
        for newest in (_newest(edition, published),)
        for slot in edition.slots
        if slot.item_id in verdicts and slot.kind in ("core", "explore")
    ]


def _newest(edition: Edition, published: Mapping[int, datetime]) -> set[int]:
    """As many pieces as the edition has, newest first of all it could choose from."""
    offered = [one.item_id for one in edition.slots]
    offered += [one.item_id for one in edition.left_out]
    ids = [id for id in offered if id in published]
    ids.sort(key=lambda id: (-published[id].timestamp(), id))
    return set(ids[: len(edition.slots)])


def _shown(slot: Slot, edition: Edition, newest: set[int], told: Verdict) -> Shown:
    pieces = len(edition.slots) + len(edition.left_out)
    return Shown(
        reward=ANSWERS[told.answer],
        logged=slot.propensity,
        newest=float(slot.item_id in newest),
        random=len(edition.slots) / pieces,
        explored=slot.kind == "explore",
        unit=edition.id,
    )
