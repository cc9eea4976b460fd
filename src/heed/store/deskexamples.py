"""Examples of the help desk: messages whose intent is known, and their vectors once read."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy import update as change

from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import desk_example
from heed.types import DeskExample, Matrix

_COLUMNS = tuple(desk_example.c[field.name] for field in fields(DeskExample))
_UNREAD = {"embedder_id": None, "vector": None}


def add(tx: Tx, made: Sequence[DeskExample]) -> list[DeskExample]:
    """Keep new examples; they get their numbers here."""
    numbers = counters.take(tx, "desk_example", len(made))
    rows = [record(one) | {"id": id} for id, one in zip(numbers, made, strict=True)]
    tx.insert(desk_example, [row | _UNREAD for row in rows])
    return [DeskExample(**row) for row in rows]


def all(tx: Tx) -> list[DeskExample]:
    """Every example, oldest first."""
    return [DeskExample(*row) for row in tx.rows(select(*_COLUMNS).order_by(desk_example.c.id))]


def count(tx: Tx) -> int:
    """How many examples there are."""
    return int(tx.value(select(func.count()).select_from(desk_example)))


def remove_of_entry(tx: Tx, entry_id: int) -> None:
    """Forget the question of an entry."""
    tx.write(delete(desk_example).where(desk_example.c.entry_id == entry_id))


def read(tx: Tx) -> dict[int, tuple[str, Matrix]]:
    """The vectors kept, by example: the encoder's id and the row. One of zeros was unreadable."""
    chosen = select(desk_example.c.id, desk_example.c.embedder_id, desk_example.c.vector)
    return {
        id: (embedder, np.frombuffer(vector, dtype=np.float16).astype(np.float32))
        for id, embedder, vector in tx.rows(chosen.where(desk_example.c.vector.is_not(None)))
    }


def put(tx: Tx, embedder_id: str, ids: Sequence[int], vectors: Matrix) -> None:
    """Keep what an encoder made of these examples."""
    if not ids:
        return
    found = change(desk_example).where(desk_example.c.id == bindparam("row_id"))
    tx.write(
        found.values(embedder_id=embedder_id, vector=bindparam("row")),
        [
            {"row_id": id, "row": row.astype(np.float16).tobytes()}
            for id, row in zip(ids, vectors, strict=True)
        ],
    )
