"""The edition in hand: taking one up, putting it aside, and settling the minutes of the others.
What an edition holds is composed elsewhere.
"""

from datetime import date, datetime
from weakref import WeakKeyDictionary

from heed import consume, store
from heed.types import Edition, Entry

CURRENT = "edition"
ASIDE = "edition_put_aside"


def current(db: store.Database, today: date) -> Edition | None:
    """The edition of today that is in hand, if one was taken up."""
    with db.read() as tx:
        kept = store.states.get(tx, CURRENT)
        found = _read(db, tx, int(kept)) if kept else None
    return found if found and found.day == today else None


_LAST: WeakKeyDictionary[store.Database, Edition] = WeakKeyDictionary()
"""The edition read last: every page asks for it, it never changes, it may name 10,000 pieces."""


def _read(db: store.Database, tx: store.Tx, id: int) -> Edition:
    last = _LAST.get(db)
    if last is None or last.id != id:
        last = _LAST[db] = store.editions.get(tx, id)
    return last


def known(db: store.Database, day: date, granted_s: int) -> Edition | None:
    """The edition issued for this day and budget before, unless it was put aside."""
    with db.read() as tx:
        found = store.editions.find(tx, day, granted_s)
        aside = int(store.states.get(tx, ASIDE) or b"0")
    return found if found and found.id > aside else None


def take_up(db: store.Database, edition: Edition, *, at: datetime) -> Edition:
    """Issue the edition if it is new, put it in hand and give it its minutes.

    One without candidates is returned as it is, with id 0.
    """
    if not edition.slots and not edition.left_out:
        return edition
    with db.write() as tx:
        held = edition if edition.id else store.editions.save(tx, edition)
        store.states.put(tx, CURRENT, str(held.id).encode())
        past = _settle(tx, held.day, at)
        opening = consume.grant(held, past, tx=store.entries.next_tx(tx), at=at)
        store.entries.post(tx, opening)
    return held


def put_down(db: store.Database, edition: Edition, *, at: datetime) -> bool:
    """Put the edition aside, if nothing of it was read; its minutes are taken back."""
    if begun(db, edition):
        return False
    with db.write() as tx:
        store.states.remove(tx, CURRENT)
        store.states.put(tx, ASIDE, str(edition.id).encode())
        _settle(tx, edition.day, at)
    return True


def begun(db: store.Database, edition: Edition) -> bool:
    """Whether anything of the edition was read."""
    with db.read() as tx:
        cards = store.cards.answered_in(tx, edition.id)
        return bool(cards) or any(store.readings.total_s(tx, s.item_id) for s in edition.slots)


def _settle(tx: store.Tx, today: date, at: datetime) -> list[Entry]:
    """Close every open edition; returns the lines there were before."""
    days = {one.id: one.day for one in store.editions.all_days(tx)}
    over = {id for id, day in days.items() if day < today}
    past = store.entries.all(tx)
    store.entries.post(tx, consume.close(past, over=over, tx=store.entries.next_tx(tx), at=at))
    return past
