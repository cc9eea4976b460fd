"""Agents of the help desk: who answers what it hands over. Who gets what is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import desk_agent
from heed.types import DeskAgent

_COLUMNS = tuple(desk_agent.c[field.name] for field in fields(DeskAgent))
_PRESENT = desk_agent.c.gone.is_(False)


def add(tx: Tx, *, name: str, offer_s: int, skills: Sequence[str], at: datetime) -> DeskAgent:
    """A new agent under this name."""
    joined = DeskAgent(counters.advance(tx, "desk_agent"), name, offer_s, tuple(skills), at)
    tx.insert(desk_agent, [record(joined) | {"gone": False}])
    return joined


def all(tx: Tx) -> list[DeskAgent]:
    """Every agent who has not left, the first to join first."""
    rows = tx.rows(select(*_COLUMNS).where(_PRESENT).order_by(desk_agent.c.id))
    return [DeskAgent(*row) for row in rows]


def remove(tx: Tx, id: int) -> None:
    """An agent leaves; what she answered stays. Raises NotFound."""
    left = change(desk_agent).where(desk_agent.c.id == id, _PRESENT).values(gone=True)
    if tx.write(left).rowcount == 0:
        raise NotFound(f"There is no agent {id} at this desk.")
