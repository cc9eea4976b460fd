"""Heads switched off without taking them out, and what each is worth by a loss. Needs torch."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch import nn

from heed.attention.heads import MultiHeadAttention
from heed.attention.measuring import Loss, at_rest, finite, measured
from heed.budget.arrays import Array

Off = Mapping[MultiHeadAttention, Collection[int]]
"""Heads that are switched off, layer by layer."""


@contextmanager
def without(off: Off) -> Iterator[None]:
    """Layers with some heads switched off: what those found counts as zero meanwhile."""
    with _gated({layer: _gate(layer, heads) for layer, heads in off.items() if heads}):
        yield


def head_loss(module: nn.Module, layer: MultiHeadAttention, loss: Loss) -> Array:
    """By how much the loss rises with each head of `layer` switched off alone, (heads,), float64.

    loss(module) is called once a head and once with all, in evaluation. Below 0: better without it.
    """
    check_inside(module, [layer])
    before = measured(module, loss)
    rises = []
    for head in range(layer.heads):
        with without({layer: [head]}):
            rises.append(measured(module, loss) - before)
    return torch.tensor(rises, dtype=torch.float64)


def first_order_head_loss(module: nn.Module, layer: MultiHeadAttention, loss: Loss) -> Array:
    """An estimate of `head_loss` from one pass and its gradient, (heads,), float64.

    -dL/dg for a gate g = 1 on each head (Michel et al. 2019, with the sign kept). It knows nothing
    of curvature, so measure before you believe it. loss(module) must be a tensor with a gradient.
    """
    check_inside(module, [layer])
    return first_order(module, {layer: ()}, loss)[layer]


def first_order(module: nn.Module, off: Off, loss: Loss) -> dict[MultiHeadAttention, Array]:
    """-dL/dg for every head of every layer of `off`, by one pass; 0 for one that is off already."""
    gates = {layer: _gate(layer, heads).requires_grad_() for layer, heads in off.items()}
    with at_rest(module), torch.enable_grad(), _gated(gates):
        lost = loss(module)
        if not getattr(lost, "requires_grad", False):
            raise ValueError(f"loss gave {lost}; expected a tensor with a gradient.")
        finite(lost)
        slopes = torch.autograd.grad(lost, list(gates.values()), materialize_grads=True)
    return {
        layer: -(slope * gates[layer].detach()).double()
        for layer, slope in zip(gates, slopes, strict=True)
    }


def check_inside(module: nn.Module, layers: Sequence[MultiHeadAttention]) -> None:
    """Layers of heads that are parts of the net. Raises ValueError."""
    inside = set(module.modules())
    for layer in layers:
        if not isinstance(layer, MultiHeadAttention) or layer not in inside:
            kind = type(layer).__name__
            raise ValueError(f"layer is a {kind}; expected a MultiHeadAttention inside module.")


def read_heads(name: str, heads: Collection[int], layer: MultiHeadAttention) -> list[int]:
    """Heads of the layer, in order and once each. Raises ValueError."""
    read = sorted({int(head) for head in heads})
    if any(not 0 <= head < layer.heads for head in read):
        raise ValueError(f"{name} is {list(heads)}; expected heads from 0 to {layer.heads - 1}.")
    return read


@contextmanager
def _gated(gates: Mapping[MultiHeadAttention, Array]) -> Iterator[None]:
    """What each head found is multiplied by its gate before the heads are merged."""
    with ExitStack() as hooks:
        for layer, gate in gates.items():
            hooks.enter_context(layer.output.register_forward_pre_hook(_by(gate)))
        yield


def _by(gate: Array) -> Any:
    def multiply(_: nn.Module, given: tuple[Array]) -> tuple[Array]:
        found = given[0]  # (..., L, heads * width of a head)
        return ((found.unflatten(-1, (len(gate), -1)) * gate[:, None]).flatten(-2),)

    return multiply


def _gate(layer: MultiHeadAttention, off: Collection[int]) -> Array:
    gate = layer.output.weight.detach().new_ones(layer.heads)
    gate[read_heads("heads", off, layer)] = 0
    return gate
