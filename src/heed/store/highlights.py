"""Highlights: words the reader marked, with a note. What may be marked is decided elsewhere."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select, update

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import highlight
from heed.types import Highlight

_COLUMNS = tuple(highlight.c[field.name] for field in fields(Highlight))


def add(tx: Tx, *, item_id: int, quote: str, note: str, start: int, at: datetime) -> Highlight:
    """Mark words of an item. Raises NotFound where the item is not in this home."""
    made = Highlight(counters.advance(tx, "highlight"), item_id, quote, note, start, at)
    tx.insert(highlight, [record(made)])
    return made


def get(tx: Tx, id: int) -> Highlight:
    """The highlight with this number. Raises NotFound."""
    row = tx.row(select(*_COLUMNS).where(highlight.c.id == id))
    if row is None:
        raise _missing(id)
    return Highlight(*row)


def all(tx: Tx) -> list[Highlight]:
    """Every highlight, the last one first."""
    return [Highlight(*row) for row in tx.rows(select(*_COLUMNS).order_by(highlight.c.id.desc()))]


def of_item(tx: Tx, item_id: int) -> list[Highlight]:
    """The highlights of an item, as they stand in it."""
    wanted = select(*_COLUMNS).where(highlight.c.item_id == item_id)
    rows = tx.rows(wanted.order_by(highlight.c.start, highlight.c.id))
    return [Highlight(*row) for row in rows]


def set_note(tx: Tx, id: int, note: str) -> None:
    """Write another note beside a highlight. Raises NotFound."""
    if tx.write(update(highlight).where(highlight.c.id == id).values(note=note)).rowcount == 0:
        raise _missing(id)


def remove(tx: Tx, id: int) -> None:
    """Unmark. Cards made of it stay. Raises NotFound."""
    if tx.write(delete(highlight).where(highlight.c.id == id)).rowcount == 0:
        raise _missing(id)


def _missing(id: int) -> NotFound:
    return NotFound(f"There is no highlight {id} in this home.")
