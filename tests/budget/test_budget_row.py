"""A row alone is answered as the same row among others, only sooner."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import allocate
from heed.budget.dual import ULP


@pytest.mark.parametrize("regularizer", ["fermi", "shannon", "quadratic", 1.5, 3.0])
@pytest.mark.parametrize("equality", [False, True])
@tried(20)
@given(seed=st.integers(0, 10**6))
def test_a_row_alone_is_answered_as_among_others(regularizer, equality, seed):
    rng = np.random.default_rng(seed)
    scores, cost = rng.normal(0, 3, 12), rng.uniform(0, 3, 12) * (rng.random(12) < 0.9)
    budget, warmth = 10 ** rng.uniform(-2, 1.5), 10 ** rng.uniform(-2, 1)
    cap = rng.choice([0.3, 1.0, np.inf]) if regularizer != "fermi" else 0.7
    asked = {"cap": cap, "temperature": warmth, "regularizer": regularizer, "equality": equality}

    alone = allocate(scores, budget, cost=cost, **asked)
    among = allocate(scores[None], budget, cost=cost, **asked)

    size = max(1, np.abs(among.weight[among.weight < np.inf]).max(initial=0))
    assert_allclose(alone.weight, among.weight[0], atol=1e-9 * size)
    assert_allclose(alone.price, among.price[0], atol=1e-9, rtol=1e-9)
    assert alone.status == among.status[0]
    assert alone.price_unique == among.price_unique[0]
    if not equality:
        assert np.dot(cost, np.where(cost > 0, alone.weight, 0)) <= budget * (1 + ULP)
