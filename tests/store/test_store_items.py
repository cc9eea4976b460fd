from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_nouns import (
    DAY,
    HOUR,
    NOW,
    add_item,
    add_source,
    an_edition,
    an_item,
    item_fields,
    keys,
    law,
    moments,
    undone,
)

from heed import store
from heed.errors import NotFound, StoreError
from heed.types import ITEM_ID_END, ITEM_ID_FIRST, Item, Reading, Verdict

A_DAY = timedelta(days=1)
EARLIER = NOW - 30 * A_DAY


@law
@given(item_fields)
def test_an_item_comes_back_as_it_was_saved(shared, given_fields):
    with undone(shared) as tx:
        item = an_item(tx, add_source(tx), **given_fields)
        assert store.items.save(tx, [item]) == [item]
        assert store.items.get(tx, item.id) == item
        assert store.items.many(tx, [item.id, 5]) == {item.id: item}


@law
@given(st.lists(st.lists(keys, max_size=4), max_size=4))
def test_a_source_and_key_keep_their_first_id_however_often_they_are_saved(shared, batches):
    with undone(shared) as tx:
        source, first = add_source(tx), {}
        for batch in batches:
            saved = store.items.save(tx, [an_item(tx, source, key) for key in batch])
            for item in saved:
                assert first.setdefault(item.key, item.id) == item.id
        assert store.items.count(tx) == len(first)
        assert [row.key for row in store.items.known(tx, source.id)] == list(first)


@law
@given(item_fields, item_fields)
def test_a_renewed_item_keeps_only_its_id_first_sight_and_story(shared, before, after):
    with undone(shared) as tx:
        source = add_source(tx)
        old = add_item(tx, source, **before)
        new = add_item(tx, source, **after)
        story_id = after["story_id"] or before["story_id"]
        kept = {"id": old.id, "seen_at": old.seen_at, "story_id": story_id}
        for field in fields(Item):
            if field.name not in ("source_id", "key", "url"):
                wanted = kept.get(field.name, after.get(field.name))
                assert getattr(new, field.name) == wanted, field.name
        assert store.items.get(tx, old.id) == new


def test_an_item_saved_by_id_may_change_its_key(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        moved = replace(item, key="k2")
        assert store.items.save(tx, [moved]) == [moved]
        assert store.items.count(tx) == 1


def test_two_items_of_one_key_in_one_batch_are_one_item(db):
    with db.write() as tx:
        source = add_source(tx)
        twice = [an_item(tx, source, title=title) for title in ("Old", "New")]
        saved = store.items.save(tx, twice)
        assert saved[0] == saved[1] == replace(twice[1], id=twice[0].id)


def test_text_no_database_can_hold_is_made_storable(db):
    with db.write() as tx:
        saved = add_item(tx, add_source(tx), title="a\0b", text="c\ud800d")
        kept = store.items.get(tx, saved.id)
        assert (kept.title, kept.text) == ("ab", "c?d")


def test_known_says_what_tells_a_new_post_from_a_changed_one(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx), fingerprint="abc")
        assert store.items.known(tx, item.source_id) == [(item.id, "k1", item.url, "abc")]


def test_a_missing_item_is_said_so(db):
    with db.write() as tx:
        for ask in (store.items.get, lambda tx, id: store.items.set_text(tx, id, "", "", 0)):
            with pytest.raises(NotFound, match="no item 7"):
                ask(tx, 7)


@law
@given(st.lists(moments, min_size=1))
def test_ids_rise_and_stay_in_range_however_the_clock_jumps(shared, clock):
    with undone(shared) as tx:
        try:
            ids = [id for n, now in enumerate(clock) for id in store.items.next_ids(tx, now, n)]
        except StoreError:
            assert max(clock).year >= 2255
        else:
            assert ids == sorted(set(ids))
            assert all(ITEM_ID_FIRST <= id < ITEM_ID_END for id in ids)


def test_an_id_is_the_microsecond_it_was_given_out(db):
    with db.write() as tx:
        first = int(NOW.timestamp() * 10**6)
        assert list(store.items.next_ids(tx, NOW, 2)) == [first, first + 1]
        assert list(store.items.next_ids(tx, NOW, 1)) == [first + 2]


def test_a_clock_too_late_for_an_item_number_is_said_so(db):
    with db.write() as tx, pytest.raises(StoreError, match="clock says 2300"):
        store.items.next_ids(tx, datetime(2300, 1, 1, tzinfo=UTC), 1)


def test_a_time_without_a_zone_is_refused(db):
    with db.write() as tx, pytest.raises(ValueError, match="time zone"):
        store.items.next_ids(tx, NOW.replace(tzinfo=None), 1)


