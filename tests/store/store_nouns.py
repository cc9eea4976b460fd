"""Nouns for the store's tests: one of each by hand, any of each for the laws."""

import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from heed import store
from heed.team import Assignment, MarketDay, Seat, TeamAudit, Wanted
from heed.types import Edition, Item, LeftOut, Reason, Rule, RulePrice, Slot, Source

law = settings(max_examples=25, deadline=None)
"""Examples touch a disk: fewer of them, and no time limit on a busy machine."""

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = date(2026, 5, 1)


class _Undo(Exception):
    pass


@contextmanager
def undone(db: store.Database) -> Iterator[store.Tx]:
    """A write that never happened, for many examples in one home."""
    try:
        with db.write() as tx:
            yield tx
            raise _Undo
    except _Undo:
        pass


def add_source(tx: store.Tx, url: str = "https://example.org/feed", **given: Any) -> Source:
    values = {"kind": "feed", "title": "Example", "at": NOW} | given
    return store.sources.add(tx, url=url, **values)


def an_item(tx: store.Tx, source: Source, key: str = "k1", **given: Any) -> Item:
    """A new item, not saved."""
    item = Item(
        id=store.items.next_ids(tx, NOW, 1)[0],
        source_id=source.id,
        key=key,
        url=f"https://example.org/{key}",
        title=f"Title of {key}",
        lead="A lead.",
        text="The whole text.",
        html="<p>The whole text.</p>",
        language="en",
        seen_at=NOW,
        published_at=NOW - HOUR,
        seconds=120,
        fingerprint="f",
    )
    return replace(item, **given)


def add_item(tx: store.Tx, source: Source, key: str = "k1", **given: Any) -> Item:
    [saved] = store.items.save(tx, [an_item(tx, source, key, **given)])
    return saved


def an_edition(*items: Item, day: date = DAY, granted_s: int = 1800) -> Edition:
    slots = tuple(
        Slot(i.id, i.story_id, i.title, "Example", i.url, "core", i.seconds, 1.2, 0.3, 1.0, ())
        for i in items
    )
    return Edition(0, day, NOW, granted_s, 1.1, 30.0, 0.01, 1.0, 7, slots, ())


def a_day() -> MarketDay:
    """A market day not issued yet."""
    seats = (Seat(1, "Ada", 900, 1.1, 0.4), Seat(2, "陈", 600))
    pieces = (
        Wanted(7, "Piece", "Quay", 240, 1, 2, "News", DAY, (2,), 0.3, 1.2),
        Wanted(8, "Other", "Quay", 60, 0, 1, "News"),
    )
    audits = (
        TeamAudit("chosen", 2, 60, 0, 0.0, 0, 3.5, 4.0, 0.2, 1, 0),
        TeamAudit("alone", 1, 0, 1),
    )
    return MarketDay(0, DAY, NOW, "split", 2**70, seats, pieces, audits)


def an_assignment(item_id: int = 7, member_id: int = 1) -> Assignment:
    """Of a market day, for a reader, as the room hands it out."""
    reasons = (Reason("need", 0.0, "利率"), Reason("interest", 0.4, "tides"))
    return Assignment(0, 0, member_id, item_id, NOW, True, 1.2, 0.4, reasons)


moments = st.datetimes(timezones=st.just(UTC))
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ids = st.integers(0, 2**53 - 1)
seconds = st.integers(0, 10**6)
reals = st.floats(allow_nan=False)
reasons = st.lists(
    st.builds(
        Reason,
        st.sampled_from(["liked", "source", "recency", "explore"]),
        st.floats(allow_nan=False, allow_infinity=False),
        words,
        st.none() | ids,
    ),
    max_size=3,
).map(tuple)
slots = st.builds(
    Slot,
    ids,
    ids,
    words,
    words,
    words,
    st.sampled_from(["core", "explore", "must", "review", "team"]),
    seconds,
    reals,
    reals,
    reals,
    reasons,
    st.integers(1, 99),
)
others = st.builds(LeftOut, ids, ids, words, words, seconds, reals, st.none() | seconds, reasons)
rules = st.builds(
    Rule,
    st.integers(1, 10**6),
    st.sampled_from(["topic", "source"]),
    words,
    st.sampled_from(["floor", "ceiling"]),
    seconds,
)
editions = st.builds(
    Edition,
    st.just(0),
    st.dates(),
    moments,
    seconds,
    reals,
    reals,
    reals,
    reals,
    st.integers(0, 2**128),
    st.lists(slots, max_size=3).map(tuple),
    st.lists(others, max_size=3).map(tuple),
    st.lists(st.builds(RulePrice, rules, reals, st.booleans()), max_size=2).map(tuple),
)
keys = st.text(string.ascii_letters, min_size=1, max_size=3)
item_fields = st.fixed_dictionaries(
    {
        "title": words,
        "lead": words,
        "text": words,
        "html": words,
        "language": words,
        "seen_at": moments,
        "published_at": moments,
        "updated_at": st.none() | moments,
        "seconds": seconds,
        "fingerprint": words,
        "author": words,
        "story_id": ids,
        "signals": st.lists(words, max_size=2).map(tuple),
    }
)
