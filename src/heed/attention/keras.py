"""Attention as Keras 3 layers, on any of its backends. Needs keras.

The formulas and weights are those of `heed.attention` and its layers for torch: `from_heed` takes a
state dict over, `to_heed` gives one back.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

Tensor: TypeAlias = Any  # of whichever backend Keras runs on
Shape: TypeAlias = tuple[int | None, ...]
State: TypeAlias = Mapping[str, npt.ArrayLike]


class DotAttention(keras.layers.Layer):  # type: ignore[misc]  # keras has no types
    """softmax(scale q.k) v over (..., L, E), (..., S, E), (..., S, Ev); no weights of its own."""

    def __init__(self, scale: float | None = None, **given: Any) -> None:
        super().__init__(**given)
        self.scale = scale

    def call(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        *,
        return_weights: bool = False,
    ) -> Tensor:
        """mask (..., L, S), True = may attend; with return_weights a pair (output, weights)."""
        scale = query.shape[-1] ** -0.5 if self.scale is None else self.scale
        weights = _softmax(ops.matmul(query * scale, _turned(key)), mask)
        output = ops.matmul(weights, value)
        return (output, weights) if return_weights else output


class AdditiveAttention(keras.layers.Layer):  # type: ignore[misc]
    """softmax(v . tanh(W q + U k)) over the values (Bahdanau et al. 2015).

    Starts as the mean: v begins at zero.
    """

    def __init__(self, hidden: int, **given: Any) -> None:
        super().__init__(**given)
        self.hidden = hidden

    def build(self, query_shape: Shape, key_shape: Shape, value_shape: Shape) -> None:
        """W (hidden, E_query), U (hidden, E_key), v (hidden,)."""
        self.query_weight = self.add_weight((self.hidden, query_shape[-1]), name="query_weight")
        self.key_weight = self.add_weight((self.hidden, key_shape[-1]), name="key_weight")
        self.vector = self.add_weight((self.hidden,), initializer="zeros", name="vector")

    def call(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        *,
        return_weights: bool = False,
    ) -> Tensor:
        """As DotAttention."""
        asked = ops.matmul(query, ops.transpose(self.query_weight))
        shown = ops.matmul(key, ops.transpose(self.key_weight))
        inner = ops.tanh(ops.expand_dims(asked, -2) + ops.expand_dims(shown, -3))
        weights = _softmax(ops.sum(inner * self.vector, axis=-1), mask)
        output = ops.matmul(weights, value)
        return (output, weights) if return_weights else output


class MultiHeadAttention(keras.layers.Layer):  # type: ignore[misc]
    """x (B, L, width) looks at a context (B, S, key_width), itself if none is given.

    Starts as the mean over what may be seen, as heed's layer for torch does: keys begin at zero,
    all else as the identity.
    """

    def __init__(self, width: int, heads: int = 1, key_width: int | None = None, **given: Any):
        super().__init__(**given)
        if width % heads:
            raise ValueError(f"heads is {heads}; expected a number that divides width {width}.")
        self.width, self.heads, self.key_width = width, heads, key_width or width
        self.parts = {
            name: _Turn(wide, width, name != "key", name=name)
            for name, wide in (
                ("query", width),
                ("key", self.key_width),
                ("value", self.key_width),
                ("output", width),
            )
        }

    def call(
        self,
        x: Tensor,
        context: Tensor | None = None,
        mask: Tensor | None = None,
        *,
        return_weights: bool = False,
    ) -> Tensor:
        """mask broadcasts to (B, heads, L, S), True = may attend; weights have that shape."""
        context = x if context is None else context
        query = self._split(self.parts["query"](x)) * (self.width // self.heads) ** -0.5
        key, value = (self._split(self.parts[name](context)) for name in ("key", "value"))
        weights = _softmax(ops.matmul(query, _turned(key)), mask)
        found = ops.transpose(ops.matmul(weights, value), (0, 2, 1, 3))
        output = self.parts["output"](ops.reshape(found, (*ops.shape(x)[:-1], self.width)))
        return (output, weights) if return_weights else output

    def from_heed(self, state: State) -> None:
        """Takes over a state dict of heed's MultiHeadAttention or CrossAttention."""
        for name, part in self.parts.items():
            part.weight.assign(np.asarray(state[f"{name}.weight"], dtype=np.float32))
            part.bias.assign(np.asarray(state[f"{name}.bias"], dtype=np.float32))

    def to_heed(self) -> dict[str, npt.NDArray[np.float32]]:
        """A state dict of heed's layer, as NumPy arrays."""
        return {
            f"{name}.{kind}": ops.convert_to_numpy(getattr(part, kind))
            for name, part in self.parts.items()
            for kind in ("weight", "bias")
        }

    def _split(self, x: Tensor) -> Tensor:
        """(B, L, width) -> (B, heads, L, width / heads)."""
        batch, length = ops.shape(x)[:2]
        parted = ops.reshape(x, (batch, length, self.heads, self.width // self.heads))
        return ops.transpose(parted, (0, 2, 1, 3))


class _Turn(keras.layers.Layer):  # type: ignore[misc]
    """x W^T + b, W (width, wide) as torch keeps it; starts as the identity, or as zero."""

    def __init__(self, wide: int, width: int, identity: bool, **given: Any) -> None:
        super().__init__(**given)
        first = keras.initializers.Identity() if identity and wide == width else "zeros"
        self.weight = self.add_weight((width, wide), initializer=first, name="weight")
        self.bias = self.add_weight((width,), initializer="zeros", name="bias")
        if identity and wide != width:
            self.weight.assign(np.eye(width, wide, dtype=np.float32))

    def call(self, x: Tensor) -> Tensor:
        """x (..., wide) -> (..., width)."""
        return ops.matmul(x, ops.transpose(self.weight)) + self.bias


def _turned(key: Tensor) -> Tensor:
    return ops.swapaxes(key, -1, -2)


def _softmax(scores: Tensor, mask: Tensor | None) -> Tensor:
    """Along the last axis; a row that may see nothing gets zeros and finite gradients."""
    if mask is None:
        return ops.softmax(scores, axis=-1)
    mask = ops.broadcast_to(ops.cast(mask, "bool"), ops.shape(scores))
    low = ops.where(mask, scores, ops.full_like(scores, -1e30))
    grown = ops.exp(low - ops.stop_gradient(ops.max(low, axis=-1, keepdims=True)))
    grown = ops.where(mask, grown, ops.zeros_like(grown))
    total = ops.sum(grown, axis=-1, keepdims=True)
    return grown / ops.where(total > 0, total, ops.ones_like(total))