def test_recent_goes_by_first_sight_and_newest_by_publication(db):
    with db.write() as tx:
        source = add_source(tx)
        a = add_item(tx, source, "a", seen_at=NOW, published_at=NOW - 3 * HOUR)
        b = add_item(tx, source, "b", seen_at=NOW - HOUR, published_at=NOW - HOUR)
        c = add_item(tx, source, "c", seen_at=NOW - A_DAY, published_at=NOW - 2 * HOUR)
        assert store.items.recent(tx, since=NOW - HOUR) == [a, b]
        assert store.items.recent(tx, since=NOW - HOUR, limit=1) == [a]
        assert store.items.newest(tx, 9) == [b, c, a]
        assert store.items.newest(tx, 9, NOW - HOUR) == [c, a]
        assert store.items.newest(tx, 9, source_id=source.id + 1) == []


@law
@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5))
def test_paging_by_time_and_id_shows_every_item_once(shared, hours, size):
    with undone(shared) as tx:
        source = add_source(tx)
        for number, hour in enumerate(hours):
            add_item(tx, source, str(number), published_at=NOW - hour * HOUR)
        seen = page = store.items.newest(tx, size)
        while page:
            last = page[-1]
            page = store.items.newest(tx, size, last.published_at, before_id=last.id)
            seen = seen + page
        assert seen == store.items.newest(tx, 99)
        assert len(seen) == len(hours)


def test_a_story_is_its_items_first_one_first(db):
    with db.write() as tx:
        source = add_source(tx)
        a, b, c = (add_item(tx, source, key) for key in "abc")
        store.items.set_stories(tx, {a.id: a.id, c.id: a.id})
        assert [item.key for item in store.items.of_story(tx, a.id)] == ["a", "c"]
        assert store.items.of_story(tx, b.id) == [b]
        store.items.set_stories(tx, {})


def test_full_text_replaces_the_text_and_is_found(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        store.items.set_text(tx, item.id, "Quite different words", "<p>Quite</p>", 90)
        changed = store.items.get(tx, item.id)
        assert changed == replace(
            item, text="Quite different words", html="<p>Quite</p>", seconds=90
        )
        assert [hit.item for hit in store.items.search(tx, "different")] == [changed]
        assert store.items.search(tx, "whole") == []


def test_many_takes_more_ids_than_a_statement_can_hold(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        assert store.items.many(tx, [item.id, *range(40_000)]) == {item.id: item}


def candidates(tx, **given):
    return [item.key for item in store.items.candidates(tx, since=EARLIER, **given)]


def test_candidates_are_what_was_seen_since_last_seen_first(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, "late", seen_at=NOW)
        add_item(tx, source, "edge", seen_at=EARLIER)
        add_item(tx, source, "old", seen_at=EARLIER - HOUR)
        assert candidates(tx) == ["late", "edge"]


def test_a_muted_or_removed_source_has_no_candidates(db):
    with db.write() as tx:
        heard, muted, removed = (add_source(tx, f"u{n}") for n in range(3))
        for source in (heard, muted, removed):
            add_item(tx, source, f"of {source.url}")
        store.sources.update(tx, replace(muted, muted=True))
        store.sources.remove(tx, removed.id)
        assert candidates(tx) == ["of u0"]


@pytest.mark.parametrize("deed", ["reading", "verdict"])
def test_a_story_once_read_or_answered_is_no_candidate_in_any_outlet(db, deed):
    with db.write() as tx:
        source = add_source(tx)
        read, same, other = (add_item(tx, source, key) for key in ("read", "same", "other"))
        store.items.set_stories(tx, {read.id: read.id, same.id: read.id})
        if deed == "reading":
            store.readings.add(tx, Reading(read.id, NOW, 1, "web"))
        else:
            store.verdicts.add(tx, Verdict(read.id, "none", NOW))
        assert candidates(tx) == [other.key]


def test_a_story_shown_on_two_days_is_no_candidate_on_a_third(db):
    with db.write() as tx:
        source = add_source(tx)
        shown, same, other = (add_item(tx, source, key) for key in ("shown", "same", "other"))
        store.items.set_stories(tx, {shown.id: shown.id, same.id: shown.id})
        store.editions.save(tx, an_edition(shown))
        assert set(candidates(tx)) == {"shown", "same", "other"}
        store.editions.save(tx, an_edition(same, day=DAY + A_DAY))
        assert candidates(tx) == [other.key]


def test_editions_of_the_day_itself_do_not_count_against_a_story(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        store.editions.save(tx, an_edition(item, granted_s=600))
        store.editions.save(tx, an_edition(item, granted_s=900))
        assert candidates(tx) == [item.key]
        store.editions.save(tx, an_edition(item, day=DAY + A_DAY))
        assert candidates(tx) == []
        assert candidates(tx, day=DAY + A_DAY) == [item.key]
