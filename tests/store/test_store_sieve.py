from datetime import timedelta

import numpy as np
from store_nouns import NOW, add_item, add_source

from heed import store
from heed.store import Sieve, text
from heed.types import Reading, Verdict


def found(tx, *terms, phrases=(), sieve=None):
    among = (sieve or Sieve()).conditions()
    ids = [id for id, _ in text.find_any(tx, terms, 20, phrases=phrases, among=among)]
    held = store.items.many(tx, ids)
    return [held[id].key for id in ids]


def test_any_word_is_enough_and_more_words_come_first(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, "both", title="", text="tea and bread and so on and on")
        add_item(tx, source, "one", title="", text="tea and more and so on and on")
        add_item(tx, source, "none", title="", text="nothing")
        assert found(tx, "tea", "bread") == ["both", "one"]
        assert found(tx) == found(tx, '"') == found(tx, " ") == []
        assert text.holding(tx, ["tea", "bread", '"', "x OR y"]) == (
            {"tea": 2, "bread": 1, '"': 0, "x OR y": 0}
        )


def test_a_phrase_has_to_occur(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, "order", title="", text="green tea with bread")
        add_item(tx, source, "apart", title="", text="tea is green, bread is not")
        assert found(tx, "bread", phrases=["green tea"]) == ["order"]
        assert found(tx, phrases=["green tea"]) == ["order"]


def test_operators_are_words(db):
    with db.write() as tx:
        add_item(tx, add_source(tx), "it", title="", text="near and far")
        for typed in ('NEAR("a" b)', "far*", "^far", "title:far", "a AND", "(", "-far", "\ud800"):
            found(tx, typed, phrases=[typed])


def test_every_filter_lets_through_what_it_names(db):
    with db.write() as tx:
        mine, other = add_source(tx), add_source(tx, "https://b.example/")
        old = add_item(
            tx, mine, "old", text="tea", language="en-GB", published_at=NOW - timedelta(days=9)
        )
        new = add_item(tx, mine, "new", text="tea", language="en", published_at=NOW)
        add_item(tx, other, "else", text="tea", language="zh", published_at=NOW)
        store.readings.add(tx, Reading(old.id, NOW, 60, "web"))
        for answer in ("none", "all"):
            store.verdicts.add(tx, Verdict(new.id, answer, NOW))
        store.verdicts.add(tx, Verdict(old.id, "more", NOW))
        store.verdicts.add(tx, Verdict(old.id, "half", NOW))

        def through(**wanted):
            return sorted(found(tx, "tea", sieve=Sieve(**wanted)))

        assert through() == ["else", "new", "old"]
        assert through(source_id=mine.id) == ["new", "old"]
        assert through(language="en") == ["new", "old"]
        assert through(since=NOW - timedelta(days=1)) == ["else", "new"]
        assert through(touched="read") == ["new", "old"]
        assert through(touched="unread") == ["else"]
        assert through(touched="worth") == ["new"]


def test_vectors_of_one_embedder_come_newest_first(db):
    with db.write() as tx:
        source = add_source(tx)
        held = [add_item(tx, source, str(n)) for n in range(3)]
        rows = np.eye(3, dtype=np.float32)
        store.vectors.save(tx, "a", [one.id for one in held[:2]], rows[:2])
        store.vectors.save(tx, "b", [held[2].id], rows[2:])
        ids, matrix = store.vectors.read_as(tx, "a", Sieve(), limit=9)
        assert ids == [held[1].id, held[0].id]
        assert matrix.tolist() == [[0, 1, 0], [1, 0, 0]]
        assert store.vectors.read_as(tx, "a", Sieve(source_id=99), limit=9)[0] == []
