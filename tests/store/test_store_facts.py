"""Rules and states: what the reader set and what was fitted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_nouns import law, undone

from heed import store
from heed.errors import NotFound
from heed.types import Rule


def test_a_rule_declared_again_gets_the_new_seconds_and_keeps_its_number(db):
    with db.write() as tx:
        first = store.rules.add(tx, scope="topic", subject="科学", bound="floor", seconds=300)
        other = store.rules.add(tx, scope="topic", subject="科学", bound="ceiling", seconds=900)
        again = store.rules.add(tx, scope="topic", subject="科学", bound="floor", seconds=600)
        assert again == Rule(first.id, "topic", "科学", "floor", 600)
        assert store.rules.all(tx) == [again, other]


def test_a_rule_taken_back_is_gone_and_its_number_with_it(db):
    with db.write() as tx:
        first = store.rules.add(tx, scope="source", subject="1", bound="floor", seconds=300)
        store.rules.remove(tx, first.id)
        assert store.rules.all(tx) == []
        again = store.rules.add(tx, scope="source", subject="1", bound="floor", seconds=300)
        assert again.id > first.id
        with pytest.raises(NotFound, match=f"no rule {first.id}"):
            store.rules.remove(tx, first.id)


@law
@given(st.lists(st.tuples(st.sampled_from(["lsa", "mean"]), st.binary()), max_size=5))
def test_a_state_is_the_bytes_put_last(shared, puts):
    with undone(shared) as tx:
        for name, data in puts:
            store.states.put(tx, name, data)
        for name in ("lsa", "mean"):
            assert store.states.get(tx, name) == dict(puts).get(name)
            store.states.remove(tx, name)
            assert store.states.get(tx, name) is None
