"""Verdicts: answers to "was it worth it?". Append-only: a changed mind is one more row."""

from dataclasses import fields

from sqlalchemy import func, select

from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import verdict
from heed.types import Asked, Verdict

_COLUMNS = tuple(verdict.c[field.name] for field in fields(Verdict))


def add(tx: Tx, given: Verdict) -> None:
    """Keep an answer. Raises NotFound where its item is not in this home."""
    tx.insert(verdict, [record(given)])


def latest(tx: Tx, *kinds: Asked) -> dict[int, Verdict]:
    """The answer that counts for each item: the one given last, whatever the clock said.

    kinds: of these only; none named, of all.
    """
    last = select(func.max(verdict.c.id)).group_by(verdict.c.item_id)
    if kinds:
        last = last.where(verdict.c.asked.in_(kinds))
    rows = tx.rows(select(*_COLUMNS).where(verdict.c.id.in_(last)).order_by(verdict.c.id))
    return {row.item_id: Verdict(*row) for row in rows}


def last_id(tx: Tx) -> int:
    """The id of the answer kept last, 0 where there is none: it moves with every answer."""
    return tx.value(select(func.max(verdict.c.id))) or 0


def at_first(tx: Tx) -> dict[int, Verdict]:
    """The latest answers but those given a week later: what was said, or picked, at the time."""
    return latest(tx, "asked", "volunteered", "picked")


def second_thoughts(tx: Tx) -> dict[int, Verdict]:
    """The answers given a week later."""
    return latest(tx, "hindsight")


def told(tx: Tx) -> dict[int, Verdict]:
    """The latest answers that are about minutes spent: what was only picked is left out."""
    return {item_id: one for item_id, one in latest(tx).items() if one.asked != "picked"}


def of_item(tx: Tx, item_id: int) -> list[Verdict]:
    """Every answer an item got, first one first."""
    wanted = select(*_COLUMNS).where(verdict.c.item_id == item_id).order_by(verdict.c.id)
    return [Verdict(*row) for row in tx.rows(wanted)]
