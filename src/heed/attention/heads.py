"""Attention over several heads, as a trainable layer. Needs torch.

Features are split into heads, attended head by head, merged, and turned once more.
"""

from collections.abc import Mapping
from typing import TypeAlias

import torch
from torch import nn

from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.functional import attention
from heed.attention.normalize import Linear, Normalizer
from heed.budget.arrays import Array

Answer: TypeAlias = Array | tuple[Array, AuxOutput]
State: TypeAlias = Mapping[str, Array]


class MultiHeadAttention(nn.Module):  # type: ignore[misc]
    """Self-attention in heads, (B, L, width) -> (B, L, width) (Vaswani et al. 2017).

    Starts as the mean over what may be seen: keys begin at zero, all else as the identity. A state
    dict of nn.MultiheadAttention fits after `from_torch`, and `to_torch` gives one back.
    """

    def __init__(
        self,
        width: int,
        heads: int = 1,
        *,
        key_width: int | None = None,
        bias: bool = True,
        dropout_p: float = 0.0,
        normalize: str | Normalizer = "softmax",
    ) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"heads is {heads}; expected a number that divides width {width}.")
        self.heads, self.dropout_p, self.normalize = heads, dropout_p, normalize
        shared = key_width or width
        self.query = _identity(width, width, bias)
        self.key = _zero(shared, width, bias)
        self.value = _identity(shared, width, bias)
        self.output = _identity(width, width, bias)

    def forward(
        self,
        x: Array,
        mask: Array | None = None,
        *,
        is_causal: bool = False,
        return_aux: AuxRequest | None = None,
    ) -> Answer:
        """mask as in `attention`, True = may attend; with return_aux a pair (output, aux)."""
        return self.attend(x, x, mask, is_causal=is_causal, return_aux=return_aux)

    def attend(
        self,
        x: Array,
        context: Array,
        mask: Array | None = None,
        *,
        is_causal: bool = False,
        return_aux: AuxRequest | None = None,
    ) -> Answer:
        """x (B, L, width) looks at context (B, S, key_width)."""
        found, aux = attention(
            self._asked(x),
            self._split(self.key(context)),
            self._split(self.value(context)),
            self._seen(x, context, mask),
            normalize=self.normalize,
            is_causal=is_causal,
            dropout_p=self.dropout_p if self.training else 0.0,
            return_aux=return_aux or AuxRequest(),
        )
        output = self.output(self._weighed(found, x).transpose(-2, -3).flatten(-2))
        return output if return_aux is None else (output, aux)

    # What an adaptive layer changes: how it asks, what it sees, what it makes of its heads.

    def _asked(self, x: Array) -> Array:
        return self._split(self.query(x))

    def _seen(self, x: Array, context: Array, mask: Array | None) -> Array | None:
        return mask

    def _weighed(self, found: Array, x: Array) -> Array:
        return found

    def _split(self, x: Array) -> Array:
        """(..., L, width) -> (..., heads, L, width / heads)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(-2, -3)


class CrossAttention(MultiHeadAttention):
    """x looks at a context of its own length and width: (B, L, width), (B, S, key_width)."""

    def forward(  # type: ignore[override]  # a context is what makes it cross
        self,
        x: Array,
        context: Array,
        mask: Array | None = None,
        *,
        return_aux: AuxRequest | None = None,
    ) -> Answer:
        """mask as in `attention`, True = may attend; with return_aux a pair (output, aux)."""
        return self.attend(x, context, mask, return_aux=return_aux)


class LinearAttention(MultiHeadAttention):
    """Heads under the kernel elu + 1: time and memory linear in the length, unless causal."""

    def __init__(self, width: int, heads: int = 1, *, bias: bool = True) -> None:
        super().__init__(width, heads, bias=bias, normalize=Linear())


def from_torch(state: State) -> dict[str, Array]:
    """A state dict of nn.MultiheadAttention as one of MultiHeadAttention or CrossAttention.

    Raises ValueError where it carries what these do not have (add_bias_kv).
    """
    if "bias_k" in state:
        raise ValueError("state has bias_k; expected a layer made with add_bias_kv=False.")
    if "in_proj_weight" in state:
        weights = state["in_proj_weight"].chunk(3)
    else:
        weights = tuple(state[f"{name}_proj_weight"] for name in "qkv")
    ours = dict(zip(("query.weight", "key.weight", "value.weight"), weights, strict=True))
    ours["output.weight"] = state["out_proj.weight"]
    if "in_proj_bias" in state:
        biases = state["in_proj_bias"].chunk(3)
        ours |= zip(("query.bias", "key.bias", "value.bias"), biases, strict=True)
        ours["output.bias"] = state["out_proj.bias"]
    return ours


def to_torch(state: State) -> dict[str, Array]:
    """A state dict of MultiHeadAttention or CrossAttention as one of nn.MultiheadAttention."""
    names = ("query", "key", "value")
    weights = [state[f"{name}.weight"] for name in names]
    theirs = {"out_proj.weight": state["output.weight"]}
    if len({w.shape for w in weights}) == 1:
        theirs["in_proj_weight"] = torch.cat(weights)
    else:
        theirs |= zip((f"{n}_proj_weight" for n in "qkv"), weights, strict=True)
    if "query.bias" in state:
        theirs["in_proj_bias"] = torch.cat([state[f"{name}.bias"] for name in names])
        theirs["out_proj.bias"] = state["output.bias"]
    return theirs


def _identity(wide: int, width: int, bias: bool) -> nn.Linear:
    """Passes on what it is given, padded with zeros or cut to its width."""
    layer = _zero(wide, width, bias)
    nn.init.eye_(layer.weight)
    return layer


def _zero(wide: int, width: int, bias: bool) -> nn.Linear:
    layer = nn.Linear(wide, width, bias=bias)
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer
