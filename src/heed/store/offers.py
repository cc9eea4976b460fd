"""Offers: what this home may give another of its own person or team. Chooses nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from heed.store import items
from heed.store.database import AnyRow, AnySelect, Tx
from heed.store.schema import item, source, vector
from heed.types import Item

SHARED_KINDS = ("feed", "page")
"""What is kept in folders is this machine's own, and the sample is nobody's."""


class Kept(NamedTuple):
    """An item with its source's address, and its vector where it has one ("" and b"" if not)."""

    item: Item
    source_url: str
    embedder_id: str
    data: bytes


def newest(tx: Tx, *, since: datetime, before: int | None, limit: int) -> list[Kept]:
    """Items first seen at `since` or later, newest first, from below the id `before`."""
    wanted = _kept().where(item.c.seen_at >= since, items.PRESENT)
    if before is not None:
        wanted = wanted.where(item.c.id < before)
    return [_read(row) for row in tx.rows(wanted.order_by(item.c.id.desc()).limit(limit))]


def these(tx: Tx, ids: Sequence[int]) -> list[Kept]:
    """Those of these items that may be given."""
    return [_read(row) for row in tx.rows_in(_kept().where(items.PRESENT), item.c.id, ids)]


def _kept() -> AnySelect:
    return (
        select(*items.COLUMNS, source.c.url, vector.c.embedder_id, vector.c.data)
        .join(source, source.c.id == item.c.source_id)
        .join(vector, vector.c.item_id == item.c.id, isouter=True)
        .where(source.c.kind.in_(SHARED_KINDS))
    )


def _read(row: AnyRow) -> Kept:
    *fields, url, embedder_id, data = row
    return Kept(Item(*fields), url, embedder_id or "", data or b"")
