"""Readings: time really spent. Append-only: nothing here changes or removes one."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, select

from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import reading
from heed.types import Reading

_COLUMNS = tuple(reading.c[field.name] for field in fields(Reading))


def add(tx: Tx, done: Reading) -> None:
    """Keep a reading. Raises NotFound where its item or edition is not in this home."""
    tx.insert(reading, [record(done)])


def all(tx: Tx, since: datetime | None = None) -> list[Reading]:
    """Readings started at `since` or later, in the order they were kept."""
    wanted = select(*_COLUMNS).order_by(reading.c.id)
    if since is not None:
        wanted = wanted.where(reading.c.started_at >= since)
    return [Reading(*row) for row in tx.rows(wanted)]


def of_item(tx: Tx, item_id: int) -> list[Reading]:
    """The readings of an item, in the order they were kept."""
    wanted = select(*_COLUMNS).where(reading.c.item_id == item_id).order_by(reading.c.id)
    return [Reading(*row) for row in tx.rows(wanted)]


def of_items(tx: Tx, item_ids: Iterable[int]) -> list[Reading]:
    """The readings of these items, in the order they were kept."""
    wanted = select(*_COLUMNS).order_by(reading.c.id)
    return [Reading(*row) for row in tx.rows_in(wanted, reading.c.item_id, list(item_ids))]


def total_s(tx: Tx, item_id: int) -> int:
    """Seconds spent with an item so far."""
    total = select(func.sum(reading.c.active_s)).where(reading.c.item_id == item_id)
    return int(tx.value(total) or 0)
