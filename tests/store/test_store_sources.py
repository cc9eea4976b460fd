from dataclasses import replace

import numpy as np
import pytest
from store_nouns import HOUR, NOW, add_item, add_source

from heed import store
from heed.errors import BadInput, NotFound
from heed.types import Reading, Source, Verdict, Visit


def test_a_source_comes_back_as_it_was_added(db):
    with db.write() as tx:
        added = add_source(tx, topic="science", site_url="https://example.org", language="en")
    with db.read() as tx:
        assert store.sources.get(tx, added.id) == added
        assert store.sources.find_by_url(tx, added.url) == added
    assert added == Source(
        added.id, added.url, "feed", "Example", NOW, "https://example.org", "science", "en"
    )


def test_adding_a_known_url_gives_the_source_already_there(db):
    with db.write() as tx:
        first = add_source(tx)
        assert add_source(tx, title="Another title") == first
        assert store.sources.all(tx) == [first]


def test_all_can_be_asked_for_one_kind(db):
    with db.write() as tx:
        feed, folder = add_source(tx), add_source(tx, "/notes", kind="folder")
        assert store.sources.all(tx) == [feed, folder]
        assert store.sources.all(tx, "folder") == [folder]


def test_an_update_is_kept(db):
    with db.write() as tx:
        changed = replace(add_source(tx), title="New", muted=True, topic="arts")
        store.sources.update(tx, changed)
        assert store.sources.get(tx, changed.id) == changed


def test_two_sources_never_get_one_url(db):
    with db.write() as tx:
        first, second = add_source(tx), add_source(tx, "https://example.org/other")
        with pytest.raises(BadInput, match="already followed"):
            store.sources.update(tx, replace(second, url=first.url))


def test_what_is_not_there_is_said_so(db):
    with db.write() as tx:
        with pytest.raises(NotFound, match="no source 7"):
            store.sources.get(tx, 7)
        with pytest.raises(NotFound, match="no source 7"):
            store.sources.remove(tx, 7)
        with pytest.raises(NotFound, match="no source 7"):
            store.sources.update(tx, Source(7, "u", "feed", "t", NOW))


def test_removing_a_source_nobody_read_leaves_nothing_of_it(db):
    with db.write() as tx:
        source = add_source(tx)
        item = add_item(tx, source)
        store.visits.save(tx, Visit(source.id))
        store.vectors.save(tx, "e", [item.id], _row())
        store.sources.remove(tx, source.id)
        assert store.sources.all(tx) == []
        assert store.sources.ever(tx) == {}
        assert store.items.count(tx) == 0
        assert store.visits.all(tx) == {}
        assert store.vectors.load(tx, [item.id]) == {}
        assert store.items.search(tx, "whole") == []


def test_removing_a_source_keeps_what_was_read_or_answered_with_its_vector(db):
    with db.write() as tx:
        source = add_source(tx)
        read, answered, unread = (add_item(tx, source, key) for key in ("a", "b", "c"))
        store.vectors.save(tx, "e", [read.id, answered.id, unread.id], _row(3))
        store.readings.add(tx, Reading(read.id, NOW, 60, "web"))
        store.verdicts.add(tx, Verdict(answered.id, "all", NOW))
        store.sources.remove(tx, source.id)
        kept = [read.id, answered.id]
        assert list(store.items.many(tx, [read.id, answered.id, unread.id])) == kept
        assert list(store.vectors.load(tx, [read.id, answered.id, unread.id])) == kept
        assert store.readings.total_s(tx, read.id) == 60
        assert list(store.verdicts.latest(tx)) == [answered.id]
        assert store.sources.ever(tx) == {source.id: source}


def test_no_list_and_no_search_shows_a_removed_source(db):
    with db.write() as tx:
        source = add_source(tx)
        item = add_item(tx, source)
        store.readings.add(tx, Reading(item.id, NOW, 60, "web"))
        store.sources.remove(tx, source.id)
        assert store.items.recent(tx, since=NOW - HOUR) == []
        assert store.items.newest(tx, 9) == []
        assert store.items.of_story(tx, item.id) == []
        assert store.items.search(tx, "whole") == []
        assert store.vectors.missing(tx, NOW - HOUR) == []
        with pytest.raises(NotFound):
            store.sources.get(tx, source.id)


def test_a_source_that_comes_back_brings_what_was_read_along(db):
    with db.write() as tx:
        source = add_source(tx)
        item = add_item(tx, source)
        store.readings.add(tx, Reading(item.id, NOW, 60, "web"))
        store.sources.remove(tx, source.id)
        again = add_source(tx, title="Again")
        assert (again.id, again.title) == (source.id, "Again")
        assert [hit.item for hit in store.items.search(tx, "whole")] == [item]


def test_nothing_can_be_added_to_a_removed_source(db):
    with db.write() as tx:
        source = add_source(tx)
        store.readings.add(tx, Reading(add_item(tx, source).id, NOW, 60, "web"))
        store.sources.remove(tx, source.id)
        with pytest.raises(NotFound, match="removed"):
            add_item(tx, source, "late")
        with pytest.raises(NotFound, match="removed"):
            store.visits.save(tx, Visit(source.id))


def test_a_number_once_used_for_a_source_never_names_another(db):
    with db.write() as tx:
        first = add_source(tx)
        store.sources.remove(tx, first.id)
        assert add_source(tx, "https://example.org/new").id > first.id


def _row(count: int = 1):
    return np.ones((count, 2), np.float32)
