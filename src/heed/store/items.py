"""Items: the pieces the sources brought, and which of them may still enter an edition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select, union, update

from heed.errors import NotFound, StoreError
from heed.store import counters, sources, text
from heed.store.columntypes import microseconds, record
from heed.store.database import AnyRow, AnySelect, Tx
from heed.store.schema import edition, item, reading, slot, source, verdict
from heed.types import ITEM_ID_END, ITEM_ID_FIRST, Item

COLUMNS = tuple(item.c[field.name] for field in fields(Item))
# Said as "not of those" on purpose: "one of these" tempts SQLite to walk every source's items.
PRESENT = item.c.source_id.not_in(select(source.c.id).where(source.c.removed))
_HEARD = item.c.source_id.not_in(select(source.c.id).where(or_(source.c.removed, source.c.muted)))
_STORY: ColumnElement[int] = func.coalesce(func.nullif(item.c.story_id, 0), item.c.id)
_SHOWN_BEFORE = 2
_LONG = {name: literal("").label(name) for name in ("text", "html")}


class Known(NamedTuple):
    """What is needed to tell a known post from a new or changed one."""

    id: int
    key: str
    url: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A found item; in `snippet` text.MARK_START and text.MARK_END surround the found words."""

    item: Item
    snippet: str


def next_ids(tx: Tx, now: datetime, count: int) -> range:
    """New item ids in [10^15, 2^53): from the microsecond on, all above the last one given out."""
    ids = counters.take(tx, "item", count, at_least=max(microseconds(now), ITEM_ID_FIRST))
    if ids.stop > ITEM_ID_END:
        raise StoreError(f"The clock says {now:%Y}, too late for an item's number. Set it right.")
    return ids


def save(tx: Tx, items: Sequence[Item]) -> list[Item]:
    """Add items or renew known ones; returns them as they are stored now, in the order given.

    An item is known by its id or by its source and key: it then keeps its first id and `seen_at`,
    and its story where the new one has none. Raises NotFound for a removed source.
    """
    sources.require(tx, (one.source_id for one in items))
    merged = _merge(items, _stored(tx, items))
    fresh = {one.id: one for one in merged}
    text.unindex(tx, [row.id for row in tx.rows_in(select(item.c.id), item.c.id, list(fresh))])
    tx.upsert(item, [record(one) for one in fresh.values()], "id")
    text.index(tx, fresh)
    return [fresh[one.id] for one in merged]


def known(tx: Tx, source_id: int) -> list[Known]:
    """What is stored of a source, oldest first."""
    wanted = select(item.c.id, item.c.key, item.c.url, item.c.fingerprint)
    rows = tx.rows(wanted.where(item.c.source_id == source_id).order_by(item.c.id))
    return [Known(*row) for row in rows]


def get(tx: Tx, id: int) -> Item:
    """The item with this id. Raises NotFound."""
    row = None if id >= ITEM_ID_END else tx.row(select(*COLUMNS).where(item.c.id == id))
    if row is None:
        raise NotFound(f"There is no item {id} in this home.")
    return Item(*row)


def at_address(tx: Tx, url: str) -> Item | None:
    """The newest present item with this address, or None."""
    row = tx.row(
        select(*COLUMNS).where(item.c.url == url, PRESENT).order_by(item.c.id.desc()).limit(1)
    )
    return None if row is None else Item(*row)


def many(tx: Tx, ids: Iterable[int]) -> dict[int, Item]:
    """The stored ones among these items, by id."""
    rows = tx.rows_in(select(*COLUMNS), item.c.id, list(ids))
    return {row[0]: Item(*row) for row in rows}


def published(tx: Tx, ids: Iterable[int]) -> dict[int, datetime]:
    """When the stored ones among these items were published, by id."""
    wanted = select(item.c.id, item.c.published_at)
    return {row.id: row.published_at for row in tx.rows_in(wanted, item.c.id, list(ids))}


def recent(tx: Tx, *, since: datetime, limit: int | None = None) -> list[Item]:
    """Items first seen at `since` or later, last seen first."""
    wanted = select(*COLUMNS).where(item.c.seen_at >= since, PRESENT)
    return _items(tx, wanted.order_by(item.c.seen_at.desc(), item.c.id.desc()).limit(limit))


def heads(tx: Tx, *, since: datetime) -> list[Item]:
    """Items published at `since` or later by sources that are not muted, newest first, with title
    and lead; their text and html are left in the store and come back empty.
    """
    wanted = select(*(_LONG.get(column.name, column) for column in COLUMNS))
    wanted = wanted.where(item.c.published_at >= since, _HEARD)
    return _items(tx, wanted.order_by(item.c.published_at.desc(), item.c.id.desc()))


def first_published(tx: Tx) -> dict[int, datetime]:
    """Since when each source that is not muted is known: its oldest item's date, by source id."""
    wanted = select(item.c.source_id, func.min(item.c.published_at)).where(_HEARD)
    return {id: oldest for id, oldest in tx.rows(wanted.group_by(item.c.source_id))}


