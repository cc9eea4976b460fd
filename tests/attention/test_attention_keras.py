"""Keras layers give what heed.attention gives, on whichever backend this process runs.

KERAS_BACKEND=torch in the usual tests; `make keras` runs them again on TensorFlow.
"""

import os

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # keras' and its backends' own
]

from heed.attention import Additive, AuxRequest, attention  # noqa: E402
from heed.attention.keras import (  # noqa: E402
    AdditiveAttention,
    DotAttention,
    MultiHeadAttention,
)

RNG = np.random.default_rng(3)
CLOSE = {"rtol": 0, "atol": 2e-6}
WEIGHTS = AuxRequest(weights=True)


def some(*shape):
    return RNG.standard_normal(shape).astype(np.float32)


Q, K, V = some(2, 3, 4), some(2, 5, 4), some(2, 5, 6)
MASK = np.array([[True, True, False, True, False], [True] * 5])[:, None]
NOTHING = np.zeros((2, 1, 5), dtype=bool)


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor)


@pytest.mark.parametrize("scale", [None, 1.0])
@pytest.mark.parametrize("mask", [None, MASK, NOTHING], ids=["all", "some", "nothing"])
def test_dot_attention_is_heeds(mask, scale):
    output, weights = DotAttention(scale)(Q, K, V, mask, return_weights=True)
    expected, aux = attention(Q, K, V, mask, scale=scale, return_aux=WEIGHTS)

    np.testing.assert_allclose(numbers(output), expected, **CLOSE)
    np.testing.assert_allclose(numbers(weights), aux.weights, **CLOSE)


def test_pin_scaled_dot():
    ones = np.ones((1, 1, 4), dtype=np.float32)
    keys = np.concatenate((ones, 0 * ones), 1)

    _, weights = DotAttention()(ones, keys, keys, return_weights=True)

    np.testing.assert_allclose(numbers(weights)[0, 0], [0.88080, 0.11920], atol=5e-6)


@pytest.mark.parametrize("mask", [None, MASK, NOTHING], ids=["all", "some", "nothing"])
def test_additive_attention_is_heeds(mask):
    layer = AdditiveAttention(7)
    layer(Q, K, V)
    weights = some(7, 4), some(7, 4), some(7)
    layer.set_weights(weights)

    output = layer(Q, K, V, mask)

    expected = attention(Q, K, V, mask, score=Additive(*weights))
    np.testing.assert_allclose(numbers(output), expected, **CLOSE)


def test_additive_attention_starts_as_the_mean():
    output = AdditiveAttention(7)(Q, K, V)
    np.testing.assert_allclose(numbers(output), V.mean(1, keepdims=True).repeat(3, 1), **CLOSE)


def state(width, shared):
    wide = {"query": width, "key": shared, "value": shared, "output": width}
    return {f"{n}.weight": some(width, w) for n, w in wide.items()} | {
        f"{n}.bias": some(width) for n in wide
    }


def by_hand(given, x, context, heads, mask=None):
    def split(name, rows):
        turned = rows @ given[f"{name}.weight"].T + given[f"{name}.bias"]
        return turned.reshape(*turned.shape[:2], heads, -1).transpose(0, 2, 1, 3)

    found = attention(split("query", x), split("key", context), split("value", context), mask)
    merged = found.transpose(0, 2, 1, 3).reshape(x.shape)
    return merged @ given["output.weight"].T + given["output.bias"]


@pytest.mark.parametrize("mask", [None, MASK[:, None]], ids=["all", "some"])
def test_heads_take_heeds_weights_over_and_give_them_back(mask):
    given, context = state(4, 6), some(2, 5, 6)
    layer = MultiHeadAttention(4, 2, key_width=6)
    layer.from_heed(given)

    output = layer(Q, context, mask)

    np.testing.assert_allclose(numbers(output), by_hand(given, Q, context, 2, mask), atol=1e-5)
    back = layer.to_heed()
    assert back.keys() == given.keys()
    for name, value in given.items():
        np.testing.assert_array_equal(back[name], value)


def test_heads_start_as_the_mean():
    x = some(2, 5, 4)
    output = MultiHeadAttention(4, 2)(x)
    np.testing.assert_allclose(numbers(output), x.mean(1, keepdims=True).repeat(5, 1), **CLOSE)


@pytest.mark.torch
@pytest.mark.skipif(keras.backend.backend() != "torch", reason="compares with the layer for torch")
def test_heads_are_the_layer_for_torch():
    torch = pytest.importorskip("torch")
    from heed.attention.modules import CrossAttention

    given, context = state(4, 6), some(2, 5, 6)
    theirs, ours = MultiHeadAttention(4, 2, key_width=6), CrossAttention(4, 2, key_width=6)
    theirs.from_heed(given)
    ours.load_state_dict({name: torch.tensor(value) for name, value in given.items()})

    expected, aux = ours(torch.tensor(Q), torch.tensor(context), return_aux=WEIGHTS)
    output, weights = theirs(Q, context, return_weights=True)

    np.testing.assert_allclose(numbers(output), expected.detach(), **CLOSE)
    np.testing.assert_allclose(numbers(weights), aux.weights.detach(), **CLOSE)


def test_a_model_with_these_layers_trains():
    keras.utils.set_random_seed(0)
    x, wanted = some(64, 5, 4), some(64, 1, 4)
    wanted = x[:, 2:3] + 0 * wanted  # the third row is what counts
    given = keras.Input((5, 4))
    asked = keras.layers.Dense(4)(given[:, 2:3])
    model = keras.Model(given, DotAttention()(asked, given, given))
    model.compile(keras.optimizers.Adam(0.05), "mse")

    first = model.evaluate(x, wanted, verbose=0)
    model.fit(x, wanted, epochs=10, verbose=0)

    assert model.evaluate(x, wanted, verbose=0) < 0.8 * first


def test_a_row_that_sees_nothing_has_finite_gradients():
    layer = AdditiveAttention(3)
    layer(Q, K, V)
    layer.set_weights([some(3, 4), some(3, 4), some(3)])
    model_in = keras.Input((5, 4)), keras.Input((1, 5), dtype="bool")
    model = keras.Model(model_in, layer(model_in[0], model_in[0], model_in[0], model_in[1]))
    model.compile(keras.optimizers.SGD(0.1), "mse")

    model.fit([K, NOTHING], np.ones_like(K), epochs=1, verbose=0)

    assert all(np.isfinite(weight).all() for weight in layer.get_weights())


def test_heads_that_do_not_divide_the_width_are_refused():
    with pytest.raises(ValueError, match=r"^heads is 3; expected a number that divides width 4"):
        MultiHeadAttention(4, 3)
