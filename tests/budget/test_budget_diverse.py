"""Likeness takes from worth; without it the choice is the plain greedy one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import select_diverse, select_greedy


def problem(seed, items=12):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(items, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return rng.gamma(2, 1, items), rng.integers(0, 9, items), 15, vectors @ vectors.T


@tried(40)
@given(st.integers(0, 10**6))
def test_without_strength_it_is_the_plain_greedy_choice(seed):
    values, costs, budget, alike = problem(seed)

    got = select_diverse(values, costs, budget, alike, strength=0)
    plain = select_greedy(values, costs, budget)

    assert got.chosen.tolist() == plain.chosen.tolist()
    assert_allclose(got.value, plain.value)


@tried(40)
@given(st.integers(0, 10**6), st.floats(0, 1))
def test_the_budget_holds_and_one_good_item_is_never_beaten_by_crumbs(seed, strength):
    values, costs, budget, alike = problem(seed)

    got = select_diverse(values, costs, budget, alike, strength=strength)

    assert got.spent == costs @ got.chosen <= budget
    assert max(values[costs <= budget]) - 1e-12 <= got.value <= values @ got.chosen + 1e-9


def test_a_copy_gives_way_to_something_else():
    alike = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1.0]])

    assert select_diverse([3.0, 3, 1], [1, 1, 1], 2, alike, strength=1).chosen.tolist() == [
        True,
        False,
        True,
    ]
    assert select_diverse([3.0, 3, 1], [1, 1, 1], 2, alike, strength=0.5).value == 4.5


def test_a_long_best_item_beats_dense_crumbs():
    got = select_diverse([2.0, 10], [1, 10], 10, np.eye(2))

    assert got.chosen.tolist() == [False, True]
    assert got.value == 10


def test_no_items_is_an_empty_choice():
    assert select_diverse([], [], 5, np.zeros((0, 0))).value == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"similarity": np.eye(3)}, "similarity"),
        ({"similarity": np.full((2, 2), np.nan)}, "similarity"),
        ({"strength": 1.5}, "strength"),
        ({"budget": -1}, "budget"),
    ],
)
def test_a_bad_argument_is_named(given, says):
    asked = {"values": [1.0, 2], "costs": [1, 1], "budget": 2, "similarity": np.eye(2)} | given
    with pytest.raises(ValueError, match=f"^{says}.* expected"):
        select_diverse(**asked)
