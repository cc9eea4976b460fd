"""Assignments: who is asked to read what, and the notes that came of it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import assignment
from heed.team import Assignment, PartState

_COLUMNS = tuple(assignment.c[field.name] for field in fields(Assignment))


def add(tx: Tx, made: Sequence[Assignment], market_id: int) -> None:
    """Give out pieces on a market day; they get their numbers here."""
    rows = [
        {name: value for name, value in record(one).items() if name != "id"}
        | {"market_id": market_id}
        for one in made
    ]
    tx.insert(assignment, rows)


def get(tx: Tx, id: int) -> Assignment:
    """The assignment with this id. Raises NotFound."""
    row = tx.row(select(*_COLUMNS).where(assignment.c.id == id))
    if row is None:
        raise NotFound(f"There is no assignment {id} in this home's team.")
    return Assignment(*row)


def of_market(tx: Tx, market_id: int) -> list[Assignment]:
    """Every assignment of one market day, in the order they were given out."""
    wanted = select(*_COLUMNS).where(assignment.c.market_id == market_id)
    return [Assignment(*row) for row in tx.rows(wanted.order_by(assignment.c.id))]


def settled(tx: Tx) -> list[Assignment]:
    """Everything that was read, passed on or exchanged so far, oldest first."""
    wanted = select(*_COLUMNS).where(assignment.c.state != "open")
    return [Assignment(*row) for row in tx.rows(wanted.order_by(assignment.c.id))]


def settle(tx: Tx, id: int, state: PartState, *, at: datetime, note: str = "") -> None:
    """Say what became of an open assignment. Raises NotFound where it is not open."""
    values = {"state": state, "settled_at": at, "note": note}
    open_ = change(assignment).where(assignment.c.id == id, assignment.c.state == "open")
    if tx.write(open_.values(values)).rowcount == 0:
        raise NotFound(f"There is no open assignment {id} in this home's team.")
