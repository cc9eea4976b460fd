"""A team's market day: the pieces it wants read, shared out among those who offer minutes.

Pure. Which pieces are wanted is wants.py's, what they are worth to whom liking.py's; passing on and
exchanging afterwards are in passing.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from math import isnan
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from heed.budget import Clearing, bidder, clear, clear_private
from heed.budget.audit import audit
from heed.exchange.credit import credit
from heed.exchange.liking import worth
from heed.team import Assignment, AuditRule, Mode, Seat, TeamAudit, Wanted
from heed.types import Reason

Flags: TypeAlias = npt.NDArray[np.bool_]
Vector: TypeAlias = npt.NDArray[np.float64]
Likings: TypeAlias = Sequence[Sequence[tuple[Reason, ...]]]
"""A row a seat, a column a piece: the parts of its worth to her."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Who sits there and what lies on it. values, minutes of the pieces, barred: budget's own."""

    seats: Sequence[Seat]
    pieces: Sequence[Wanted]
    values: Vector
    barred: Flags

    @property
    def minutes(self) -> Vector:
        """Length of each piece, (m,)."""
        return np.array([one.seconds / 60 for one in self.pieces])

    @property
    def offers(self) -> Vector:
        """Minutes each seat offers, (n,)."""
        return np.array([one.offer_s / 60 for one in self.seats])

    @property
    def influence(self) -> Vector:
        """How much more say each has, (n,)."""
        return np.array([one.influence for one in self.seats])

    @property
    def needs(self) -> npt.NDArray[np.int64]:
        """The least and the most readers of each piece, (m, 2)."""
        return np.array([(one.least, one.most) for one in self.pieces])


@dataclass(frozen=True, slots=True)
class Shared:
    """A market day before it is written down: seats and pieces with prices, audits, who reads what.

    The assignments have no number yet.
    """

    seats: tuple[Seat, ...]
    pieces: tuple[Wanted, ...]
    audits: tuple[TeamAudit, ...]
    assignments: tuple[Assignment, ...]


def share_out(
    seats: Sequence[Seat],
    pieces: Sequence[Wanted],
    likings: Likings,
    *,
    mode: Mode,
    seed: int,
    at: datetime,
) -> Shared:
    """Clear the day, the same way for the same seed.

    Where not every must-read finds its readers, those due first are seated first.
    """
    table = lay(seats, pieces, likings)
    solve = _private if mode == "private" else partial(_open, mode=mode)
    cleared = solve(table, table.needs, table.offers, table.barred, seed)
    if cleared.audit.unmet and len({_due(one) for one in pieces if one.least}) > 1:
        cleared = _due_first(table, cleared, solve, seed)
    told = tuple(replace(s, price=_known(p)) for s, p in _paired(seats, cleared.minute_prices))
    priced = tuple(
        replace(one, price=_known(price), credit=_known(thanks))
        for (one, price), thanks in zip(
            _paired(pieces, cleared.item_prices), cleared.credits, strict=True
        )
    )
    chosen = replace(table, seats=told, pieces=priced)
    return Shared(
        seats=told,
        pieces=priced,
        audits=_audits(chosen, cleared, seed, blind=mode == "private"),
        assignments=_assignments(chosen, cleared.assignment, likings, mode, at),
    )


def lay(seats: Sequence[Seat], pieces: Sequence[Wanted], likings: Likings) -> Table:
    """Everything the market asks, as arrays."""
    minutes = np.array([one.seconds / 60 for one in pieces])
    rates = np.array([[worth(parts) for parts in row] for row in likings], dtype=np.float64)
    barred = np.array([[seat.member_id in one.barred for one in pieces] for seat in seats])
    return Table(seats, pieces, rates.reshape(len(seats), len(pieces)) * minutes, barred)


# -- ways to clear -------------------------------------------------------------------------------

Solve: TypeAlias = Callable[[Table, Any, Vector, Flags, int], Clearing]
"""Needs, offers and barred may differ from the table's own."""


def _open(
    table: Table, needs: Any, offers: Vector, barred: Flags, seed: int, *, mode: Any
) -> Clearing:
    say = table.influence
    return clear(
        table.values,
        table.minutes,
        offers,
        needs,
        conflicts=barred,
        mode=mode,
        influence=say,
        seed=seed,
    )


def _private(table: Table, needs: Any, offers: Vector, barred: Flags, seed: int) -> Clearing:
    """Every member's own side of the table answers prices; the market hears nothing else."""
    demands = []
    for values, offer, say, no in zip(table.values, offers, table.influence, barred, strict=True):
        own = bidder(np.where(no, 0.0, values), table.minutes, float(offer))
        demands.append(replace(own, values=own.values * say))
    return clear_private(demands, table.minutes, offers, needs, conflicts=barred, seed=seed)