def newest(
    tx: Tx,
    limit: int,
    before: datetime | None = None,
    *,
    before_id: int | None = None,
    source_id: int | None = None,
) -> list[Item]:
    """The last published items, newest first, of one source or of all.

    before, before_id: `published_at` and id of the last item of the page before this one; without
    the id, items published in that same microsecond are left out.
    """
    wanted = select(*COLUMNS).where(PRESENT)
    if source_id is not None:
        wanted = wanted.where(item.c.source_id == source_id)
    if before is not None:
        tied = and_(item.c.published_at == before, item.c.id < (before_id or 0))
        wanted = wanted.where(item.c.published_at <= before)
        wanted = wanted.where(or_(item.c.published_at < before, tied))
    return _items(tx, wanted.order_by(item.c.published_at.desc(), item.c.id.desc()).limit(limit))


def of_story(tx: Tx, story_id: int) -> list[Item]:
    """The items of a story, first one first. An item not grouped yet is a story of its own."""
    alone = and_(item.c.id == story_id, item.c.story_id == 0)
    wanted = select(*COLUMNS).where(or_(item.c.story_id == story_id, alone), PRESENT)
    return _items(tx, wanted.order_by(item.c.id))


def set_stories(tx: Tx, stories: Mapping[int, int]) -> None:
    """Put items (keys) into stories (values)."""
    rows = [{"item": id, "story": story_id} for id, story_id in stories.items()]
    if rows:
        placed = update(item).where(item.c.id == bindparam("item"))
        tx.write(placed.values(story_id=bindparam("story")), rows)


def set_text(tx: Tx, id: int, body: str, html: str, seconds: int) -> None:
    """Give an item its full text. Raises NotFound."""
    get(tx, id)
    text.unindex(tx, [id])
    tx.write(update(item).where(item.c.id == id).values(text=body, html=html, seconds=seconds))
    text.index(tx, [id])


def search(tx: Tx, words: str, limit: int = 20) -> list[Hit]:
    """Items holding every word (or "quoted phrase"), best match first; [] for no words at all."""
    found = text.find(tx, words, limit)
    held = many(tx, [id for id, _ in found])
    return [Hit(held[id], snippet) for id, snippet in found]


def count(tx: Tx) -> int:
    """How many items the present sources have."""
    return int(tx.value(select(func.count()).select_from(item).where(PRESENT)))


def candidates(tx: Tx, *, since: datetime, day: date | None = None) -> list[Item]:
    """Items that may enter an edition, last seen first.

    Seen at `since` or later, from a source that is not muted, of a story nobody read or answered
    (picking one is no answer) and that stood in editions of fewer than two days. Editions of `day`
    itself do not count.
    """
    wanted = (
        select(*COLUMNS)
        .where(item.c.seen_at >= since, _HEARD)
        .where(_STORY.not_in(_touched()), _STORY.not_in(_shown(day)))
    )
    return _items(tx, wanted.order_by(item.c.seen_at.desc(), item.c.id.desc()))


def _touched() -> AnySelect:
    answered = select(verdict.c.item_id).where(verdict.c.asked != "picked")
    ids = union(select(reading.c.item_id), answered)
    return select(_STORY).where(item.c.id.in_(ids))


def _shown(day: date | None) -> AnySelect:
    # The story an item has today counts; where the item is gone, the one it had then.
    then = func.coalesce(func.nullif(slot.c.story_id, 0), slot.c.item_id)
    story = func.coalesce(_STORY, then)
    wanted = (
        select(story)
        .select_from(slot)
        .join(edition, edition.c.id == slot.c.edition_id)
        .join(item, item.c.id == slot.c.item_id, isouter=True)
        .group_by(story)
        .having(func.count(edition.c.day.distinct()) >= _SHOWN_BEFORE)
    )
    return wanted if day is None else wanted.where(edition.c.day != day)


def _items(tx: Tx, wanted: AnySelect) -> list[Item]:
    return [Item(*row) for row in tx.rows(wanted)]


def _stored(tx: Tx, items: Sequence[Item]) -> list[AnyRow]:
    wanted = select(item.c.id, item.c.source_id, item.c.key, item.c.seen_at, item.c.story_id)
    stored = list(tx.rows_in(wanted, item.c.id, [one.id for one in items]))
    for source_id in {one.source_id for one in items}:
        keys = [one.key for one in items if one.source_id == source_id]
        stored += tx.rows_in(wanted.where(item.c.source_id == source_id), item.c.key, keys)
    return stored


def _merge(items: Sequence[Item], stored: Sequence[AnyRow]) -> list[Item]:
    by_key = {(row.source_id, row.key): row.id for row in stored}
    by_id = {row.id: (row.seen_at, row.story_id) for row in stored}
    merged = []
    for one in items:
        id = by_key.setdefault((one.source_id, one.key), one.id)
        seen_at, story_id = by_id.setdefault(id, (one.seen_at, one.story_id))
        merged.append(replace(one, id=id, seen_at=seen_at, story_id=one.story_id or story_id))
    return merged
