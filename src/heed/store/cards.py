"""Cards and the answers they got, append-only. What a card becomes is decided elsewhere."""

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import delete, func, select, update

from heed.errors import NotFound
from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import AnySelect, Tx
from heed.store.schema import card, review
from heed.types import Card, Review

_COLUMNS = tuple(card.c[field.name] for field in fields(Card))
_REVIEW = tuple(review.c[field.name] for field in fields(Review))


def add(tx: Tx, made: Card) -> Card:
    """Keep a new card (id 0); returned with its number. Raises NotFound where its item is gone."""
    kept = replace(made, id=counters.advance(tx, "card"))
    tx.insert(card, [record(kept)])
    return kept


def get(tx: Tx, id: int) -> Card:
    """The card with this number. Raises NotFound."""
    row = tx.row(select(*_COLUMNS).where(card.c.id == id))
    if row is None:
        raise _missing(id)
    return Card(*row)


def all(tx: Tx) -> list[Card]:
    """Every card, oldest first."""
    return _cards(tx, select(*_COLUMNS).order_by(card.c.id))


def due(tx: Tx, by: datetime) -> list[Card]:
    """Cards due at `by` or earlier, the longest overdue first."""
    wanted = select(*_COLUMNS).where(card.c.due_at <= by)
    return _cards(tx, wanted.order_by(card.c.due_at, card.c.id))


def answer(tx: Tx, changed: Card, given: Review) -> None:
    """Keep an answer and the card as it is after it. Raises NotFound."""
    written = tx.write(update(card).where(card.c.id == changed.id).values(record(changed)))
    if written.rowcount == 0:
        raise _missing(changed.id)
    tx.insert(review, [record(given)])


def remove(tx: Tx, id: int) -> None:
    """Take a card away; its answers stay. Raises NotFound."""
    if tx.write(delete(card).where(card.c.id == id)).rowcount == 0:
        raise _missing(id)


def reviews(tx: Tx, since: datetime | None = None) -> list[Review]:
    """Answers given at `since` or later, in the order they were kept."""
    wanted = select(*_REVIEW).order_by(review.c.id)
    if since is not None:
        wanted = wanted.where(review.c.at >= since)
    return [Review(*row) for row in tx.rows(wanted)]


def answered_in(tx: Tx, edition_id: int) -> int:
    """How many cards were answered out of an edition's minutes."""
    wanted = select(func.count()).select_from(review).where(review.c.edition_id == edition_id)
    return int(tx.value(wanted))


def _cards(tx: Tx, wanted: AnySelect) -> list[Card]:
    return [Card(*row) for row in tx.rows(wanted)]


def _missing(id: int) -> NotFound:
    return NotFound(f"There is no card {id} in this home.")
