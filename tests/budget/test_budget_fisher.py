"""Proportional response: clears and exhausts at every step, and comes closer to no envy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import Triplets, fisher

SEEDS = st.integers(0, 10**6)


def market(seed, n=5, m=9):
    rng = np.random.default_rng(seed)
    values = rng.gamma(0.5, 1, (n, m)) * (rng.random((n, m)) < 0.6)
    values[:, 0] += 0.1  # everybody wants something
    return values, 10 ** rng.uniform(-2, 2, n)


@tried(40)
@given(SEEDS, st.integers(1, 50))
def test_goods_are_given_out_and_budgets_spent_at_every_step(seed, rounds):
    values, budgets = market(seed)

    got = fisher(values, budgets, rounds=rounds, tolerance=0)

    wanted = values.any(axis=0)
    assert_allclose(got.share.sum(axis=0), wanted, rtol=0, atol=1e-9)
    assert_allclose(got.share @ got.prices, budgets, rtol=1e-9)
    assert (got.share >= 0).all()
    assert (got.prices[~wanted] == 0).all()


@tried(40)
@given(SEEDS)
def test_envy_is_never_more_than_the_gap_and_the_gap_falls(seed):
    values, budgets = market(seed)

    early = fisher(values, budgets, rounds=4, tolerance=0)
    late = fisher(values, budgets, rounds=400, tolerance=0)

    assert late.gap <= early.gap + 1e-12
    for got in (early, late):
        per_money = (values @ got.share.T) / budgets
        own = np.diag(per_money)
        slack = np.exp(np.minimum(got.gap * budgets.sum() / budgets, 700))  # a double's end
        assert (per_money <= (own * slack)[:, None] * (1 + 1e-9)).all()


@tried(20)
@given(SEEDS)
def test_triplets_are_the_same_market(seed):
    values, budgets = market(seed)
    order = np.random.default_rng(seed).permutation(np.count_nonzero(values))
    buyer, good = (places[order] for places in np.nonzero(values))

    dense = fisher(values, budgets, rounds=30, tolerance=0)
    sparse = fisher(
        Triplets(buyer, good, values[buyer, good], values.shape), budgets, rounds=30, tolerance=0
    )

    assert_allclose(sparse.share, dense.share[buyer, good], atol=1e-12)
    assert_allclose(sparse.prices, dense.prices)


@tried(20)
@given(SEEDS, st.floats(1e-3, 1e3))
def test_larger_numbers_buy_nothing(seed, factor):
    values, budgets = market(seed)
    boasting = values * np.where(np.arange(len(values)) == 0, factor, 1)[:, None]

    assert_allclose(fisher(boasting, budgets).prices, fisher(values, budgets).prices, rtol=1e-6)


def test_two_buyers_who_want_different_things_get_them():
    got = fisher([[2.0, 1], [1, 2]], [1, 1], tolerance=1e-10)

    assert_allclose(got.share, np.eye(2), atol=1e-6)
    assert_allclose(got.prices, [1, 1])
    assert got.gap <= 1e-10


def test_who_wants_nothing_or_has_nothing_takes_no_part():
    got = fisher([[1.0, 0], [0, 0], [1, 1]], [2.0, 5, 0])

    assert_allclose(got.share, [[1, 0], [0, 0], [0, 0]])
    assert_allclose(got.prices, [2, 0])


def test_an_empty_market_is_at_rest():
    got = fisher(np.zeros((0, 3)), [])

    assert got.share.shape == (0, 3)
    assert got.gap == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: fisher([[-1.0]], [1]), "values"),
        (lambda: fisher([1.0], [1]), "values"),
        (lambda: fisher([[1.0]], [1, 2]), "budgets"),
        (lambda: fisher([[1.0]], [1], rounds=0), "rounds"),
        (lambda: fisher(Triplets([1], [0], [1.0], (1, 1)), [1]), "values.buyer"),
        (lambda: fisher(Triplets([0], [0.5], [1.0], (1, 1)), [1]), "values.good"),
        (lambda: fisher(Triplets([0], [0], [np.nan], (1, 1)), [1]), "values.value"),
    ],
)
def test_a_bad_argument_is_named(call, says):
    with pytest.raises(ValueError, match=f"^{says}.* expected"):
        call()