def _due_first(table: Table, whole: Clearing, solve: Solve, seed: int) -> Clearing:
    """Must-reads day by day of their deadline, each with the minutes left; wishes come last."""
    needs, offers = table.needs, table.offers
    taken = np.zeros(table.values.shape, dtype=np.bool_)
    days = sorted({_due(one) for one in table.pieces if one.least})
    for day in [*days, None]:
        now = np.array([_due(one) == day and one.least > 0 for one in table.pieces])
        seats = np.where(now, needs[:, 0], 0)
        asked = np.stack([seats, seats], axis=1)
        if day is None:
            asked[:, 1] = np.maximum(needs[:, 1] - taken.sum(axis=0), 0)
        left = np.maximum(offers - taken @ table.minutes, 0.0)
        taken |= solve(table, asked, left, table.barred | taken, seed).assignment
    report = audit(whole.market, taken, bound=whole.audit.bound)
    return replace(whole, assignment=taken, audit=report)


def _due(piece: Wanted) -> date:
    return piece.until or date.max


# -- what is told of it --------------------------------------------------------------------------


def _audits(table: Table, done: Clearing, seed: int, *, blind: bool) -> tuple[TeamAudit, ...]:
    """What was done and, where values are known, what two other rules would have done."""
    chosen = _audited("chosen", table, done)
    if blind:
        return (chosen,)
    asked = (table.values, table.minutes, table.offers)
    plain = clear(
        *asked, table.needs, conflicts=table.barred, mode="best", fairness="sum", seed=seed
    )
    everybody = np.full(len(table.pieces), len(table.seats))
    alone = clear(*asked, everybody, conflicts=table.barred, priced=False, seed=seed)
    return (chosen, _audited("sum", table, plain), _audited("alone", table, alone))


def _audited(rule: AuditRule, table: Table, done: Clearing) -> TeamAudit:
    readers, found = done.assignment.sum(axis=0), done.audit
    least = table.needs[:, 0]
    twice = np.maximum(readers - np.maximum(least, 1), 0) @ table.minutes
    return TeamAudit(
        rule=rule,
        pieces=int((readers > 0).sum()),
        twice_s=round(float(twice) * 60),
        unmet=int(np.maximum(least - readers, 0).sum()),
        over_s=found.budget_error * 60,
        extra_readers=found.cap_error,
        value=_known(found.value),
        bound=_known(found.bound),
        worst_rate=_known(found.worst_rate),
        envy_pairs=found.envy_pairs,
        ef1_violations=found.ef1_violations,
    )


def _assignments(
    table: Table, taken: Flags, likings: Likings, mode: Mode, at: datetime
) -> tuple[Assignment, ...]:
    """By seat, then the pieces that must be read, then the likings; the order of a list to read."""
    made: list[Assignment] = []
    for j, piece in enumerate(table.pieces):
        readers = np.flatnonzero(taken[:, j])
        told = np.zeros(len(readers)) if mode == "private" else table.values[readers, j]
        # Whoever would not have chosen it is the one who reads it because it must be read.
        for place, k in enumerate(np.argsort(told, kind="stable")):
            i = int(readers[k])
            must = place < piece.least
            own = tuple(likings[i][j])
            made.append(
                assignment(table.seats[i], piece, own, must=must, at=at, known=mode != "private")
            )
    order = {seat.member_id: n for n, seat in enumerate(table.seats)}
    return tuple(
        sorted(made, key=lambda one: (order[one.member_id], not one.must, -(one.worth or 0.0)))
    )


def assignment(
    seat: Seat,
    piece: Wanted,
    own: tuple[Reason, ...],
    *,
    must: bool,
    at: datetime,
    known: bool = True,
    passer: str = "",
) -> Assignment:
    """One piece for one reader, with why.

    known: whether the market may tell what it is worth. passer: who had it before.
    """
    asked = (Reason("need", 0.0, piece.subject),) if must else ()
    if passer:
        asked = (Reason("passed", 0.0, passer), *asked)
    if not known:
        own = () if asked else (Reason("taken", 0.0),)
    return Assignment(
        id=0,
        market_id=0,
        member_id=seat.member_id,
        item_id=piece.item_id,
        given_at=at,
        must=must,
        credit=credit(seat, piece) if must else 0.0,
        worth=worth(own) if known else None,
        reasons=(*asked, *own),
    )


def _paired(nouns: Sequence[Any], numbers: Vector) -> list[tuple[Any, float]]:
    return list(zip(nouns, numbers.tolist(), strict=True))


def _known(number: float) -> float | None:
    return None if isnan(number) else float(number)
