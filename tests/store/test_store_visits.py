from dataclasses import replace

from store_nouns import HOUR, NOW, add_source

from heed import store
from heed.types import Visit


def test_a_visit_takes_the_place_of_the_one_before(db):
    with db.write() as tx:
        source = add_source(tx)
        assert store.visits.get(tx, source.id) == Visit(source.id)
        first = Visit(source.id, NOW, NOW + HOUR, "tag", "then", "sha", 2, "It slept.")
        store.visits.save(tx, first)
        assert store.visits.get(tx, source.id) == first
        second = replace(first, failures=0, trouble="", next_at=None)
        store.visits.save(tx, second)
        assert store.visits.all(tx) == {source.id: second}


def test_due_is_what_was_never_visited_or_waits_long_enough(db):
    with db.write() as tx:
        new, waiting, early, gone = (add_source(tx, f"u{n}") for n in range(4))
        store.visits.save(tx, Visit(waiting.id, next_at=NOW))
        store.visits.save(tx, Visit(early.id, next_at=NOW + HOUR))
        store.visits.save(tx, Visit(gone.id, next_at=NOW, gone=True))
        assert store.visits.due(tx, NOW) == [
            (new, Visit(new.id)),
            (waiting, Visit(waiting.id, next_at=NOW)),
        ]


def test_a_removed_source_is_never_due(db):
    with db.write() as tx:
        store.sources.remove(tx, add_source(tx).id)
        assert store.visits.due(tx, NOW) == []
