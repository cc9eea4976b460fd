"""Trades: both legs of each, append-only. What a trade is worth is decided in exchange."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import func, select

from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import trade_leg
from heed.types import Leg

_COLUMNS = tuple(trade_leg.c[field.name] for field in fields(Leg))


def next_tx(tx: Tx) -> int:
    """A trade's number nobody else gets."""
    last = tx.value(select(func.max(trade_leg.c.tx))) or 0
    return counters.advance(tx, "trade", at_least=last + 1)


def post(tx: Tx, legs: Sequence[Leg]) -> None:
    """Add whole trades. Raises ValueError where one gives more of a kind than it takes."""
    sums: defaultdict[tuple[int, str], float] = defaultdict(float)
    for one in legs:
        sums[one.tx, one.kind] += one.amount
    uneven = {number: total for number, total in sums.items() if total}
    if uneven:
        raise ValueError(f"These trades do not sum to zero: {uneven}.")
    tx.insert(trade_leg, [record(one) for one in legs])


def all(tx: Tx) -> list[Leg]:
    """Every leg, in the order they were booked."""
    return [Leg(*row) for row in tx.rows(select(*_COLUMNS).order_by(trade_leg.c.id))]
