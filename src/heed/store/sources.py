"""Sources: what this home follows. When they are visited is in visits."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import delete, exists, select, union
from sqlalchemy import update as change

from heed.errors import BadInput, NotFound
from heed.store import counters, text
from heed.store.columntypes import record
from heed.store.database import AnyRow, Tx
from heed.store.schema import KEEPING, entry, item, reading, source, verdict, visit
from heed.types import Source, SourceKind

COLUMNS = tuple(source.c[field.name] for field in fields(Source))
_PRESENT = source.c.removed.is_(False)


def add(
    tx: Tx,
    *,
    url: str,
    kind: SourceKind,
    title: str,
    at: datetime,
    topic: str = "",
    site_url: str = "",
    language: str = "",
) -> Source:
    """Follow `url` from now on. A url already followed gives that source back, unchanged."""
    known = find_by_url(tx, url)
    if known is not None:
        return known
    # A source that comes back gets its old number, and what was kept of its items.
    before: int | None = tx.value(select(source.c.id).where(source.c.url == url))
    id = counters.advance(tx, "source") if before is None else before
    added = Source(id, url, kind, title, at, site_url, topic, language)
    tx.upsert(source, [record(added) | {"removed": False}], "id")
    text.index(tx, _item_ids(tx, id))
    return get(tx, id)


def get(tx: Tx, id: int) -> Source:
    """The source with this id. Raises NotFound, also for a removed one."""
    row = tx.row(select(*COLUMNS).where(source.c.id == id, _PRESENT))
    if row is None:
        raise _missing(id)
    return _source(row)


def find_by_url(tx: Tx, url: str) -> Source | None:
    """The source with exactly this url, or None."""
    row = tx.row(select(*COLUMNS).where(source.c.url == url, _PRESENT))
    return None if row is None else _source(row)


def all(tx: Tx, kind: SourceKind | None = None) -> list[Source]:
    """Every source followed now, oldest first."""
    wanted = select(*COLUMNS).where(_PRESENT).order_by(source.c.id)
    return [
        _source(row)
        for row in tx.rows(wanted if kind is None else wanted.where(source.c.kind == kind))
    ]


def ever(tx: Tx) -> dict[int, Source]:
    """Every source that readings, verdicts or the ledger may still speak of, removed ones too."""
    return {row.id: _source(row) for row in tx.rows(select(*COLUMNS))}


def update(tx: Tx, changed: Source) -> None:
    """Store a source's new values. Raises NotFound, and BadInput where another has its url."""
    get(tx, changed.id)
    if is_taken(tx, changed.url, besides=changed.id):
        raise BadInput(f"{changed.url} is already followed by another source. Remove one of them.")
    tx.write(change(source).where(source.c.id == changed.id).values(record(changed)))


def is_taken(tx: Tx, url: str, *, besides: int) -> bool:
    """Whether another source has this address, a removed one included."""
    return (
        tx.row(select(source.c.id).where(source.c.url == url, source.c.id != besides)) is not None
    )


def remove(tx: Tx, id: int) -> None:
    """Stop following a source. Its items, vectors and visit go; what was touched stays: read,
    answered, marked, put by or made a card of.

    Such items remain for `items.get` and `items.many`, and their source for `ever`; every list
    and search leaves them out. Raises NotFound.
    """
    get(tx, id)
    text.unindex(tx, _item_ids(tx, id))
    touched = union(*(select(one.c.item_id) for one in (reading, verdict, *KEEPING)))
    tx.write(delete(item).where(item.c.source_id == id, item.c.id.not_in(touched)))
    tx.write(delete(visit).where(visit.c.source_id == id))
    tx.write(change(source).where(source.c.id == id).values(removed=True))
    spoken_of = exists().where(item.c.source_id == id) | exists().where(entry.c.source_id == id)
    tx.write(delete(source).where(source.c.id == id, ~spoken_of))


def require(tx: Tx, ids: Iterable[int]) -> None:
    """Raise NotFound unless all these sources are followed now."""
    wanted = set(ids)
    present = {
        row.id for row in tx.rows_in(select(source.c.id).where(_PRESENT), source.c.id, list(wanted))
    }
    for id in sorted(wanted - present):
        raise _missing(id)


def _missing(id: int) -> NotFound:
    return NotFound(f"There is no source {id} in this home; it may have been removed.")


def _item_ids(tx: Tx, id: int) -> list[int]:
    return [row.id for row in tx.rows(select(item.c.id).where(item.c.source_id == id))]


def _source(row: AnyRow) -> Source:
    return Source(*row)
