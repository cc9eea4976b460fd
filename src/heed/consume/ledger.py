"""Double entry for minutes: what moves between accounts when. Sums are in summary.py.

Accounts: granted (what the reader gave, negative), open (given to an edition, not spent yet),
spent, returned. Every transaction sums to zero, so granted = spent + returned once an edition is
closed. A correction is a new transaction, never a change.
"""

from collections.abc import Sequence
from datetime import datetime

from heed.types import Account, Edition, Entry, Item, Reading


def grant(edition: Edition, *, tx: int, at: datetime) -> tuple[Entry, ...]:
    """The reader gives an edition its minutes."""
    return (
        Entry(tx, at, "granted", -edition.granted_s, edition.id),
        Entry(tx, at, "open", edition.granted_s, edition.id),
    )


def spend(reading: Reading, item: Item, *, tx: int, at: datetime) -> tuple[Entry, ...]:
    """A reading takes its minutes from the edition, or outside one from a grant on the spot."""
    source: tuple[int | None, int, int] = (reading.edition_id, item.id, item.source_id)
    origin = Entry(tx, at, "open" if reading.edition_id else "granted", -reading.active_s, *source)
    return (origin, Entry(tx, at, "spent", reading.active_s, *source))


def close(entries: Sequence[Entry], *, tx: int, at: datetime) -> tuple[Entry, ...]:
    """Every open edition gives back what is left; what was read beyond it becomes a further grant.

    entries: all lines so far. Closing twice moves nothing.
    """
    left: dict[int | None, int] = {}
    for entry in entries:
        if entry.account == "open":
            left[entry.edition_id] = left.get(entry.edition_id, 0) + entry.seconds
    lines: list[Entry] = []
    for edition_id, seconds in left.items():
        if seconds:
            account: Account = "returned" if seconds > 0 else "granted"
            lines.append(Entry(tx, at, "open", -seconds, edition_id))
            lines.append(Entry(tx, at, account, seconds, edition_id))
    return tuple(lines)
