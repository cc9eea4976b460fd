"""Whole items: exact is exact, greedy never above it, the bound never below, prices are slopes."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import Row, bound, select_exact, select_greedy, select_with_rules

PROBLEM = st.lists(
    st.tuples(st.integers(-3, 20), st.integers(0, 9)), min_size=0, max_size=9
).flatmap(lambda items: st.tuples(st.just(items), st.integers(0, 30)))


def best_by_trying_all(values, costs, budget, rows=()):
    best = -np.inf
    for choice in product((0, 1), repeat=len(values)):
        w = np.array(choice)
        keeps = all(row.low <= np.dot(row.member, w) <= row.high for row in rows)
        if costs @ w <= budget and keeps:
            best = max(best, values @ w)
    return best


def arrays(items):
    table = np.array(items, dtype=float).reshape(-1, 2)
    return table[:, 0] / 7, table[:, 1]


@tried(100)
@given(PROBLEM)
def test_exact_is_the_best_of_all_choices(problem):
    items, budget = problem
    values, costs = arrays(items)

    got = select_exact(values, costs, budget)

    assert_allclose(got.value, best_by_trying_all(values, costs, budget))
    assert_allclose([got.value, got.spent], [values @ got.chosen, costs @ got.chosen])
    assert got.spent <= budget


@tried(100)
@given(PROBLEM)
def test_greedy_below_exact_below_bound_and_greedy_at_least_half(problem):
    items, budget = problem
    values, costs = arrays(items)

    greedy = select_greedy(values, costs, budget)
    exact = select_exact(values, costs, budget)

    assert greedy.spent <= budget
    assert exact.value / 2 - 1e-9 <= greedy.value <= exact.value + 1e-9
    assert exact.value <= bound(values, costs, budget).value + 1e-9


@tried(60)
@given(PROBLEM)
def test_the_sorted_bound_equals_the_linear_program(problem):
    items, budget = problem
    values, costs = arrays(items)
    anything = Row(np.zeros(len(values)))

    assert_allclose(
        bound(values, costs, budget).value,
        bound(values, costs, budget, [anything]).value,
        atol=1e-7,
    )


@tried(60)
@given(PROBLEM, st.integers(0, 12), st.integers(0, 12))
def test_rules_are_kept_or_said_to_be_impossible(problem, floor, ceiling):
    items, budget = problem
    values, costs = arrays(items)
    half = np.arange(len(values)) % 2
    rows = [Row(costs * half, at_least=floor), Row(costs * (1 - half), at_most=ceiling)]

    got = select_with_rules(values, costs, budget, rows)

    best = best_by_trying_all(values, costs, budget, rows)
    assert got.feasible == np.isfinite(best)
    if got.feasible:
        assert_allclose(got.value, best, atol=1e-6)
        assert bound(values, costs, budget, rows).value >= best - 1e-6
        assert all(row.low <= np.dot(row.member, got.chosen) <= row.high for row in rows)


def a_day(seed=0, items=200):
    rng = np.random.default_rng(seed)
    costs = rng.integers(30, 900, items)
    return rng.gamma(2, 0.5, items) * costs / 60, costs


def test_a_whole_day_is_exact_as_branch_and_bound_says():
    values, costs = a_day()

    exact = select_exact(values, costs, 1800)
    searched = select_with_rules(values, costs, 1800, [])

    assert_allclose(exact.value, searched.value)
    assert exact.value <= bound(values, costs, 1800).value


def test_settling_items_by_the_price_changes_nothing():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        values, costs = rng.integers(1, 9, 12) / 3, rng.integers(1, 9, 12)

        got = select_exact(values, costs, 20)

        assert_allclose(got.value, best_by_trying_all(values, costs, 20))


def test_the_price_of_the_budget_is_what_one_more_unit_brings():
    values, costs = a_day(1)
    here, more = bound(values, costs, 1800), bound(values, costs, 1800.5)

    assert_allclose(here.price, (more.value - here.value) / 0.5)
    assert here.price > 0


def test_the_price_of_a_row_is_what_moving_its_end_brings():
    values, costs = a_day(2)
    topic = np.arange(200) % 5 == 0

    def at(floor, ceiling):
        rows = [Row(costs * topic, at_least=floor), Row(costs * ~topic, at_most=ceiling)]
        return bound(values, costs, 1800, rows)

    here = at(900, 700)

    assert here.row_prices[0] < 0 < here.row_prices[1] or here.price > 0
    assert_allclose(here.row_prices[0], (at(900.5, 700).value - here.value) / 0.5, atol=1e-9)
    assert_allclose(here.row_prices[1], (at(900, 700.5).value - here.value) / 0.5, atol=1e-9)


def test_at_most_one_of_a_group_is_a_row():
    got = select_with_rules([3.0, 2, 2], [1, 1, 1], 2, [Row([1, 1, 0], at_most=1)])

    assert got.chosen.tolist() == [True, False, True]


def test_a_must_have_is_a_row():
    got = select_with_rules([3.0, 2, 1], [1, 1, 1], 2, [Row([0, 0, 1], at_least=1)])

    assert got.chosen.tolist() == [True, False, True]


def test_floors_that_cannot_hold_are_a_value_not_an_end():
    rows = [Row([5, 0], at_least=10)]

    selection = select_with_rules([1.0, 1], [5, 5], 10, rows)
    limit = bound([1.0, 1], [5, 5], 10, rows)

    assert not selection.feasible
    assert not selection.chosen.any()
    assert not limit.feasible
    assert limit.value == -np.inf


def test_a_budget_left_over_is_worth_nothing_more():
    assert bound([1.0, 2], [3, 4], 100).price == 0


def test_no_items_is_an_empty_choice():
    for got in (
        select_exact([], [], 10),
        select_greedy([], [], 10),
        select_with_rules([], [], 10, []),
    ):
        assert got.chosen.shape == (0,)
        assert got.value == got.spent == 0
    assert bound([], [], 10).value == 0


def test_free_items_are_taken_and_worthless_ones_are_not():
    got = select_exact([1.0, -1, 0, 5], [0, 0, 1, 2], 1)

    assert got.chosen.tolist() == [True, False, False, False]


def test_the_best_single_item_beats_a_dense_crumb():
    assert select_greedy([2.0, 10], [1, 10], 10).chosen.tolist() == [False, True]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: select_exact([1.0], [0.5], 1), "costs"),
        (lambda: select_exact([1.0], [1, 2], 1), "costs"),
        (lambda: select_exact([1.0], [-1], 1), "costs"),
        (lambda: select_exact([np.nan], [1], 1), "values"),
        (lambda: select_greedy([1.0], [1], -1), "budget"),
        (lambda: bound([1.0], [1], np.inf), "budget"),
        (lambda: bound([1.0], [1], 1, [Row([1, 1])]), r"rows\[0\]"),
        (lambda: select_with_rules([1.0], [1], 1, [Row([1], 2, 1)]), r"rows\[0\]"),
    ],
)
def test_a_bad_argument_is_named(call, says):
    with pytest.raises(ValueError, match=f"^{says}.* expected"):
        call()
