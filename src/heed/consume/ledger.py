"""Double entry for minutes: what moves between accounts when. Sums are in summary.py.

Accounts: granted (what the reader gave, negative), open (given to an edition, not spent yet),
spent, returned. Every transaction sums to zero, so granted = spent + returned once an edition is
closed. A correction is a new transaction, never a change.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from heed.errors import NotFound
from heed.types import Account, Edition, Entry, Item, Reading


def grant(
    edition: Edition, entries: Sequence[Entry], *, tx: int, at: datetime
) -> tuple[Entry, ...]:
    """The reader gives an edition its minutes, less what was spent on it before.

    entries: all lines so far; an edition taken up again has some.
    """
    spent = sum(
        one.seconds for one in entries if one.account == "spent" and one.edition_id == edition.id
    )
    seconds = max(0, edition.granted_s - spent)
    return (
        Entry(tx, at, "granted", -seconds, edition.id),
        Entry(tx, at, "open", seconds, edition.id),
    )


def spend(reading: Reading, item: Item, *, tx: int, at: datetime) -> tuple[Entry, ...]:
    """A reading takes its minutes from the edition, or outside one from a grant on the spot."""
    source: tuple[int | None, int, int] = (reading.edition_id, item.id, item.source_id)
    origin = Entry(tx, at, "open" if reading.edition_id else "granted", -reading.active_s, *source)
    return (origin, Entry(tx, at, "spent", reading.active_s, *source))


def recalled(seconds: int, edition_id: int | None, *, tx: int, at: datetime) -> tuple[Entry, ...]:
    """Cards take their minutes as pieces do; they are no item and of no source."""
    origin = Entry(tx, at, "open" if edition_id else "granted", -seconds, edition_id)
    return (origin, Entry(tx, at, "spent", seconds, edition_id))


def close(
    entries: Sequence[Entry], *, over: Collection[int], tx: int, at: datetime
) -> tuple[Entry, ...]:
    """Settle every open edition. What is left of one whose day is `over` is returned.

    One put aside for another edition of the same day was never used: its grant is taken back, as
    is the lack of one that was read beyond its minutes. Closing twice moves nothing.
    """
    left: dict[int | None, int] = {}
    for entry in entries:
        if entry.account == "open":
            left[entry.edition_id] = left.get(entry.edition_id, 0) + entry.seconds
    lines: list[Entry] = []
    for edition_id, seconds in left.items():
        if seconds:
            account: Account = "returned" if seconds > 0 and edition_id in over else "granted"
            lines.append(Entry(tx, at, "open", -seconds, edition_id))
            lines.append(Entry(tx, at, account, seconds, edition_id))
    return tuple(lines)


def correct(
    entries: Sequence[Entry], item_id: int, *, seconds: int, tx: int, at: datetime
) -> tuple[Entry, ...]:
    """A piece really took so many seconds in all: the difference moves, nothing is changed.

    It goes back to where the piece was last paid from, or is taken from there; from a closed
    edition what was returned pays first, and a grant on the spot the rest. Raises NotFound.
    """
    paid = [one for one in entries if one.account == "spent" and one.item_id == item_id]
    if not paid:
        raise NotFound(
            f"No minutes are booked for piece {item_id}, so there is nothing to correct."
        )
    last = paid[-1]
    more = seconds - sum(one.seconds for one in paid)
    source = (last.edition_id, item_id, last.source_id)
    lines = [Entry(tx, at, "spent", more, *source)] if more else []
    for account, part in _payers(entries, last.edition_id, more):
        lines.append(Entry(tx, at, account, -part, *source))
    return tuple(lines)


def _payers(
    entries: Sequence[Entry], edition_id: int | None, more: int
) -> list[tuple[Account, int]]:
    """Which accounts pay `more` seconds, and how many each; below 0: which get them back."""
    if not more:
        return []
    if edition_id is None:
        return [("granted", more)]
    mine = [one for one in entries if one.edition_id == edition_id]
    if sum(one.seconds for one in mine if one.account == "open"):
        return [("open", more)]
    if more < 0:
        return [("returned", more)]
    returned = min(more, sum(one.seconds for one in mine if one.account == "returned"))
    parts: list[tuple[Account, int]] = [("returned", returned), ("granted", more - returned)]
    return [(account, part) for account, part in parts if part > 0]
