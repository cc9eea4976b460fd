"""Summaries that wait for their reader: of this text, or none."""

from dataclasses import replace

from store_nouns import add_item, add_source

from heed import store
from heed.types import Summary, Told

MADE = Summary(
    (Told("利率下调。", 0, 5, 1.5, 0.75, True), Told("为什么？", 5, 9, 1.0, 0.25, False)), 30.0
)


def test_a_summary_comes_back_with_the_words_of_its_piece(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx), text="利率下调。为什么？")
        store.summaries.keep(tx, item.id, "a", MADE)
        assert store.summaries.get(tx, item, "a") == MADE
        assert store.summaries.get(tx, item, "b") is None
        assert store.summaries.get(tx, replace(item, id=item.id + 1), "a") is None


def test_a_newer_summary_takes_the_place_of_the_older(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx), text="利率下调。为什么？")
        store.summaries.keep(tx, item.id, "a", MADE)
        store.summaries.keep(tx, item.id, "b", replace(MADE, wanted_s=10.0))
        assert store.summaries.digests(tx, [item.id, 7]) == {item.id: "b"}
        assert store.summaries.get(tx, item, "b") == replace(MADE, wanted_s=10.0)
