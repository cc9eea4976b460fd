"""Watches: what the reader keeps an eye on. What they see is worked out elsewhere."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, select, update

from heed.errors import BadInput, NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import watch
from heed.types import Entity, Watch

_COLUMNS = tuple(watch.c[field.name] for field in fields(Watch))


def add(
    tx: Tx,
    name: str,
    *,
    at: datetime,
    words: Sequence[str] = (),
    examples: Sequence[str] = (),
    entities: Sequence[Entity] = (),
    urgent: bool = False,
) -> Watch:
    """Keep a new watch. Raises BadInput where one has this name."""
    if tx.row(select(watch.c.id).where(watch.c.name == name)) is not None:
        raise BadInput(
            f"There is a watch called {name} already. Remove it, or choose another name."
        )
    id = counters.advance(tx, "watch")
    kept = Watch(id, name, at, tuple(words), tuple(examples), tuple(entities), urgent)
    tx.insert(watch, [record(kept)])
    return kept


def all(tx: Tx) -> list[Watch]:
    """Every watch, oldest first."""
    return [Watch(*row) for row in tx.rows(select(*_COLUMNS).order_by(watch.c.id))]


def get(tx: Tx, id: int) -> Watch:
    """The watch with this number. Raises NotFound."""
    row = tx.row(select(*_COLUMNS).where(watch.c.id == id)) if id < 2**63 else None
    if row is None:
        raise NotFound(f"There is no watch {id} in this home.")
    return Watch(*row)


def set_muted(tx: Tx, id: int, muted: bool) -> Watch:
    """Let a watch be silent, or speak again. Raises NotFound."""
    get(tx, id)
    tx.write(update(watch).where(watch.c.id == id).values(muted=muted))
    return get(tx, id)


def remove(tx: Tx, id: int) -> Watch:
    """Forget a watch and its alerts; gives back what it was. Raises NotFound."""
    gone = get(tx, id)
    tx.write(delete(watch).where(watch.c.id == id))
    return gone
