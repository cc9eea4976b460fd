from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from store_nouns import DAY, add_item, add_source, an_edition, editions, law, undone

from heed import store
from heed.errors import NotFound


@law
@given(editions)
def test_an_edition_comes_back_exactly_as_it_was_issued(shared, made):
    with undone(shared) as tx:
        issued = store.editions.save(tx, made)
        assert issued.id > 0
        assert replace(issued, id=0) == made
        assert store.editions.get(tx, issued.id) == issued
        assert store.editions.find(tx, made.day, made.granted_s) == issued
        assert store.editions.latest(tx) == store.editions.latest(tx, made.day) == issued


def test_an_edition_is_issued_once(db):
    with db.write() as tx:
        issued = store.editions.save(tx, an_edition())
        with pytest.raises(ValueError, match="never changes"):
            store.editions.save(tx, issued)
        again = store.editions.save(tx, an_edition())

        assert store.editions.find(tx, issued.day, issued.granted_s) == again
        assert store.editions.get(tx, issued.id) == issued


def test_the_store_has_no_way_to_change_or_remove_an_edition():
    own = {name for name, made in vars(store.editions).items() if _is_ours(made)}
    reads = {
        "get",
        "latest",
        "find",
        "all_days",
        "rule_prices",
        "asked",
        "expected",
        "all_drafted",
        "before",
    }
    assert own == {"Issued", "Expected", "save"} | reads


def _is_ours(made):
    public = not getattr(made, "__name__", "_").startswith("_")
    return public and getattr(made, "__module__", "") == "heed.store.editions"


def test_an_edition_outlives_what_it_shows(db):
    with db.write() as tx:
        source = add_source(tx)
        issued = store.editions.save(tx, an_edition(add_item(tx, source)))
        store.sources.remove(tx, source.id)
        assert store.editions.get(tx, issued.id) == issued


def test_each_day_and_budget_has_its_own_edition(db):
    with db.write() as tx:
        short = store.editions.save(tx, an_edition(granted_s=600))
        long = store.editions.save(tx, an_edition(granted_s=1800))
        tomorrow = store.editions.save(tx, an_edition(day=DAY + timedelta(days=1)))
        assert store.editions.find(tx, DAY, 600) == short
        assert store.editions.find(tx, DAY, 601) is None
        assert store.editions.latest(tx, DAY) == long
        assert store.editions.latest(tx) == tomorrow
        assert store.editions.latest(tx, DAY + timedelta(days=2)) is None


def test_the_list_of_days_says_what_was_granted_planned_and_paid(db):
    with db.write() as tx:
        source = add_source(tx)
        two = [add_item(tx, source, key, seconds=90) for key in "ab"]
        first = store.editions.save(tx, an_edition(*two))
        second = store.editions.save(tx, an_edition(day=DAY + timedelta(days=1)))
        assert store.editions.all_days(tx) == [
            (second.id, second.day, 1800, 0, 1.1),
            (first.id, DAY, 1800, 180, 1.1),
        ]


def test_a_missing_edition_is_said_so(db):
    with db.read() as tx, pytest.raises(NotFound, match="no edition 7"):
        store.editions.get(tx, 7)
