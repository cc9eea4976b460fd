"""Visits: how each source's last fetch went and which are due. Fetches nothing."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import or_, select

from heed.store import sources
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import source, visit
from heed.types import Source, Visit

_COLUMNS = tuple(visit.c[field.name] for field in fields(Visit))


def get(tx: Tx, source_id: int) -> Visit:
    """The last visit of a source, an empty one where it was never visited."""
    row = tx.row(select(*_COLUMNS).where(visit.c.source_id == source_id))
    return Visit(source_id) if row is None else Visit(*row)


def all(tx: Tx) -> dict[int, Visit]:
    """The last visit of every source that was visited, by source id."""
    return {row.source_id: Visit(*row) for row in tx.rows(select(*_COLUMNS))}


def save(tx: Tx, made: Visit) -> None:
    """Keep this visit in place of the source's last one. Raises NotFound for a removed source."""
    sources.require(tx, [made.source_id])
    tx.upsert(visit, [record(made)], "source_id")


def due(tx: Tx, now: datetime) -> list[tuple[Source, Visit]]:
    """Sources to visit now, the longest waiting first; those gone for good are left out."""
    wanted = (
        select(*sources.COLUMNS)
        .join(visit, visit.c.source_id == source.c.id, isouter=True)
        .where(source.c.removed.is_(False))
        .where(or_(visit.c.source_id.is_(None), visit.c.gone.is_(False)))
        .where(or_(visit.c.next_at.is_(None), visit.c.next_at <= now))
        .order_by(visit.c.next_at, source.c.id)
    )
    visits = all(tx)
    found = [Source(*row) for row in tx.rows(wanted)]
    return [(one, visits.get(one.id, Visit(one.id))) for one in found]
