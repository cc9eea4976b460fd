import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from store_nouns import HOUR, NOW, add_item, add_source, law, undone

from heed import store
from heed.errors import NotFound

HALF_MAX = float(np.finfo(np.float16).max)
matrices = hnp.arrays(
    np.float32,
    st.tuples(st.integers(0, 4), st.integers(1, 8)),
    elements=st.floats(-HALF_MAX, HALF_MAX, width=32),
)


@law
@given(matrices)
def test_vectors_come_back_rounded_to_float16_and_nothing_else(shared, matrix):
    with undone(shared) as tx:
        source = add_source(tx)
        ids = [add_item(tx, source, str(n)).id for n in range(len(matrix))]
        store.vectors.save(tx, "e1", ids, matrix)
        loaded = store.vectors.load(tx, [*ids, 5])
        assert list(loaded) == ids
        for id, row in zip(ids, matrix, strict=True):
            name, vector = loaded[id]
            assert (name, vector.dtype) == ("e1", np.float32)
            np.testing.assert_array_equal(vector, row.astype(np.float16))


def test_a_newer_vector_takes_the_place_of_the_older(db):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        store.vectors.save(tx, "old", [item.id], np.zeros((1, 3), np.float32))
        store.vectors.save(tx, "new", [item.id], np.ones((1, 2), np.float32))
        name, vector = store.vectors.load(tx, [item.id])[item.id]
        assert (name, vector.tolist()) == ("new", [1, 1])
        assert store.vectors.embedders(tx) == {"new": 1}


def test_missing_is_what_was_seen_since_and_has_no_vector_oldest_first(db):
    with db.write() as tx:
        source = add_source(tx)
        late = add_item(tx, source, "late")
        early = add_item(tx, source, "early", seen_at=NOW - HOUR)
        done = add_item(tx, source, "done")
        add_item(tx, source, "before", seen_at=NOW - 2 * HOUR)
        store.vectors.save(tx, "e", [done.id], np.ones((1, 2), np.float32))
        assert store.vectors.missing(tx, NOW - HOUR) == [early, late]


@pytest.mark.parametrize("wrong", [np.ones((2, 2)), np.ones(2), [[np.inf]], [[np.nan]], [[1e5]]])
def test_a_matrix_that_does_not_fit_is_refused(db, wrong):
    with db.write() as tx:
        item = add_item(tx, add_source(tx))
        with pytest.raises(ValueError, match=r"rows|finite"):
            store.vectors.save(tx, "e", [item.id], np.asarray(wrong, np.float32))
        assert store.vectors.load(tx, [item.id]) == {}


def test_a_vector_without_its_item_is_refused(db):
    with pytest.raises(NotFound, match="not in this home any more"), db.write() as tx:
        store.vectors.save(tx, "e", [7], np.ones((1, 2), np.float32))
