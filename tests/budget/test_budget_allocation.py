"""The allocation's promises at its corners, then its pinned numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from heed.budget import allocate

SMOOTH = ["fermi", "shannon"]
SPARSE = ["quadratic", 1.5, 3.0]
EVERY = [*SMOOTH, *SPARSE]
every = pytest.mark.parametrize("regularizer", EVERY)


@every
def test_no_budget_buys_nothing_that_costs(regularizer):
    got = allocate([3.0, 2, 1], 0.0, cost=[2.0, 1, 0], regularizer=regularizer)

    assert_allclose(got.weight[:2], 0)
    assert got.weight[2] > 0
    assert got.status == "tight"


@pytest.mark.parametrize("regularizer", SMOOTH)
def test_the_first_unit_of_a_smooth_budget_is_beyond_price(regularizer):
    assert allocate([3.0, 2], 0.0, regularizer=regularizer).price == np.inf


@pytest.mark.parametrize("regularizer", SPARSE)
def test_the_first_unit_of_a_sparse_budget_costs_the_best_density(regularizer):
    got = allocate([3.0, 2], 0.0, cost=[2.0, 1], regularizer=regularizer)

    assert got.price == 2
    assert not got.price_unique


@every
def test_a_cap_of_zero_is_a_mask(regularizer):
    capped = allocate([3.0, 2, 1], 1.0, cap=[0.0, 1, 1], regularizer=regularizer)
    masked = allocate([3.0, 2, 1], 1.0, mask=[False, True, True], regularizer=regularizer)

    assert capped.weight[0] == 0
    assert_allclose(capped.weight, masked.weight)
    assert_allclose(capped.price, masked.price)


@every
def test_minus_infinity_is_a_mask(regularizer):
    got = allocate([3.0, -np.inf, 1], 1.0, regularizer=regularizer)
    without = allocate([3.0, 1], 1.0, regularizer=regularizer)

    assert got.weight[1] == 0
    assert_allclose(got.weight[[0, 2]], without.weight)


@every
def test_a_free_item_ignores_the_price(regularizer):
    poor = allocate([1.0, 0.3], 0.1, cost=[1.0, 0], regularizer=regularizer)
    rich = allocate([1.0, 0.3], 9.0, cost=[1.0, 0], regularizer=regularizer)

    assert poor.weight[1] == rich.weight[1] > 0


@every
@pytest.mark.parametrize("equality", [False, True])
def test_nothing_allowed_is_empty_and_zero(regularizer, equality):
    for got in (
        allocate([1.0, 2], 1.0, mask=[False, False], regularizer=regularizer, equality=equality),
        allocate([-np.inf, -np.inf], 1.0, regularizer=regularizer, equality=equality),
        allocate(np.zeros(0), 1.0, regularizer=regularizer, equality=equality),
    ):
        assert_allclose(got.weight, 0)
        assert got.price == 0
        assert got.status == "empty"


@every
def test_a_budget_nobody_exhausts_has_price_exactly_zero(regularizer):
    got = allocate([3.0, 2, -1], 100.0, cost=[2.0, 1, 1], regularizer=regularizer)

    assert got.price == 0
    assert got.status == "slack"


@every
def test_equality_beyond_the_caps_fills_them_and_says_so(regularizer):
    got = allocate([3.0, 2, 1], 9.0, cap=[1.0, 2, 0.5], regularizer=regularizer, equality=True)

    assert_allclose(got.weight, [1, 2, 0.5])
    assert got.status == "capped"
    assert not got.price_unique


@every
def test_ties_get_equal_shares(regularizer):
    got = allocate([2.0, 2, 2, 0], 1.5, regularizer=regularizer, temperature=1e-6)

    assert got.weight[0] == got.weight[1] == got.weight[2]
    assert_allclose(got.weight.sum(), 1.5)


@every
def test_one_item_takes_the_whole_budget(regularizer):
    got = allocate([5.0], 0.25, regularizer=regularizer)

    assert_allclose(got.weight, 0.25)
    assert got.status == "tight"


@every
def test_cold_allocation_is_the_greedy_knapsack(regularizer):
    value, cost = np.array([6.0, 10, 12, 2, 1]), np.array([1.0, 2, 3, 1, 1])

    got = allocate(value, 5.0, cost=cost, regularizer=regularizer, temperature=1e-9)

    assert_allclose(got.weight, [1, 1, 2 / 3, 0, 0], atol=1e-6)
    assert_allclose(got.price, 4, atol=1e-6)


def test_the_price_approaches_the_density_of_the_marginal_item():
    value, cost = np.array([6.0, 5, 4, 3, 2]), np.array([1.0, 1, 2, 2, 2])

    prices = [float(allocate(value, 3.0, cost=cost, temperature=10.0**-k).price) for k in range(6)]

    away = [abs(price - 2) for price in prices]
    assert away[0] > away[1] > 1e-9
    assert max(away[3:]) < 1e-12


@every
def test_single_precision_scores_a_thousand_temperatures_apart_still_meet_the_budget(regularizer):
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 1e3, 64).astype(np.float32)

    got = allocate(scores, 3.0, regularizer=regularizer, equality=True)

    assert got.weight.dtype == np.float32
    assert_allclose(got.weight.sum(dtype=np.float64), 3, rtol=1e-6)


def test_a_sparse_vertex_has_an_interval_of_prices_and_gives_its_middle():
    got = allocate([5.0, 1], 1.0, regularizer="quadratic")

    assert_allclose(got.weight, [1, 0])
    assert got.price == 2.5
    assert not got.price_unique


def test_away_from_a_vertex_the_price_is_the_only_one():
    assert allocate([5.0, 4.5], 1.0, regularizer="quadratic").price_unique
    assert allocate([5.0, 1], 1.0, regularizer="fermi").price_unique


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"scores": [1.0, np.nan]}, "scores"),
        ({"scores": [1.0, np.inf]}, "scores"),
        ({"scores": 1.0}, "scores"),
        ({"budget": -1.0}, "budget"),
        ({"budget": np.nan}, "budget"),
        ({"budget": np.inf}, "budget"),
        ({"budget": [1.0, 2]}, "budget"),
        ({"cost": [-1.0, 1]}, "cost"),
        ({"cost": [np.nan, 1]}, "cost"),
        ({"cost": [1.0, 1, 1]}, "cost"),
        ({"cap": [-1.0, 1]}, "cap"),
        ({"cap": np.inf}, "cap"),
        ({"temperature": 0.0}, "temperature"),
        ({"temperature": np.nan}, "temperature"),
        ({"mask": [0.5, 1]}, "mask"),
        ({"mask": [True] * 3}, "mask"),
        ({"regularizer": "gini"}, "regularizer"),
        ({"regularizer": 0.5}, "regularizer"),
        ({"axis": 1}, "axis"),
    ],
)
def test_a_bad_argument_is_named_with_what_was_expected(given, says):
    with pytest.raises(ValueError, match=rf"^{says} .* expected") as caught:
        allocate(**({"scores": [1.0, 2]} | given))

    assert "\n" not in str(caught.value)


S, C = [3.0, 2, 1], [2.0, 1, 1]


def test_pin_quadratic_with_costs():
    got = allocate(S, 2.0, cost=C, regularizer="quadratic")

    assert_allclose(got.weight, [0.6, 0.8, 0], atol=1e-12)
    assert_allclose(got.price, 1.2)


def test_pin_fermi_with_costs():
    got = allocate(S, 2.0, cost=C)

    assert_allclose(got.weight, [0.5, 0.62246, 0.37754], atol=5e-6)
    assert_allclose(got.price, 1.5)


def test_pin_fermi_slack():
    got = allocate(S, 10.0, cost=C)

    assert_allclose(got.weight, [0.95257, 0.88080, 0.73106], atol=5e-6)
    assert got.price == 0


def test_pin_capped_softmax():
    got = allocate([2.0, 1, 0], 1.0, cap=0.5, regularizer="shannon", equality=True)

    assert_allclose(got.weight, [0.5, 0.36553, 0.13447], atol=5e-6)
    assert_allclose(got.price, 2.00641, atol=5e-6)


def test_pin_soft_top_k():
    got = allocate([1.0, 0.5, -1], 2.0, equality=True)

    assert_allclose(got.weight, [0.83604, 0.75566, 0.40831], atol=5e-6)
    assert_allclose(got.price, -0.62902, atol=5e-6)


def test_pin_a_budget_above_all_costs_is_the_dense_result_at_no_price():
    got = allocate([3.0, 2, 1], 4.0, cost=C, temperature=1e-3)

    assert_allclose(got.weight, 1)
    assert got.price == 0


def test_rows_are_allocated_apart():
    rng = np.random.default_rng(1)
    scores, cost = rng.normal(size=(4, 3, 7)), rng.uniform(0.1, 2, 7)
    budget = rng.uniform(0.1, 9, (4, 3, 1))

    got = allocate(scores, budget, cost=cost)

    assert got.price.shape == got.status.shape == got.price_unique.shape == (4, 3)
    for i in np.ndindex(4, 3):
        alone = allocate(scores[i], budget[i], cost=cost)
        assert_allclose(got.weight[i], alone.weight)
        assert_allclose(got.price[i], alone.price)
        assert got.status[i] == alone.status


def test_any_axis_is_the_last_axis_moved():
    scores = np.random.default_rng(2).normal(size=(3, 5, 2))

    for axis in (0, 1, -2):
        got = allocate(scores, 1.0, axis=axis)
        moved = allocate(np.moveaxis(scores, axis, -1), 1.0)
        assert_allclose(got.weight, np.moveaxis(moved.weight, -1, axis))
        assert_allclose(got.price, moved.price)


def test_inputs_are_left_as_they_were():
    scores, cost = np.array([3.0, -np.inf, 1]), np.array([1.0, 2, 3])
    before = scores.copy(), cost.copy()

    allocate(scores, 1.0, cost=cost)

    assert_allclose(scores, before[0])
    assert_allclose(cost, before[1])
