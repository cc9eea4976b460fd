"""Dear steps are taken by what they may add a CPU-second."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.exchange import Step, by_kind, cascade, promise, spared


def steps(values, costs):
    kinds = ("text", "encode")
    return [
        Step(kinds[i % 2], i, value, cost)
        for i, (value, cost) in enumerate(zip(values, costs, strict=True))
    ]


def test_a_promise_is_the_mean_of_what_lies_above_the_cut():
    drawn = np.random.default_rng(0).normal(0.8, 0.5, 200_000)
    assert promise(0.8, 0.5, 1.1) == pytest.approx(np.maximum(drawn - 1.1, 0).mean(), abs=0.005)
    assert promise(1.3, 0.0, 1.1) == pytest.approx(0.2)
    assert promise(0.9, 0.0, 1.1) == 0


def test_a_summary_spares_the_mean_of_what_lies_below_the_cut():
    drawn = np.random.default_rng(0).normal(0.8, 0.5, 200_000)
    assert spared(0.8, 0.5, 1.1) == pytest.approx(np.maximum(1.1 - drawn, 0).mean(), abs=0.005)
    assert spared(1.3, 0.0, 1.1) == 0
    assert promise(0.8, 0.5, 1.1) - spared(0.8, 0.5, 1.1) == pytest.approx(0.8 - 1.1)


def test_the_best_value_a_second_comes_first_and_the_price_is_that_of_the_next():
    found = cascade(steps([4, 3, 2, 1], [1, 1, 1, 1]), 2.0)
    assert [step.item_id for step in found.taken] == [0, 1]
    assert found.cpu_s == 2
    assert 2 <= found.price <= 3 + 1e-3
    assert by_kind(found) == {"text": 1, "encode": 1}


def test_a_budget_for_everything_has_no_price():
    found = cascade(steps([4, 3], [1, 1]), 9.0)
    assert len(found.taken) == 2
    assert found.price == pytest.approx(0, abs=1e-6)


def test_nothing_to_do_costs_nothing():
    assert cascade([], 5.0).taken == ()
    assert cascade(steps([0, 0], [1, 1]), 5.0).taken == ()


@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0.01, 5)), min_size=1, max_size=30),
    st.floats(0, 40),
)
def test_a_cascade_never_spends_more_than_it_may(given_steps, budget_s):
    found = cascade(steps(*zip(*given_steps, strict=True)), budget_s)
    assert found.cpu_s <= budget_s + 1e-9
    assert found.price >= -1e-9
