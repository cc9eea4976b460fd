"""What weights say, on weights whose answer is known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from heed.attention import entropy, received, rollout


def test_entropy_is_zero_on_one_key_and_log_n_on_all_alike():
    assert_allclose(entropy(np.array([[1.0, 0, 0, 0], [0.25] * 4])), [0, np.log(4)])


def test_received_adds_up_to_the_number_of_queries():
    weights = np.random.default_rng(0).dirichlet(np.ones(5), (2, 3))

    assert_allclose(received(weights).sum(-1), 3)
    assert_allclose(received(np.array([[1.0, 0], [0.5, 0.5]])), [1.5, 0.5])


def test_rollout_of_looking_at_oneself_is_oneself():
    assert_allclose(rollout([np.eye(3)] * 4), np.eye(3))


def test_rollout_follows_a_chain_through_layers():
    shift = np.array([[1.0, 0, 0], [1, 0, 0], [0, 1, 0]])

    got = rollout([shift, shift], residual=0.0)

    assert_allclose(got[2], [1, 0, 0])


def test_rollout_averages_heads_and_its_rows_sum_to_one():
    layers = [np.random.default_rng(i).dirichlet(np.ones(4), (3, 4)) for i in range(2)]

    assert_allclose(rollout(layers).sum(-1), 1)
    assert_allclose(rollout(layers), rollout([layer.mean(0) for layer in layers]))


def test_rollout_of_nothing_says_so():
    with pytest.raises(ValueError, match=r"^layers is empty; expected"):
        rollout([])
