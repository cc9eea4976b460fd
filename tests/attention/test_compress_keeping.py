"""Tokens and examples go on by worth per FLOP, never beyond the budget, more budget never fewer."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.attention.keeping import exit_layers, keep_tokens, take_tokens
from heed.budget import allocate

RECEIVED = np.array([0.1, 0.9, 0.0, 0.4, 0.6])


def test_the_tokens_that_received_most_go_on():
    kept = keep_tokens(RECEIVED, 10.0, 25.0)

    assert kept.goes_on.tolist() == [False, True, False, False, True]
    assert kept.flops == 20
    assert kept.price == pytest.approx(0.04, rel=1e-4)  # the token worth 0.4 would have been next


def test_a_dear_token_must_be_worth_its_flops():
    kept = keep_tokens(RECEIVED, np.array([1.5, 9, 1, 1, 1]), 3.0)

    assert kept.goes_on.tolist() == [False, False, False, True, True]
    assert kept.price == pytest.approx(0.1, rel=1e-4)


def test_what_received_nothing_stays_and_the_rest_is_free_where_the_budget_outlasts_it():
    kept = keep_tokens(RECEIVED, 10.0, 1e9)

    assert kept.goes_on.tolist() == [True, True, False, True, True]
    assert kept.price == 0


def test_every_row_has_its_own_budget():
    kept = keep_tokens(np.stack([RECEIVED, RECEIVED[::-1]]), 10.0, np.array([[10.0], [30.0]]))

    assert kept.goes_on.tolist() == [
        [False, True, False, False, False],
        [True, True, False, True, False],
    ]
    assert kept.flops.tolist() == [10, 30]


def test_the_least_sure_go_on_and_the_wholly_sure_never():
    kept = exit_layers(np.array([0.5, 1.0, 0.9, 0.2]), 5.0, 10.0)
    assert kept.goes_on.tolist() == [True, False, False, True]
    assert exit_layers(np.array([0.5, 1.0]), 5.0, 1e9).goes_on.tolist() == [True, False]


amounts = st.lists(st.tuples(st.floats(0, 10), st.integers(1, 10**9)), min_size=1, max_size=20)


@given(amounts, st.lists(st.floats(0, 1e10), min_size=2, max_size=6))
def test_more_budget_never_drops_a_token_and_none_is_overspent(tokens, budgets):
    received, flops = (np.array(part, dtype=float) for part in zip(*tokens, strict=True))
    found = [keep_tokens(received, flops, budget) for budget in sorted(budgets)]

    for budget, kept in zip(sorted(budgets), found, strict=True):
        assert kept.flops == flops[kept.goes_on].sum() <= budget
        assert kept.price >= 0
    for less, more in pairwise(found):
        assert (less.goes_on <= more.goes_on).all()
        # Where nothing fits no price is right: it may be the last asked, or endless.
        assert more.price <= less.price * (1 + 1e-5) + 1e-12 or not more.goes_on.any()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(1, 10**9), st.floats(0, 1))
def test_whole_tokens_of_one_cost_are_the_best_choice_there_is(sure, cost, part):
    budget = part * cost * len(sure)
    kept = exit_layers(np.array(sure), float(cost), budget)

    worth = np.sort(1 - np.array(sure))[::-1][: int(budget // cost)]
    assert (1 - np.array(sure))[kept.goes_on].sum() == pytest.approx(worth.sum(), abs=1e-9)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=20, unique=True), st.floats(0, 21))
def test_whoever_allocate_gives_a_whole_share_goes_on_and_nobody_else(received, budget):
    worth = np.array(received, dtype=float)
    shares = allocate(worth, budget, regularizer="quadratic", temperature=1e-6).weight

    kept = keep_tokens(worth, 1.0, budget)

    assert (kept.goes_on == (shares > 1 - 1e-9)).all()


def test_taken_tokens_stand_in_their_order_and_shorter_rows_are_marked():
    x = np.arange(12.0).reshape(2, 3, 2)
    taken, real = take_tokens(x, np.array([[True, False, True], [False, True, False]]))

    assert taken[0].tolist() == [[0, 1], [4, 5]]
    assert taken[1, 0].tolist() == [8, 9]
    assert real.tolist() == [[True, True], [True, False]]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: keep_tokens(-RECEIVED, 1.0, 1.0), "received has NaN, inf or a number below 0"),
        (lambda: keep_tokens(RECEIVED * np.nan, 1.0, 1.0), "received has NaN"),
        (lambda: keep_tokens(np.arange(3), 1.0, 1.0), "received has dtype int64"),
        (lambda: keep_tokens(RECEIVED[:0], 1.0, 1.0), r"received has shape \(0,\)"),
        (lambda: keep_tokens(RECEIVED, 0.0, 1.0), "flops_per_token has a number not above 0"),
        (lambda: keep_tokens(RECEIVED, np.ones(3), 1.0), r"flops_per_token has shape \(3,\)"),
        (lambda: keep_tokens(RECEIVED, 1.0, -1.0), "budget has NaN, inf or a number below 0"),
        (lambda: keep_tokens(RECEIVED, 1.0, np.ones(5)), r"budget has shape \(5,\)"),
        (lambda: exit_layers(RECEIVED + 1, 1.0, 1.0), "confidence has a number above 1"),
        (lambda: exit_layers(RECEIVED, np.inf, 1.0), "flops has NaN, inf"),
        (lambda: take_tokens(np.ones((2, 3, 4)), RECEIVED > 0), r"goes_on has shape \(5,\)"),
    ],
)
def test_bad_input_gets_one_sentence_about_keeping(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()


@pytest.mark.torch
def test_tensors_are_kept_as_arrays_are():
    torch = pytest.importorskip("torch")
    received = torch.tensor(RECEIVED, dtype=torch.float32, requires_grad=True)
    kept, taken = keep_tokens(received, 10.0, 25.0), torch.arange(10.0).reshape(1, 5, 2)

    assert kept.goes_on.tolist() == keep_tokens(RECEIVED, 10.0, 25.0).goes_on.tolist()
    assert take_tokens(taken, kept.goes_on[None])[0].tolist() == [[[2, 3], [8, 9]]]
