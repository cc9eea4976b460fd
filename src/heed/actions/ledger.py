"""The ledger as doors show it: the account, what it says, corrections, and the book as CSV.

Where another way of choosing is asked about, what was shown (consume) meets how such a log is read
(learn.offpolicy). Nothing is ever changed in the book: a correction is one more transaction.
"""

import csv
import io
from datetime import timedelta

import numpy as np

from heed import consume
from heed.actions.diet import rule_costs
from heed.consume.accounts import Shown
from heed.diet import Diet
from heed.errors import BadInput
from heed.learn.offpolicy import Estimate, Log, ips, snips
from heed.store import editions, entries, items, sources, verdicts
from heed.types import Accounts, Dividend, Edition, Entry, Interval, Ledger, Rival

DAYS = 60
"""Rent, prices, advice and comparisons look back so far."""
MOST_MINUTES = 1440
FEWEST_ROWS = 2
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run a cell that begins so."""


def ledger(diet: Diet) -> Ledger:
    """Everything granted, spent, returned and earned so far."""
    with diet.db.read() as tx:
        return consume.summarise(
            entries.all(tx),
            verdicts.told(tx),
            sources.ever(tx),
            day_of=lambda at: at.astimezone(diet.zone).date(),
            hour_of=lambda at: at.astimezone(diet.zone).hour,
        )


def accounts(diet: Diet) -> Accounts:
    """What the last editions say of sources, prices, minutes and other ways of choosing."""
    since = diet.today() - timedelta(days=DAYS)
    with diet.db.read() as tx:
        issued = sorted((one.day, one.id) for one in editions.all_days(tx) if one.day > since)
        held = [editions.get(tx, id) for id in dict(issued).values()]
        told = verdicts.told(tx)
        published = items.published(tx, _offered(held))
    rows = consume.shown(held, told, published)
    return Accounts(
        rents=consume.rents(held),
        prices=consume.prices(held),
        advice=consume.advice(held, told),
        dividends=tuple(dividend(rows, rival) for rival in ("newest", "random", "lottery") if rows),
        rules=rule_costs(diet),
    )


def dividend(rows: list[Shown], rival: Rival) -> Dividend:
    """What heed's choice was worth more than another way, where the log can tell.

    The two errors are added as if independent; they share days, so the interval is no narrower
    than it should be.
    """
    counted, own = rows, rows
    if rival == "lottery":
        counted = [one for one in rows if one.explored]
        own = [one for one in rows if not one.explored]
    if min(len(counted), len(own)) < FEWEST_ROWS:
        return Dividend(rival, Interval(0.0, -2.0, 2.0), len(counted), "rows")
    ours = ips(_log(own, None))
    theirs = ips(_log(counted, None)) if rival == "lottery" else snips(_log(counted, rival))
    gain = ours.value - theirs.value
    reach = float(np.hypot(_reach(ours), _reach(theirs)))
    return Dividend(
        rival, Interval(gain, gain - reach, gain + reach), len(counted), theirs.lack or ours.lack
    )


def _log(rows: list[Shown], rival: Rival | None) -> Log:
    """rival None: shown as it was."""
    logged = np.array([one.logged for one in rows])
    if rival is None:
        target = logged
    elif rival == "newest":
        target = np.array([one.newest for one in rows])
    else:
        target = np.array([one.random for one in rows])
    unit = np.array([one.unit for one in rows], dtype=np.int64)
    return Log(np.array([one.reward for one in rows]), logged, target, unit)


def _reach(one: Estimate) -> float:
    return (one.high - one.low) / 2


def correct(diet: Diet, item_id: int, minutes: float) -> tuple[Entry, ...]:
    """Say how long a piece really took; one more transaction. Raises NotFound, BadInput."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise BadInput(f"{minutes:g} minutes cannot be booked; a piece takes 0 to {MOST_MINUTES}.")
    with diet.db.write() as tx:
        item = items.get(tx, item_id)
        lines = consume.correct(
            entries.all(tx), item.id, seconds=round(minutes * 60),
            tx=entries.next_tx(tx), at=diet.clock(),
        )  # fmt: skip
        entries.post(tx, lines)
    return lines


def book(diet: Diet, *, last: int | None = None) -> list[tuple[Entry, str, str]]:
    """Every line of the book with its piece's title and source's, the newest last."""
    with diet.db.read() as tx:
        lines = entries.all(tx)
        lines = lines if last is None else lines[-last:]
        pieces = items.many(tx, {one.item_id for one in lines if one.item_id})
        held = sources.ever(tx)
    return [
        (
            one,
            pieces[one.item_id].title if one.item_id in pieces else "",
            held[one.source_id].title if one.source_id in held else "",
        )
        for one in lines
    ]


def as_csv(diet: Diet) -> str:
    """The book as CSV, one line an entry; the seconds of a transaction sum to zero."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["tx", "at", "account", "seconds", "edition", "item", "source", "title"])
    for one, title, source in book(diet):
        at = one.at.isoformat(timespec="seconds")
        where = (one.edition_id or "", one.item_id or "")
        write.writerow([one.tx, at, one.account, one.seconds, *where, _cell(source), _cell(title)])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text


def _offered(held: list[Edition]) -> set[int]:
    chosen = {one.item_id for edition in held for one in edition.slots}
    return chosen | {one.item_id for edition in held for one in edition.left_out}
