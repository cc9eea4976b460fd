"""Entries of the help desk: questions with their answers. Which one fits is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import func, select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import desk_entry
from heed.types import DeskEntry

_COLUMNS = tuple(desk_entry.c[field.name] for field in fields(DeskEntry))
_PRESENT = desk_entry.c.gone.is_(False)


def add(tx: Tx, made: Sequence[DeskEntry]) -> list[DeskEntry]:
    """Keep new entries; they get their numbers here."""
    numbers = counters.take(tx, "desk_entry", len(made))
    kept = [
        DeskEntry(id, one.question, one.answer, one.intent, one.language)
        for id, one in zip(numbers, made, strict=True)
    ]
    tx.insert(desk_entry, [record(one) | {"gone": False} for one in kept])
    return kept


def all(tx: Tx) -> list[DeskEntry]:
    """Every entry in use, oldest first."""
    rows = tx.rows(select(*_COLUMNS).where(_PRESENT).order_by(desk_entry.c.id))
    return [DeskEntry(*row) for row in rows]


def count(tx: Tx) -> int:
    """How many entries are in use."""
    return int(tx.value(select(func.count()).select_from(desk_entry).where(_PRESENT)))


def update(tx: Tx, changed: DeskEntry) -> None:
    """Store an entry's new values. Raises NotFound."""
    _write(tx, changed.id, record(changed))


def remove(tx: Tx, id: int) -> None:
    """Answer with it no more. Raises NotFound."""
    _write(tx, id, {"gone": True})


def _write(tx: Tx, id: int, values: dict[str, object]) -> None:
    changed = tx.write(change(desk_entry).where(desk_entry.c.id == id, _PRESENT).values(values))
    if changed.rowcount == 0:
        raise NotFound(f"There is no answer {id} at this desk.")
