"""`attention` to its pinned numbers, at its corners, and in what it refuses."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from heed.attention import (
    Additive,
    AuxRequest,
    Bilinear,
    Budget,
    Cosine,
    Entmax,
    Linear,
    TopK,
    attention,
)

WEIGHTS = AuxRequest(weights=True)
KEYS = np.array([[0.0, 0], [1, 0], [1, 1]])
ONES, ONES_AND_ZEROS = np.ones((1, 4)), np.array([[1.0] * 4, [0] * 4])


def weights_of(query, key, **how):
    return attention(query, key, key, return_aux=WEIGHTS, **how)[1].weights


def test_pin_dot():
    got = weights_of(ONES, ONES_AND_ZEROS, scale=1.0)

    assert_allclose(got, [[0.98201, 0.01799]], atol=5e-6)


def test_pin_scaled_dot():
    got = weights_of(ONES, ONES_AND_ZEROS)

    assert_allclose(got, [[0.88080, 0.11920]], atol=5e-6)


def test_pin_scaling_comes_before_the_softmax():
    scores = np.array([[1.0, 3], [2, 6]])

    after_no_scale = weights_of(scores, np.eye(2), scale=1.0)
    scaled = weights_of(scores, np.eye(2))

    assert_allclose(after_no_scale, [[0.11920, 0.88080], [0.01799, 0.98201]], atol=5e-6)
    assert_allclose(scaled, [[0.19557, 0.80443], [0.05581, 0.94419]], atol=5e-6)


def test_pin_identity_queries_and_an_antidiagonal_of_keys():
    value = np.array([[1.0], [2], [3], [4]])

    output, aux = attention(np.eye(4), np.fliplr(np.eye(4)), value, return_aux=WEIGHTS)

    assert_allclose(np.fliplr(aux.weights).diagonal(), 0.35466, atol=5e-6)
    assert_allclose(aux.weights[0, :3], 0.21511, atol=5e-6)
    assert_allclose(output[:, 0], [2.70932, 2.56977, 2.43023, 2.29068], atol=5e-6)


def test_pin_additive():
    score = Additive(np.eye(2), np.eye(2), np.ones(2))

    scores = score(np.zeros((1, 2)), KEYS, None)
    output, aux = attention(np.zeros((1, 2)), KEYS, KEYS, score=score, return_aux=WEIGHTS)

    assert_allclose(scores, [[0, 0.76159, 1.52319]], atol=5e-6)
    assert_allclose(aux.weights, [[0.12939, 0.27712, 0.59349]], atol=5e-6)
    assert_allclose(output, [[0.87061, 0.59349]], atol=5e-6)


def test_pin_bilinear():
    score, query = Bilinear(np.array([[1.0, 2], [0, 1]])), np.array([[1.0, 0]])

    assert_allclose(score(query, KEYS, None), [[0, 1, 3]])
    assert_allclose(weights_of(query, KEYS, score=score), [[0.04201, 0.11420, 0.84379]], atol=5e-6)


def test_pin_self_attention_of_three_unit_words():
    got = weights_of(np.eye(3), np.eye(3), scale=1.0)

    assert_allclose(np.diag(got), 0.57612, atol=5e-6)
    assert_allclose(got[0, 1:], 0.21194, atol=5e-6)


def test_pin_equal_self_scores_pool_to_the_mean():
    output, aux = attention(
        np.zeros((1, 3)), np.eye(3), np.eye(3), attn_mask=np.ones((1, 3)), return_aux=WEIGHTS
    )

    assert_allclose(aux.weights, [[1 / 3] * 3])
    assert_allclose(output, [[1 / 3] * 3])


def test_pin_two_heads_on_halves_of_the_features():
    x = np.array([[1.0, 0, 0, 1], [0, 1, 1, 0]])
    heads = x.reshape(2, 2, 2).transpose(1, 0, 2)

    output, aux = attention(heads, heads, heads, return_aux=WEIGHTS)

    assert_allclose(aux.weights[0], [[0.66976, 0.33024], [0.33024, 0.66976]], atol=5e-6)
    merged = output.transpose(1, 0, 2).reshape(2, 4)
    assert_allclose(merged[0], [0.66976, 0.33024, 0.33024, 0.66976], atol=5e-6)


def test_pin_a_masked_key_gets_exactly_nothing():
    scores = np.array([[1.0, 0.5, 9]])

    got = weights_of(scores, np.eye(3), scale=1.0, attn_mask=np.array([[True, True, False]]))

    assert_allclose(got, [[0.62246, 0.37754, 0]], atol=5e-6)
    assert got[0, 2] == 0


def test_pin_top_k_keeps_the_best_and_renormalises():
    got = weights_of(np.array([[1.0, 0.5, -1]]), np.eye(3), scale=1.0, normalize=TopK(2))

    assert_allclose(got, [[0.62246, 0.37754, 0]], atol=5e-6)


def test_pin_sparse_normalisers():
    x = np.array([[1.0, 0.5, -1]])

    assert_allclose(
        weights_of(x, np.eye(3), scale=1.0, normalize="sparsemax"), [[0.75, 0.25, 0]], atol=1e-12
    )
    assert_allclose(
        weights_of(x, np.eye(3), scale=1.0, normalize="entmax15"),
        [[0.67399, 0.32601, 0]],
        atol=5e-6,
    )


def test_pin_linear():
    keys = np.array([[0.0, 0], [1, 0]])

    assert_allclose(weights_of(np.zeros((1, 2)), keys, normalize=Linear()), [[0.4, 0.6]])
    assert_allclose(
        attention(np.zeros((1, 2)), keys, np.array([[1.0], [0]]), normalize=Linear()), [[0.4]]
    )


def test_pin_the_wrong_way_round_scaling_after_the_softmax_never_sums_to_one():
    rows = weights_of(np.ones((1, 64)), np.ones((3, 64)), scale=1.0)

    assert_allclose((rows / 8).sum(), 0.125)
    assert_allclose(weights_of(np.ones((1, 64)), np.ones((3, 64))).sum(), 1)


def random(*shapes, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def test_cross_attention_of_different_lengths_is_the_formula():
    q, k, v = random((300, 16), (777, 16), (777, 5))

    scores = q @ k.T / 4
    grown = np.exp(scores - scores.max(-1, keepdims=True))

    assert_allclose(attention(q, k, v), grown / grown.sum(-1, keepdims=True) @ v)


def test_one_task_is_plain_attention_and_many_tasks_are_as_many_queries():
    q, k, v = random((3, 8), (9, 8), (9, 4))

    together = attention(q, k, v)

    for task in range(3):
        assert_allclose(attention(q[task : task + 1], k, v)[0], together[task])


def test_the_order_of_modalities_does_not_matter():
    q, words, pixels = random((2, 8), (5, 8), (7, 8))

    one = np.concatenate([words, pixels])
    other = np.concatenate([pixels, words])

    assert_allclose(attention(q, one, one), attention(q, other, other))


def test_causal_is_aligned_top_left():
    q, k = random((2, 4), (4, 4))

    got = weights_of(q, k, is_causal=True)

    assert_array_equal(got > 0, [[1, 0, 0, 0], [1, 1, 0, 0]])


def test_causal_and_mask_together_allow_what_both_allow():
    q, k = random((3, 4), (3, 4))

    got = weights_of(q, k, is_causal=True, attn_mask=np.array([False, True, True]))

    assert_array_equal(got > 0, [[0, 0, 0], [0, 1, 0], [0, 1, 1]])


def test_an_additive_mask_of_minus_infinity_is_a_bool_mask():
    q, k, v = random((4, 8), (6, 8), (6, 3))
    may = np.random.default_rng(1).random((4, 6)) > 0.4

    added = attention(q, k, v, np.where(may, 0.0, -np.inf))

    assert_allclose(attention(q, k, v, may), added)


@pytest.mark.parametrize("normalize", ["softmax", "sparsemax", "entmax15", TopK(2), Linear()])
def test_a_query_that_may_see_nothing_gets_zeros(normalize):
    q, k, v = random((3, 4), (5, 4), (5, 2))
    may = np.ones((3, 5), dtype=bool)
    may[1] = False

    output, aux = attention(q, k, v, may, normalize=normalize, return_aux=WEIGHTS)

    assert_array_equal(output[1], 0)
    assert_array_equal(aux.weights[1], 0)
    assert_allclose(aux.weights[[0, 2]].sum(-1), 1)


def test_grouped_heads_are_repeated_heads():
    q, k, v = random((2, 6, 4, 8), (2, 2, 5, 8), (2, 2, 5, 3))

    grouped = attention(q, k, v, enable_gqa=True)

    assert_allclose(grouped, attention(q, k.repeat(3, axis=1), v.repeat(3, axis=1)))


def test_cosine_ignores_length_and_a_zero_vector_agrees_with_nothing():
    q, k = random((2, 4), (3, 4))
    k[1] = 0

    got = Cosine(5.0)(q, k, None)

    assert_allclose(got, Cosine(5.0)(7 * q, 3 * k, None))
    assert_array_equal(got[:, 1], 0)
    assert np.abs(got).max() <= 5


def test_budget_spends_on_keys_only_what_they_are_worth():
    scores = np.array([[3.0, 2, 1]])
    costly = Budget(2.0, cost=np.array([2.0, 1, 1]), regularizer="quadratic")

    got = weights_of(scores, np.eye(3), scale=1.0, normalize=costly)

    assert_allclose(got, [[0.6, 0.8, 0]], atol=1e-12)


def test_dropout_scales_what_it_keeps_and_returns_the_weights_before_it():
    q, k = random((50, 8), (40, 8))

    output, aux = attention(
        q, k, np.eye(40), dropout_p=0.25, rng=np.random.default_rng(0), return_aux=WEIGHTS
    )

    assert_allclose(aux.weights.sum(-1), 1)
    kept = output != 0
    assert_allclose(output[kept], (aux.weights / 0.75)[kept])
    assert abs(kept.mean() - 0.75) < 0.05


def test_dropout_is_the_same_under_one_seed():
    q, k = random((5, 8), (9, 8))

    one, other = (attention(q, k, k, dropout_p=0.5, rng=np.random.default_rng(3)) for _ in range(2))

    assert_array_equal(one, other)


def test_everything_asked_for_agrees_with_the_weights():
    q, k, v = random((2, 3, 4, 8), (2, 3, 6, 8), (2, 3, 6, 5))
    ask = AuxRequest(lse=True, weights=True, topk=2, received=True, entropy=True)

    _, aux = attention(q, k, v, return_aux=ask)

    scores = q @ k.swapaxes(-1, -2) / 8**0.5
    assert_allclose(aux.lse, np.log(np.exp(scores).sum(-1)))
    assert_allclose(aux.weights, np.exp(scores - aux.lse[..., None]))
    assert_allclose(aux.received, aux.weights.sum(-2))
    assert_allclose(aux.entropy, -(aux.weights * np.log(aux.weights)).sum(-1))
    values, places = aux.topk
    assert_allclose(values, np.sort(aux.weights, axis=-1)[..., :-3:-1])
    assert_allclose(np.take_along_axis(aux.weights, places, -1), values)


def test_what_was_not_asked_for_is_none():
    _, aux = attention(KEYS, KEYS, KEYS, return_aux=AuxRequest())

    assert aux.lse is aux.weights is aux.topk is aux.received is aux.entropy is None


def test_the_logsumexp_of_a_query_that_sees_nothing_is_minus_infinity():
    _, aux = attention(
        KEYS, KEYS, KEYS, np.zeros((3, 3), dtype=bool), return_aux=AuxRequest(lse=True)
    )

    assert_array_equal(aux.lse, -np.inf)


def test_inputs_are_left_as_they_were():
    arrays = random((3, 4), (5, 4), (5, 2))
    mask = np.zeros((3, 5))
    before = [a.copy() for a in (*arrays, mask)]

    for normalize in ("softmax", "entmax15", TopK(2)):
        attention(*arrays, mask, normalize=normalize)

    for was, now in zip(before, (*arrays, mask), strict=True):
        assert_array_equal(was, now)


GOOD = {"query": np.ones((2, 3)), "key": np.ones((4, 3)), "value": np.ones((4, 5))}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"key": np.ones((4, 2))}, r"key has shape \(4, 2\); expected rows of width 3"),
        ({"value": np.ones((3, 5))}, r"value has shape \(3, 5\); expected 4 rows"),
        ({"query": np.ones(3)}, r"query has shape \(3,\); expected \(\.\.\., length, width\)"),
        ({"query": np.ones((2, 3), int)}, "query has dtype int64; expected a floating dtype"),
        ({"key": np.ones((4, 3), np.float32)}, "key has dtype float32; expected float64"),
        ({"value": np.full((4, 5), np.nan)}, "value has NaN; expected numbers"),
        ({"key": np.ones((2, 4, 3)), "query": np.ones((3, 2, 3))}, "key has shape .*expected lead"),
        ({"attn_mask": np.ones((2, 4), int)}, "attn_mask has dtype int64; expected bool"),
        ({"attn_mask": np.ones((3, 4), bool)}, r"attn_mask has shape \(3, 4\); expected one that"),
        ({"attn_mask": np.full((2, 4), np.nan)}, "attn_mask has NaN or .inf; expected"),
        ({"normalize": "softmin"}, "normalize is 'softmin'; expected one of"),
        ({"normalize": Entmax(0.5)}, "regularizer is 0.5; expected"),
        ({"score": "cosine"}, "score is 'cosine'; expected"),
        ({"score": Bilinear(np.eye(2))}, r"query has shape \(2, 3\); expected rows of width 2"),
        ({"score": Cosine(), "normalize": Linear()}, "score is .*; expected 'dot' with Linear"),
        ({"scale": 2.0, "normalize": Linear()}, "scale is 2.0; expected None"),
        ({"attn_mask": np.zeros((2, 4)), "normalize": Linear()}, "attn_mask has dtype .*Linear"),
        ({"dropout_p": 1.0}, r"dropout_p is 1.0; expected a probability in \[0, 1\)"),
        ({"dropout_p": 0.5}, "dropout_p > 0 on NumPy arrays draws numbers: pass rng"),
        ({"enable_gqa": True}, r"key has shape \(4, 3\); expected a number of heads"),
        ({"normalize": "entmax15", "return_aux": AuxRequest(lse=True)}, "return_aux asks for lse"),
        ({"return_aux": AuxRequest(topk=-1)}, "return_aux asks for topk -1; expected"),
    ],
)
def test_a_bad_argument_is_named_with_what_was_expected(wrong, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        attention(**(GOOD | wrong))


def test_numbers_too_large_to_add_up_are_no_nan():
    """The check for NaN sums first, and a sum may overflow or meet both infinities."""
    from heed.attention.reading import check_inputs

    huge = np.full((3, 2), 3e38, dtype=np.float32)
    both = np.array([[np.inf, -np.inf], [0, 1], [2, 3]], dtype=np.float32)
    for odd in (huge, both):
        check_inputs(odd, odd, odd, enable_gqa=False)
    both[1, 1] = np.nan
    with pytest.raises(ValueError, match="key has NaN"):
        check_inputs(huge, both, huge, enable_gqa=False)
