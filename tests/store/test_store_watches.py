"""Watches and alerts: what is kept comes back equal, and goes with its watch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from store_nouns import DAY, NOW, add_item, add_source, law, undone, words

from heed import store
from heed.errors import BadInput, NotFound
from heed.types import Alert, Cue, Entity, Sighting, Signal, Tone

SIGNALS = (Signal("volume", 14.0, 3.0, 4.2, 20, True), Signal("tone", -0.4, 0.1, -2.0, 28))
SEEN = Sighting(
    7, 7, 1, NOW, "Arvo 大涨", ("Arvo",), (Tone("Arvo", 0.6, (Cue("大涨", 5, 7, 0.7, 0.9),)),)
)
ALERT = Alert(0, 1, DAY, NOW, SIGNALS, (SEEN,))


def test_a_watch_comes_back_as_it_was_kept(db):
    given = {"words": ("利率", "rates"), "examples": ("The bank raised rates.",), "urgent": True}
    entities = (Entity("Arvo", ("ARV", "阿沃")), Entity("Belz"))
    with db.write() as tx:
        kept = store.watches.add(tx, "Money", at=NOW, entities=entities, **given)
        assert store.watches.get(tx, kept.id) == kept
        assert (kept.words, kept.entities, kept.urgent) == (given["words"], entities, True)
        with pytest.raises(BadInput, match="called Money already"):
            store.watches.add(tx, "Money", at=NOW)


@law
@given(words, words, words)
def test_any_words_can_be_kept(shared, name, word, alias):
    with undone(shared) as tx:
        kept = store.watches.add(tx, name, at=NOW, words=[word], entities=[Entity(word, (alias,))])
        assert store.watches.all(tx) == [kept]


def test_a_muted_watch_says_so_until_it_may_speak_again(db):
    with db.write() as tx:
        one = store.watches.add(tx, "Money", at=NOW)
        assert store.watches.set_muted(tx, one.id, True) == replace(one, muted=True)
        assert store.watches.set_muted(tx, one.id, False) == one


def test_an_alert_comes_back_with_its_numbers_and_evidence(db):
    with db.write() as tx:
        one = store.watches.add(tx, "Money", at=NOW)
        first = store.alerts.add(tx, replace(ALERT, watch_id=one.id))
        later = store.alerts.add(tx, replace(ALERT, watch_id=one.id, day=DAY + timedelta(days=1)))
        assert first == replace(ALERT, id=first.id, watch_id=one.id)
        assert store.alerts.latest(tx, 5) == [later, first]
        assert store.alerts.since(tx, NOW) == [first, later]
        assert store.alerts.of_watch(tx, one.id, 5) == [later, first]


def test_a_watch_takes_its_alerts_with_it(db):
    with db.write() as tx:
        one = store.watches.add(tx, "Money", at=NOW)
        store.alerts.add(tx, replace(ALERT, watch_id=one.id))
        assert store.watches.remove(tx, one.id) == one
        assert store.alerts.latest(tx, 5) == []
        for missing in (one.id, 10**30):
            with pytest.raises(NotFound, match="no watch"):
                store.watches.remove(tx, missing)


def test_heads_are_items_by_their_date_without_the_long_texts(db):
    with db.write() as tx:
        source, quiet = add_source(tx), add_source(tx, "https://example.org/quiet")
        kept = add_item(tx, source, "new", published_at=NOW)
        add_item(tx, source, "old", published_at=NOW - timedelta(days=9))
        add_item(tx, quiet, "q")
        store.sources.update(tx, replace(quiet, muted=True))
        assert store.items.heads(tx, since=NOW - timedelta(days=1)) == [
            replace(kept, text="", html="")
        ]
        assert store.items.first_published(tx) == {source.id: NOW - timedelta(days=9)}
