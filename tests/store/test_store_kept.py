"""What a reader keeps: highlights, places, cards and goals come back as they were put."""

from datetime import timedelta

import pytest
from store_nouns import NOW, add_item, add_source

from heed import store
from heed.errors import NotFound
from heed.types import Card, ReadingPlace, Review


def a_card(item_id, **given):
    values = {"id": 0, "kind": "cloze", "item_id": item_id, "highlight_id": None} | given
    rest = {"front": "Water came at […].", "back": "4:12", "made_at": NOW}
    return Card(**values, **rest, stability_days=1.3, difficulty=5.0, reviewed_at=NOW, due_at=NOW)


@pytest.fixture
def item(db):
    with db.write() as tx:
        return add_item(tx, add_source(tx))


def test_a_highlight_comes_back_and_goes(db, item):
    with db.write() as tx:
        made = store.highlights.add(tx, item_id=item.id, quote="利率", note="", start=3, at=NOW)
        store.highlights.set_note(tx, made.id, "why?")
        assert store.highlights.of_item(tx, item.id)[0].note == "why?"
        store.highlights.remove(tx, made.id)
        assert store.highlights.all(tx) == []
        for refused in (store.highlights.get, store.highlights.remove):
            with pytest.raises(NotFound, match="no highlight"):
                refused(tx, made.id)


def test_the_last_place_counts_and_saving_twice_keeps_the_first_time(db, item):
    with db.write() as tx:
        for share in (0.2, 0.6):
            store.saved.keep_place(tx, ReadingPlace(item.id, share, NOW))
        assert store.saved.place(tx, item.id).share == 0.6
        store.saved.add(tx, item.id, NOW)
        store.saved.add(tx, item.id, NOW + timedelta(days=1))
        assert [one.at for one in store.saved.all(tx)] == [NOW]


def test_an_answer_changes_the_card_and_outlives_it(db, item):
    with db.write() as tx:
        made = store.cards.add(tx, a_card(item.id))
        assert store.cards.due(tx, NOW) == [made]
        given = Review(made.id, NOW, "good", 9, 0.9)
        later = a_card(item.id, id=made.id)
        store.cards.answer(tx, later, given)
        assert store.cards.get(tx, made.id) == later
        store.cards.remove(tx, made.id)
        assert store.cards.reviews(tx) == [given]
        with pytest.raises(NotFound, match="no card"):
            store.cards.answer(tx, later, given)


def test_a_second_goal_of_a_topic_takes_the_first_ones_place(db):
    with db.write() as tx:
        first = store.goals.add(tx, topic="Science", weekly_s=600, questions=["Why?"], at=NOW)
        later = NOW + timedelta(days=2)
        again = store.goals.add(tx, topic="Science", weekly_s=900, questions=[], at=later)
        assert (again.id, again.added_at) == (first.id, NOW)
        assert store.goals.all(tx) == [again]
        store.goals.remove(tx, first.id)
        with pytest.raises(NotFound, match="no goal"):
            store.goals.remove(tx, first.id)


def test_what_is_kept_holds_its_item_when_the_source_goes(db):
    with db.write() as tx:
        source = add_source(tx)
        marked, put_by, carded, bare = (add_item(tx, source, key) for key in "abcd")
        store.highlights.add(tx, item_id=marked.id, quote="q", note="", start=0, at=NOW)
        store.saved.add(tx, put_by.id, NOW)
        store.cards.add(tx, a_card(carded.id))
        store.saved.keep_place(tx, ReadingPlace(bare.id, 0.5, NOW))
        store.sources.remove(tx, source.id)
        kept = [marked.id, put_by.id, carded.id]
        assert list(store.items.many(tx, [*kept, bare.id])) == kept
