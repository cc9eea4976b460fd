"""Goals: what the reader wants to grow in. What they ask of an edition is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import goal
from heed.types import Goal

_COLUMNS = tuple(goal.c[field.name] for field in fields(Goal))


def add(tx: Tx, *, topic: str, weekly_s: int, questions: Sequence[str], at: datetime) -> Goal:
    """Set a goal; another one of the same topic is replaced, and keeps its number and day."""
    row = tx.row(select(goal.c.id, goal.c.added_at).where(goal.c.topic == topic))
    id, added_at = (counters.advance(tx, "goal"), at) if row is None else (row[0], row[1])
    made = Goal(id, topic, weekly_s, tuple(questions), added_at)
    tx.upsert(goal, [record(made)], "id")
    return made


def all(tx: Tx) -> list[Goal]:
    """Every goal, oldest first."""
    return [Goal(*row) for row in tx.rows(select(*_COLUMNS).order_by(goal.c.id))]


def remove(tx: Tx, id: int) -> None:
    """Take a goal back. Raises NotFound."""
    if tx.write(delete(goal).where(goal.c.id == id)).rowcount == 0:
        raise NotFound(f"There is no goal {id} in this home.")
