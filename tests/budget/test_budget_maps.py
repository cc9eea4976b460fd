"""The familiar maps are the budget of one, to their published numbers."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from heed.budget import allocate, entmax, entmax15, soft_topk, softmax, sparsemax

X = [1.0, 0.5, -1.0]


def test_pin_the_three_degrees_of_sparsity():
    assert_allclose(softmax(X), [0.57410, 0.34821, 0.07770], atol=5e-6)
    assert_allclose(entmax15(X), [0.67399, 0.32601, 0], atol=5e-6)
    assert_allclose(sparsemax(X), [0.75, 0.25, 0], atol=1e-12)


def test_pin_the_temperature_sharpens_and_flattens():
    assert_allclose(softmax([1.0, 0], temperature=0.5)[0], 0.88080, atol=5e-6)
    assert_allclose(softmax([1.0, 0], temperature=2.0)[0], 0.62246, atol=5e-6)


def test_entmax_runs_from_softmax_to_sparsemax():
    assert_allclose(entmax(X, 1.0), softmax(X))
    assert_allclose(entmax(X, 1.0001), softmax(X), atol=1e-4)
    assert_allclose(entmax(X, 1.5), entmax15(X))
    assert_allclose(entmax(X, 2.0), sparsemax(X))


def test_pin_soft_top_k():
    assert_allclose(soft_topk(X, 2), [0.83604, 0.75566, 0.40831], atol=5e-6)


def test_soft_top_k_when_cold_is_top_k():
    assert_allclose(soft_topk(X, 2, temperature=1e-4), [1, 1, 0], atol=1e-12)


@pytest.mark.parametrize("alpha", [1.0, 1.05, 1.2, 1.5, 1.9, 2.0])
def test_the_short_way_is_the_allocation_of_one_unit(alpha):
    x = np.random.default_rng(3).normal(0, 3, (60, 12))
    x[np.random.default_rng(4).random(x.shape) < 0.2] = -np.inf
    x[0] = -np.inf

    whole = allocate(x, cap=np.inf, regularizer=alpha, equality=True, temperature=0.7)

    assert_allclose(entmax(x, alpha, temperature=0.7), whole.weight, rtol=1e-9, atol=1e-11)


def test_single_precision_stays_single_and_sums_to_one():
    x = np.random.default_rng(5).normal(0, 5, (100, 300)).astype(np.float32)

    for alpha in (1.0, 1.2, 1.5, 2.0):
        got = entmax(x, alpha)
        assert got.dtype == np.float32
        assert_allclose(got.sum(-1), 1, atol=2e-6)
        assert_allclose(got, entmax(x.astype(np.float64), alpha), atol=2e-6)


def test_softmax_is_the_textbook_formula_where_the_textbook_overflows():
    got = softmax([1000.0, 999, -1000])

    assert_allclose(got, [1 / (1 + math.exp(-1)), 1 / (1 + math.e), 0])


@pytest.mark.parametrize("alpha", [1.0, 1.2, 1.5, 2.0, 3.0])
def test_rows_sum_to_one_along_any_axis(alpha):
    x = np.random.default_rng(0).normal(size=(3, 4, 5))

    for axis in (0, 1, 2, -1, -2):
        assert_allclose(entmax(x, alpha, axis=axis).sum(axis=axis), 1, rtol=1e-12)


def test_sparsemax_is_the_projection_found_by_sorting():
    for row in np.random.default_rng(1).normal(size=(50, 9)):
        best = np.sort(row)[::-1]
        running = np.cumsum(best) - 1
        size = np.flatnonzero(best * np.arange(1, 10) > running)[-1]

        assert_allclose(sparsemax(row), np.maximum(row - running[size] / (size + 1), 0), atol=1e-12)
