"""Entries: the ledger of minutes, double and append-only. What the accounts mean is in consume."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, select

from heed.store import counters
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import entry, source
from heed.types import Account, Entry

_COLUMNS = tuple(entry.c[field.name] for field in fields(Entry))


def next_tx(tx: Tx) -> int:
    """A transaction number nobody else gets."""
    last = tx.value(select(func.max(entry.c.tx))) or 0
    return counters.advance(tx, "entry", at_least=last + 1)


def post(tx: Tx, entries: Sequence[Entry]) -> None:
    """Add whole transactions to the ledger.

    Raises ValueError where one does not sum to zero seconds or its number was posted before.
    """
    sums: defaultdict[int, int] = defaultdict(int)
    for one in entries:
        sums[one.tx] += one.seconds
    uneven = {number: total for number, total in sums.items() if total}
    if uneven:
        raise ValueError(f"These transactions do not sum to zero seconds: {uneven}.")
    posted = [row.tx for row in tx.rows_in(select(entry.c.tx).distinct(), entry.c.tx, list(sums))]
    if posted:
        raise ValueError(f"These transactions were posted before: {posted}.")
    tx.insert(entry, [record(one) for one in entries])


def all(tx: Tx, since: datetime | None = None) -> list[Entry]:
    """Entries made at `since` or later, in the order they were posted."""
    wanted = select(*_COLUMNS).order_by(entry.c.id)
    if since is not None:
        wanted = wanted.where(entry.c.at >= since)
    return [Entry(*row) for row in tx.rows(wanted)]


def spent_by_topic(tx: Tx, since: datetime) -> dict[str, int]:
    """Seconds spent at `since` or later on the pieces of each source's topic."""
    wanted = (
        select(source.c.topic, func.sum(entry.c.seconds))
        .join(source, source.c.id == entry.c.source_id)
        .where(entry.c.account == "spent", entry.c.at >= since)
        .group_by(source.c.topic)
    )
    return {topic: seconds for topic, seconds in tx.rows(wanted)}


def balance(tx: Tx) -> dict[Account, int]:
    """Seconds on every account that was ever used; they sum to zero."""
    totals = select(entry.c.account, func.sum(entry.c.seconds)).group_by(entry.c.account)
    return {account: seconds for account, seconds in tx.rows(totals)}
