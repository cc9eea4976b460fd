"""Vectors: what each item looks like to the encoder that read it. Compares nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from sqlalchemy import and_, delete, exists, func, or_, select

from heed.store import items
from heed.store.database import Tx
from heed.store.schema import item, vector, verdict
from heed.store.sieve import Sieve
from heed.types import Item

_STORED = np.dtype("<f2")


def save(tx: Tx, embedder_id: str, ids: Sequence[int], matrix: npt.NDArray[np.float32]) -> None:
    """Keep one row of `matrix`, shape (len(ids), dim), an item; an item's older vector is replaced.

    Stored as float16. Raises ValueError for another shape or values float16 cannot hold.
    """
    if matrix.ndim != 2 or len(matrix) != len(ids):
        raise ValueError(f"{len(ids)} items need as many rows, not a matrix {matrix.shape}.")
    with np.errstate(over="ignore"):
        half = matrix.astype(_STORED)
    if not np.isfinite(half).all():
        raise ValueError("A vector has a value that is not finite in float16.")
    rows = [
        {"item_id": id, "embedder_id": embedder_id, "data": row.tobytes()}
        for id, row in zip(ids, half, strict=True)
    ]
    tx.upsert(vector, rows, "item_id")


def load(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[str, npt.NDArray[np.float32]]]:
    """Embedder id and float32 vector of those among these items that have one."""
    wanted = select(vector.c.item_id, vector.c.embedder_id, vector.c.data)
    rows = tx.rows_in(wanted, vector.c.item_id, list(ids))
    return {id: (name, np.frombuffer(data, _STORED).astype(np.float32)) for id, name, data in rows}


def read_as(
    tx: Tx, name: str, sieve: Sieve, *, limit: int
) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Ids and vectors (n, dim) of the newest items this embedder read and `sieve` lets by."""
    wanted = select(vector.c.item_id, vector.c.data).join(item, item.c.id == vector.c.item_id)
    wanted = wanted.where(vector.c.embedder_id == name, *sieve.conditions())
    rows = tx.rows(wanted.order_by(item.c.id.desc()).limit(limit))
    flat = np.frombuffer(b"".join(row[1] for row in rows), _STORED).astype(np.float32)
    return [row[0] for row in rows], flat.reshape(len(rows), -1) if rows else flat.reshape(0, 0)


def forget(tx: Tx, ids: Iterable[int]) -> None:
    """Drop the vectors of these items: their text changed, or what read it did."""
    for id in ids:
        tx.write(delete(vector).where(vector.c.item_id == id))


def missing(tx: Tx, since: datetime) -> list[Item]:
    """Items without a vector that may need one: seen at `since` or later, or answered once."""
    answered = item.c.id.in_(select(verdict.c.item_id))
    wanted = select(*items.COLUMNS).where(
        or_(and_(item.c.seen_at >= since, items.PRESENT), answered)
    )
    wanted = wanted.where(~exists().where(vector.c.item_id == item.c.id))
    return [Item(*row) for row in tx.rows(wanted.order_by(item.c.seen_at, item.c.id))]


def read_by(tx: Tx, names: Sequence[str], *, limit: int) -> list[Item]:
    """The newest items whose vectors these embedders made."""
    wanted = select(*items.COLUMNS).join(vector, vector.c.item_id == item.c.id)
    wanted = wanted.where(vector.c.embedder_id.in_(names))
    return [Item(*row) for row in tx.rows(wanted.order_by(item.c.id.desc()).limit(limit))]


def embedders(tx: Tx) -> dict[str, int]:
    """How many items each embedder has read."""
    counted = select(vector.c.embedder_id, func.count()).group_by(vector.c.embedder_id)
    return {name: number for name, number in tx.rows(counted)}
