"""Laws that hold for every regulariser: hypothesis draws seeds, each a batch of awkward rows."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import allocate, entmax15, soft_topk, softmax, sparsemax

every = pytest.mark.parametrize("regularizer", ["fermi", "shannon", "quadratic", 1.5, 1.3, 3.0])
either = pytest.mark.parametrize("equality", [False, True])
few = tried(6)
SEEDS = st.integers(0, 10**6)
ROWS, ITEMS = 40, 7


@dataclass(frozen=True)
class Problem:
    """Rows of scores, cost, cap (R, n) with budget and temperature (R, 1)."""

    scores: np.ndarray
    budget: np.ndarray
    cost: np.ndarray
    cap: np.ndarray
    temperature: np.ndarray

    def solve(self, regularizer, equality):
        return allocate(
            self.scores,
            self.budget,
            cost=self.cost,
            cap=self.cap,
            temperature=self.temperature,
            regularizer=regularizer,
            equality=equality,
        )

    def spent(self, weight):
        return np.array([np.dot(c, w) for c, w in zip(self.cost, weight, strict=True)])


def plain(seed):
    """Ties, whole numbers, cold and hot; every item may be bought and nothing is free."""
    rng = np.random.default_rng(seed)
    whole = rng.random((ROWS, 1)) < 0.3

    def maybe_whole(x):
        return np.where(whole, np.ceil(x), x)

    return Problem(
        scores=maybe_whole(rng.normal(0, 3, (ROWS, ITEMS))),
        budget=10 ** rng.uniform(-2, 1.5, (ROWS, 1)),
        cost=maybe_whole(10 ** rng.uniform(-1, 1, (ROWS, ITEMS))),
        cap=maybe_whole(10 ** rng.uniform(-1, 1, (ROWS, ITEMS))),
        temperature=10 ** rng.uniform(-3, 1, (ROWS, 1)),
    )


def awkward(seed):
    """The same with no budget, free items, caps of zero and scores of minus infinity."""
    rng, here = np.random.default_rng(seed + 1), plain(seed)

    def sometimes(x, value, shape=(ROWS, ITEMS)):
        return np.where(rng.random(shape) < 0.1, value, x)

    return replace(
        here,
        scores=sometimes(sometimes(here.scores, -np.inf), -np.inf, (ROWS, 1)),
        budget=sometimes(here.budget, 0.0, (ROWS, 1)),
        cost=sometimes(here.cost, 0.0),
        cap=sometimes(here.cap, 0.0),
    )


@every
@either
@few
@given(seed=SEEDS)
def test_every_limit_is_kept_and_the_budget_spent_or_without_price(regularizer, equality, seed):
    problem = awkward(seed)

    got = problem.solve(regularizer, equality)

    spent, tight = problem.spent(got.weight), got.status == "tight"
    assert np.all((got.weight >= 0) & (got.weight <= problem.cap))
    assert np.all(got.weight[np.isneginf(problem.scores)] == 0)
    assert_allclose(spent[tight], problem.budget[tight, 0], rtol=1e-9)
    if not equality:
        assert np.all(spent <= problem.budget[:, 0])
        assert np.all(got.price >= 0)
        assert np.all(got.price[~tight] == 0)


def xlogx(x, over=1.0):
    positive = (x > 0) & (over > 0)
    # A difference of logarithms: the quotient of a very small x may be 0, whose logarithm is none.
    logs = np.log(np.where(positive, x, 1)) - np.log(np.where(positive, over, 1))
    return np.where(positive, x * logs, 0)


def value_of(problem, regularizer, weight):
    """<s, w> - T sum phi(w), written from the definitions."""
    w, u = weight, problem.cap
    if regularizer == "fermi":
        phi = xlogx(w, u) + xlogx(np.maximum(u - w, 0), u)
    elif regularizer == "shannon":
        phi = xlogx(w) - w
    else:
        alpha = 2.0 if regularizer == "quadratic" else regularizer
        phi = w**alpha / (alpha * (alpha - 1))
    return (problem.scores * w).sum(-1) - problem.temperature[:, 0] * phi.sum(-1)


@every
@either
@few
@given(seed=SEEDS)
def test_the_price_is_the_worth_of_one_more_unit(regularizer, equality, seed):
    """V is concave, so its slopes before and after a budget hold the price between them."""
    problem = plain(seed)
    step = 1e-4 * problem.budget[:, 0]
    here = problem.solve(regularizer, equality)
    value = {
        move: value_of(moved, regularizer, moved.solve(regularizer, equality).weight)
        for move in (-1, 0, 1)
        for moved in [replace(problem, budget=problem.budget * (1 + 1e-4 * move))]
    }

    inside = problem.spent(problem.cap) > 1.001 * problem.budget[:, 0]
    before, after = (value[0] - value[-1]) / step, (value[1] - value[0]) / step

    rounding = 1e-12 * (1 + abs(value[0])) / step + 1e-7 * (1 + abs(here.price))
    assert inside.any()
    assert np.all((here.price <= before + rounding)[inside])
    assert np.all((here.price >= after - rounding)[inside])


@every
@either
@few
@given(seed=SEEDS)
def test_no_exchange_of_a_little_budget_between_two_items_is_better(regularizer, equality, seed):
    problem = plain(seed)
    rng = np.random.default_rng(seed)
    weight = problem.solve(regularizer, equality).weight
    best = value_of(problem, regularizer, weight)

    for _ in range(10):
        give, take = rng.permutation(ITEMS)[:2]
        paid = 0.01 * problem.budget[:, 0]
        paid = np.minimum(paid, problem.cost[:, give] * weight[:, give])
        free = problem.cost[:, take] * (problem.cap - weight)[:, take]
        paid = np.maximum(np.minimum(paid, free), 0)
        moved = weight.copy()
        moved[:, give] = np.maximum(moved[:, give] - paid / problem.cost[:, give], 0)
        moved[:, take] += paid / problem.cost[:, take]

        assert np.all(value_of(problem, regularizer, moved) <= best + 1e-9 * (1 + abs(best)))


@every
@either
@few
@given(seed=SEEDS, more=st.floats(1, 3))
def test_more_budget_never_means_a_higher_price(regularizer, equality, seed, more):
    problem = awkward(seed)

    here = problem.solve(regularizer, equality)
    richer = replace(problem, budget=problem.budget * more).solve(regularizer, equality)

    known = here.price_unique & richer.price_unique & np.isfinite(here.price)
    assert np.all(richer.price[known] <= here.price[known] + 1e-7 * (1 + abs(here.price[known])))


@every
@either
@few
@given(seed=SEEDS)
def test_the_order_of_items_does_not_matter(regularizer, equality, seed):
    problem, order = awkward(seed), np.random.default_rng(seed).permutation(ITEMS)
    moved = replace(
        problem,
        scores=problem.scores[:, order],
        cost=problem.cost[:, order],
        cap=problem.cap[:, order],
    )

    here, there = problem.solve(regularizer, equality), moved.solve(regularizer, equality)

    assert_allclose(there.weight, here.weight[:, order], rtol=1e-6, atol=1e-6)
    assert (there.status == here.status).all()


@every
@either
@few
@given(seed=SEEDS, times=st.sampled_from([0.25, 3.0]))
def test_scaling_scores_and_temperature_scales_only_the_price(regularizer, equality, seed, times):
    problem = plain(seed)
    scaled = replace(
        problem, scores=times * problem.scores, temperature=times * problem.temperature
    )

    here, there = problem.solve(regularizer, equality), scaled.solve(regularizer, equality)

    known = here.price_unique & there.price_unique & np.isfinite(here.price)
    assert_allclose(there.weight, here.weight, rtol=1e-6, atol=1e-6)
    assert_allclose(there.price[known], times * here.price[known], rtol=1e-6, atol=1e-6)


@every
@few
@given(seed=SEEDS, up=st.floats(-3, 3))
def test_raising_scores_by_a_multiple_of_cost_raises_an_equalitys_price(regularizer, seed, up):
    problem = plain(seed)
    raised = replace(problem, scores=problem.scores + up * problem.cost)

    here, there = problem.solve(regularizer, True), raised.solve(regularizer, True)

    known = here.price_unique & there.price_unique & (here.status == "tight")
    cold = 1e-12 * np.abs(raised.scores).max(-1, keepdims=True) / problem.temperature
    assert np.all(np.abs(there.weight - here.weight) <= (1e-6 + cold) * (1 + here.weight))
    assert_allclose(there.price[known], here.price[known] + up, rtol=1e-6, atol=1e-6)


@every
@either
@few
@given(seed=SEEDS)
def test_a_batch_is_solved_row_by_row(regularizer, equality, seed):
    problem = awkward(seed)
    together = problem.solve(regularizer, equality)

    for i in range(0, ROWS, 8):
        row = Problem(*(getattr(problem, name)[i : i + 1] for name in problem.__dataclass_fields__))
        alone = row.solve(regularizer, equality)
        assert_allclose(alone.weight[0], together.weight[i], rtol=1e-9, atol=1e-9)
        assert alone.status[0] == together.status[i]


@given(seed=SEEDS)
@tried(20)
def test_one_unit_of_entropy_is_softmax(seed):
    x = np.random.default_rng(seed).normal(0, 10, (ROWS, ITEMS))
    grown = np.exp(x - x.max(-1, keepdims=True))
    total = grown.sum(-1)

    got = allocate(x, cap=np.inf, regularizer="shannon", equality=True)

    assert_allclose(got.weight, grown / total[:, None], rtol=1e-9, atol=1e-15)
    assert_allclose(got.price, x.max(-1) + np.log(total), rtol=1e-9, atol=1e-12)
    assert_allclose(softmax(x), got.weight)


@pytest.mark.parametrize(("entmax", "power"), [(sparsemax, 1.0), (entmax15, 2.0)])
@given(seed=SEEDS)
@tried(10)
def test_sparse_maps_meet_their_own_equation(entmax, power, seed):
    """w = [x / p - tau]_+^p with one tau for the whole row."""
    x = np.random.default_rng(seed).normal(0, 2, (ROWS, ITEMS))

    weight = entmax(x)

    on = weight > 0
    threshold = np.where(on, x / power - weight ** (1 / power), -np.inf).max(-1, keepdims=True)
    assert_allclose(weight.sum(-1), 1)
    assert_allclose(weight, np.maximum(x / power - threshold, 0) ** power, atol=1e-9)


@given(seed=SEEDS, k=st.integers(1, 6))
@tried(10)
def test_soft_top_k_cools_into_top_k(seed, k):
    x = np.random.default_rng(seed).permuted(np.tile(np.arange(7.0), (ROWS, 1)), axis=1)

    assert_allclose(soft_topk(x, k, temperature=1e-3), x >= 7 - k, atol=1e-9)


@pytest.mark.torch
@every
@either
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_torch_rows_equal_numpy_rows(regularizer, equality, dtype):
    import torch

    rng = np.random.default_rng(5)
    scores, cost = rng.normal(size=(4, 3, 9)).astype(dtype), rng.uniform(0.1, 2, 9)
    scores[0, 0] = -np.inf
    how = {"regularizer": regularizer, "equality": equality}

    rows = allocate(scores, 2.0, cost=cost, **how)
    tensors = allocate(torch.from_numpy(scores), 2.0, cost=torch.from_numpy(cost), **how)

    tolerance = 1e-12 if dtype == "float64" else 1e-6
    assert tensors.weight.dtype == getattr(torch, dtype)
    assert_allclose(tensors.weight.numpy(), rows.weight, atol=tolerance)
    assert_allclose(tensors.price.numpy(), rows.price, rtol=tolerance, atol=tolerance)
    assert (tensors.status == rows.status).all()
