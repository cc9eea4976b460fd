"""Needs: what the team has read, and by how many. Which pieces that are is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import delete, select

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import need
from heed.team import Need, NeedScope

_COLUMNS = tuple(need.c[field.name] for field in fields(Need))


def add(
    tx: Tx,
    *,
    scope: NeedScope,
    subject: str,
    least: int,
    most: int,
    at: datetime,
    until: date | None = None,
    skills: Sequence[str] = (),
    barred: Sequence[int] = (),
) -> Need:
    """Declare a need."""
    id = counters.advance(tx, "need")
    declared = Need(id, scope, subject, least, most, at, until, tuple(skills), tuple(barred))
    tx.insert(need, [record(declared)])
    return declared


def all(tx: Tx) -> list[Need]:
    """Every need, oldest first, those whose last day is over too."""
    return [Need(*row) for row in tx.rows(select(*_COLUMNS).order_by(need.c.id))]


def named(tx: Tx, item_id: int) -> bool:
    """Whether a need names this very item."""
    of_piece = (need.c.scope == "piece", need.c.subject == str(item_id))
    return tx.row(select(need.c.id).where(*of_piece).limit(1)) is not None


def remove(tx: Tx, id: int) -> None:
    """Take a need back. Raises NotFound."""
    if tx.write(delete(need).where(need.c.id == id)).rowcount == 0:
        raise NotFound(f"There is no need {id} in this home's team.")
