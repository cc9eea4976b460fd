"""Turns at the help desk: each message and what became of it. Nothing asked is ever dropped."""

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import desk_turn
from heed.types import DeskTurn

_COLUMNS = tuple(desk_turn.c[field.name] for field in fields(DeskTurn))


def add(tx: Tx, made: DeskTurn) -> DeskTurn:
    """Keep a new turn; it gets its number here."""
    kept = replace(made, id=counters.advance(tx, "desk_turn"))
    tx.insert(desk_turn, [record(kept)])
    return kept


def get(tx: Tx, id: int) -> DeskTurn:
    """The turn with this number. Raises NotFound."""
    row = tx.row(select(*_COLUMNS).where(desk_turn.c.id == id))
    if row is None:
        raise NotFound(f"There is no message {id} at this desk.")
    return DeskTurn(*row)


def all(tx: Tx, *, since: datetime | None = None) -> list[DeskTurn]:
    """Every turn, oldest first; since: asked from then on."""
    wanted = select(*_COLUMNS).order_by(desk_turn.c.id)
    if since is not None:
        wanted = wanted.where(desk_turn.c.asked_at >= since)
    return [DeskTurn(*row) for row in tx.rows(wanted)]


def of_talk(tx: Tx, talk: str) -> list[DeskTurn]:
    """One conversation, oldest first."""
    wanted = select(*_COLUMNS).where(desk_turn.c.talk == talk).order_by(desk_turn.c.id)
    return [DeskTurn(*row) for row in tx.rows(wanted)]


def waiting(tx: Tx) -> list[DeskTurn]:
    """What waits for a person, oldest first."""
    wanted = select(*_COLUMNS).where(desk_turn.c.state == "waiting").order_by(desk_turn.c.id)
    return [DeskTurn(*row) for row in tx.rows(wanted)]


def latest(tx: Tx, count: int) -> list[DeskTurn]:
    """The last turns, newest first."""
    wanted = select(*_COLUMNS).order_by(desk_turn.c.id.desc()).limit(count)
    return [DeskTurn(*row) for row in tx.rows(wanted)]


def update(tx: Tx, changed: DeskTurn) -> None:
    """Store what became of a turn. Raises NotFound."""
    statement = change(desk_turn).where(desk_turn.c.id == changed.id).values(record(changed))
    if tx.write(statement).rowcount == 0:
        raise NotFound(f"There is no message {changed.id} at this desk.")
