"""Saved pieces and the place the reader was at in a piece. Decides nothing."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select

from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import reading_place, saved
from heed.types import ReadingPlace, Saved

_PLACE = tuple(reading_place.c[field.name] for field in fields(ReadingPlace))


def add(tx: Tx, item_id: int, at: datetime) -> None:
    """Put a piece by; one put by before keeps its time. Raises NotFound."""
    if not has(tx, item_id):
        tx.insert(saved, [{"item_id": item_id, "at": at}])


def remove(tx: Tx, item_id: int) -> None:
    """Put it by no more, if it was."""
    tx.write(delete(saved).where(saved.c.item_id == item_id))


def has(tx: Tx, item_id: int) -> bool:
    """Whether a piece is put by."""
    return tx.row(select(saved.c.item_id).where(saved.c.item_id == item_id)) is not None


def all(tx: Tx) -> list[Saved]:
    """Every piece put by, the last one first."""
    wanted = select(saved.c.item_id, saved.c.at).order_by(saved.c.at.desc(), saved.c.item_id.desc())
    return [Saved(*row) for row in tx.rows(wanted)]


def keep_place(tx: Tx, place: ReadingPlace) -> None:
    """Remember how far the reader was. Raises NotFound."""
    tx.upsert(reading_place, [record(place)], "item_id")


def place(tx: Tx, item_id: int) -> ReadingPlace | None:
    """How far the reader was in a piece, or None."""
    row = tx.row(select(*_PLACE).where(reading_place.c.item_id == item_id))
    return None if row is None else ReadingPlace(*row)
