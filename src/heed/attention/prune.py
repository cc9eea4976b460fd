"""Layers of attention without some of their heads, and which may go within a rise of the loss.

What a head is worth is measured in gates.py; nothing is trained. Needs torch.
"""

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn

from heed.attention.gates import check_inside, first_order, read_heads, without
from heed.attention.heads import MultiHeadAttention
from heed.attention.measuring import Loss, measured
from heed.attention.normalize import Budget, Normalizer
from heed.budget.arrays import Array

Layers = Sequence[MultiHeadAttention]
_Step = tuple[MultiHeadAttention, int, float]  # the layer, its head, the loss without it


def prune_heads(layer: MultiHeadAttention, keep: Collection[int]) -> MultiHeadAttention:
    """A smaller layer of the heads in `keep`, which computes what `layer` does without the others.

    Rows and columns of the projections are left out; the width of a head stays. Its state dict fits
    a fresh layer pruned alike. What a Budget holds for each head is cut too; a mask with an axis of
    heads is the caller's to cut.
    """
    check_inside(layer, [layer])
    kept = read_heads("keep", keep, layer)
    if not kept:
        raise ValueError("keep is empty; expected at least one head.")
    each = torch.arange(layer.output.in_features).reshape(layer.heads, -1)
    some = each[kept].flatten()
    smaller = copy.deepcopy(layer)
    for name in ("query", "key", "value"):
        setattr(smaller, name, _cut(name, getattr(layer, name), rows=some))
    smaller.output = _cut("output", layer.output, columns=some)
    smaller.normalize, smaller.heads = _some_heads(layer.normalize, kept, layer.heads), len(kept)
    return smaller


def _cut(
    name: str, whole: nn.Linear, *, rows: Array | None = None, columns: Array | None = None
) -> nn.Linear:
    """Some rows or columns of a projection; a bias belongs to the rows."""
    if not isinstance(whole, nn.Linear):
        kind = type(whole).__name__
        raise ValueError(f"layer has a {kind} as its {name}; expected Linear: prune first.")
    weight = whole.weight.detach()
    weight = weight[rows] if columns is None else weight[:, columns]
    smaller = nn.Linear(*weight.shape[::-1], bias=whole.bias is not None, device="meta")
    smaller.weight = nn.Parameter(weight, whole.weight.requires_grad)
    if whole.bias is not None:
        bias = whole.bias.detach()
        bias = bias.clone() if rows is None else bias[rows]
        smaller.bias = nn.Parameter(bias, whole.bias.requires_grad)
    return smaller.train(whole.training)


def _some_heads(normalize: str | Normalizer, kept: list[int], heads: int) -> str | Normalizer:
    """A Budget may hold amounts, costs and caps of its own for every head, on axis -3."""
    if not isinstance(normalize, Budget):
        return normalize

    def some(given: Any) -> Any:
        by_head = getattr(given, "ndim", 0) >= 3 and given.shape[-3] == heads
        return given[..., kept, :, :] if by_head else given

    names = ("amount", "cost", "cap")
    return replace(normalize, **{name: some(getattr(normalize, name)) for name in names})


@dataclass(frozen=True, slots=True)
class Removal:
    """A head that went, numbered as in the whole layer, and the measured loss once it was off."""

    layer: str
    head: int
    loss: float


@dataclass(frozen=True, slots=True)
class Pruned:
    """A smaller copy of a net, what was taken out, first to last, and the loss of both nets."""

    module: nn.Module
    removed: tuple[Removal, ...]
    before: float
    after: float


def prune_to_loss(
    module: nn.Module, layers: Layers, loss: Loss, *, rise: float, estimate: bool = False
) -> Pruned:
    """Take out the least costly head, again and again, while the loss stays within before + rise.

    Each step measures every head that is left and takes the least costly; with `estimate` the first
    that fits, in the order of `first_order_head_loss`. It ends where none fits, and every layer
    keeps a head. The data heads were chosen on flatter the result: report other data. `module`
    stays as it is.
    """
    check_inside(module, layers)
    if not layers:
        raise ValueError("layers is empty; expected at least one layer.")
    if not rise >= 0:
        raise ValueError(f"rise is {rise}; expected a number not below 0.")
    before = measured(module, loss)
    limit = before + rise
    choose = _first_fit if estimate else _cheapest
    gone: list[_Step] = []
    while step := choose(module, _off(layers, gone), loss, limit):
        gone.append(step)
    smaller = _smaller(module, _off(layers, gone))
    # The same sums in another order: rounding may cost the last head its leave.
    while (after := measured(smaller, loss)) > limit and gone:
        gone.pop()
        smaller = _smaller(module, _off(layers, gone))
    names = {part: name for name, part in module.named_modules()}
    removed = tuple(Removal(names[layer], head, lost) for layer, head, lost in gone)
    return Pruned(smaller, removed, before, after)


def _off(layers: Layers, gone: Sequence[_Step]) -> dict[MultiHeadAttention, list[int]]:
    off: dict[MultiHeadAttention, list[int]] = {layer: [] for layer in layers}
    for layer, head, _ in gone:
        off[layer].append(head)
    return off


def _smaller(module: nn.Module, off: dict[MultiHeadAttention, list[int]]) -> nn.Module:
    """A copy of the net where smaller layers stand wherever the whole ones stood."""
    memo: dict[int, Any] = {
        id(layer): prune_heads(layer, set(range(layer.heads)) - set(heads))
        for layer, heads in off.items()
        if heads
    }
    return copy.deepcopy(module, memo)


def _left(off: dict[MultiHeadAttention, list[int]]) -> list[tuple[MultiHeadAttention, int]]:
    """Heads that may still go: never the last of a layer."""
    return [
        (layer, head)
        for layer, heads in off.items()
        if len(heads) < layer.heads - 1
        for head in range(layer.heads)
        if head not in heads
    ]


def _cheapest(
    module: nn.Module, off: dict[MultiHeadAttention, list[int]], loss: Loss, limit: float
) -> _Step | None:
    """The head whose going leaves the least loss, where that is within the limit."""
    tried = [_without_also(module, off, one, loss) for one in _left(off)]
    best = min(tried, key=lambda step: step[2], default=None)
    return best if best and best[2] <= limit else None


def _first_fit(
    module: nn.Module, off: dict[MultiHeadAttention, list[int]], loss: Loss, limit: float
) -> _Step | None:
    """The first head, by the order of the estimate, whose going leaves a loss within the limit."""
    left = _left(off)
    rises = first_order(module, off, loss) if left else {}
    for one in sorted(left, key=lambda one: float(rises[one[0]][one[1]])):
        step = _without_also(module, off, one, loss)
        if step[2] <= limit:
            return step
    return None


def _without_also(
    module: nn.Module,
    off: dict[MultiHeadAttention, list[int]],
    one: tuple[MultiHeadAttention, int],
    loss: Loss,
) -> _Step:
    layer, head = one
    with without({**off, layer: [*off[layer], head]}):
        return layer, head, measured(module, loss)
