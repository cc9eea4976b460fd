"""Masks say where a query may look; True is always "may"."""

import numpy as np
from numpy.testing import assert_array_equal

from heed.attention.masks import causal, exclude, padding, window


def test_causal_sees_itself_and_what_came_before_from_the_top_left():
    assert_array_equal(causal(2, 3), [[True, False, False], [True, True, False]])


def test_padding_allows_the_first_length_keys_of_each_text():
    got = padding([1, 3], 3)

    assert got.shape == (2, 1, 1, 3)
    assert_array_equal(got[:, 0, 0], [[True, False, False], [True, True, True]])


def test_a_window_reaches_as_far_to_both_sides():
    assert_array_equal(
        window(3, 4, 1),
        [[True, True, False, False], [True, True, True, False], [False, True, True, True]],
    )


def test_excluded_scores_are_minus_infinity_and_the_rest_untouched():
    got = exclude(np.ones((2, 2)), np.array([[True, False], [True, True]]))

    assert_array_equal(got, [[1, -np.inf], [1, 1]])


def test_a_floating_mask_is_added():
    assert_array_equal(exclude(np.ones((1, 2)), np.array([[0.5, -np.inf]])), [[1.5, -np.inf]])
