"""The process is what its formula says, however it came about."""

import numpy as np
import pytest

from heed.models.gaussian import Kernel, Points, fit, kept, shares

RNG = np.random.default_rng(4)
KERNEL = Kernel(linear=1.0, attention=4.0, temperature=0.2, source=0.5, topic=0.25)


def some(count, dim=12):
    vectors = RNG.standard_normal((count, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    sources = np.array([("a", "b", "")[i % 3] for i in range(count)])
    topics = np.array([("x", "")[i % 2] for i in range(count)])
    return Points(vectors, sources, topics)


def k(one, i, other, j):
    """The kernel by hand."""
    cosine = float(one.vectors[i].astype(float) @ other.vectors[j].astype(float))
    value = cosine + 4 * np.exp((cosine - 1) / 0.2)
    value += 0.5 * (one.sources[i] == other.sources[j] != "")
    return value + 0.25 * (one.topics[i] == other.topics[j] != "")


PAST, NEW = some(40), some(15)
RESIDUAL, NOISE = RNG.standard_normal(40), RNG.uniform(1, 9, 40)


def by_hand():
    table = np.array([[k(PAST, i, PAST, j) for j in range(40)] for i in range(40)])
    inverse = np.linalg.inv(table + np.diag(NOISE))
    near = np.array([[k(NEW, i, PAST, j) for j in range(40)] for i in range(15)])
    alone = np.array([k(NEW, i, NEW, i) for i in range(15)])
    return near @ inverse @ RESIDUAL, alone - np.einsum("ij,jk,ik->i", near, inverse, near)


def test_mean_and_variance_are_the_formula():
    process = fit(KERNEL, PAST, RESIDUAL, NOISE)
    mean, variance = by_hand()

    np.testing.assert_allclose(process.predict(NEW), mean, atol=2e-5)
    np.testing.assert_allclose(process.variance(NEW), variance, atol=2e-5)


def test_a_prediction_is_the_sum_of_what_each_past_point_pulls():
    process = fit(KERNEL, PAST, RESIDUAL, NOISE)

    pulls = shares(KERNEL, NEW, PAST).whole * process.weights

    np.testing.assert_allclose(process.predict(NEW), pulls.sum(axis=1), atol=2e-5)


@pytest.mark.parametrize("source", [0.0, 0.5])
def test_many_points_are_read_in_turns_and_come_out_as_one_by_one(source):
    kernel = Kernel(linear=1.0, attention=4.0, source=source, topic=0.25)
    process = fit(kernel, PAST, RESIDUAL, NOISE)
    many = some(2500)

    single = [process.predict(many.take(np.array([row])))[0] for row in (0, 1023, 1024, 2499)]

    np.testing.assert_allclose(process.predict(many)[[0, 1023, 1024, 2499]], single, atol=2e-5)
    assert process.predict(many.take(np.arange(0))).shape == (0,)


def test_rows_appended_one_by_one_are_the_same_as_fitted_at_once():
    first, rest = np.arange(25), np.arange(25, 40)
    grown = fit(KERNEL, PAST.take(first), RESIDUAL[:25], NOISE[:25])
    grown = grown.append(PAST.take(rest), RESIDUAL[25:], NOISE[25:])
    whole = fit(KERNEL, PAST, RESIDUAL, NOISE)

    np.testing.assert_allclose(grown.weights, whole.weights, atol=1e-8)
    np.testing.assert_allclose(grown.variance(NEW), whole.variance(NEW), atol=1e-8)


def test_the_same_point_many_times_does_not_break_the_factor():
    one = Points(PAST.vectors[[0] * 60], PAST.sources[[0] * 60], PAST.topics[[0] * 60])

    process = fit(KERNEL, one, np.ones(60), np.full(60, 1e-3))

    np.testing.assert_allclose(process.predict(one), 1, atol=1e-3)
    assert (process.variance(one) < 1e-3).all()


def test_without_attention_it_is_ridge_regression():
    plain = Kernel(linear=2.0, attention=0.0)
    bare = Points(PAST.vectors, np.array([""] * 40), np.array([""] * 40))
    process = fit(plain, bare, RESIDUAL, np.full(40, 3.0))

    x = bare.vectors.astype(float)
    ridge = np.linalg.solve(x.T @ x + 3 / 2 * np.eye(12), x.T @ RESIDUAL)

    np.testing.assert_allclose(process.predict(NEW), NEW.vectors @ ridge, atol=1e-5)


@pytest.mark.parametrize(("count", "expected"), [(3, 3), (7, 7), (20, 7)])
def test_a_cap_keeps_the_newest_and_of_the_older_what_says_most(count, expected):
    size = np.arange(count)[::-1] * np.where(np.arange(count) % 2, 1, -1)

    rows = kept(3, 4, size.tolist())

    assert len(rows) == expected
    assert rows.tolist() == sorted(rows.tolist())
    assert set(range(count - 3, count)) <= set(rows.tolist())
    if count == 20:
        assert rows[:4].tolist() == [0, 1, 2, 3]
