"""The scores of one tile of queries against keys, and the way back: dot and additive. Needs torch.

Whoever walks over the tiles is in blocked.py.
"""

from typing import TypeAlias

import torch
from torch.autograd.function import once_differentiable

from heed.budget.arrays import Array

Gradients: TypeAlias = tuple[Array, Array, Array | None]


def tile_scores(left: Array, right: Array, vector: Array | None) -> Array:
    """left (..., L, D), right (..., S, D) -> (..., L, S); with a vector, the additive form."""
    if vector is None:
        return torch.matmul(left, right.mT)
    return _tanh_table(left, right, vector)


def tile_gradients(g: Array, left: Array, right: Array, vector: Array | None) -> Gradients:
    """Gradients to left, right and vector from those of the scores; leading axes all alike."""
    if vector is None:
        return torch.matmul(g, right), torch.matmul(g.mT, left), None
    return _tanh_gradients(g, left, right, vector)


def _tanh_table(left: Array, right: Array, vector: Array) -> Array:
    """A feature at a time in two buffers, features of the keys lying in a row."""
    across = right.mT.contiguous()
    part = total = None
    for d, factor in enumerate(vector.tolist()):
        part = torch.add(left[..., :, d, None], across[..., d, None, :], out=part)
        part.tanh_()
        total = part * factor if total is None else total.add_(part, alpha=factor)
    if total is None:
        raise ValueError("vector is empty; expected at least one feature.")
    return total


def _tanh_gradients(g: Array, left: Array, right: Array, vector: Array) -> Gradients:
    """d tanh = 1 - tanh^2, so all but one table comes from sums of g alone."""
    across = right.mT.contiguous()
    g = g.contiguous()
    flat, part = g.view(-1), None
    g_left, g_across, g_vector = torch.zeros_like(left), torch.zeros_like(across), []
    for d in range(vector.shape[0]):
        part = torch.add(left[..., :, d, None], across[..., d, None, :], out=part)
        part.tanh_()
        g_vector.append(torch.dot(flat, part.view(-1)))
        part.mul_(part).mul_(g)
        g_left[..., d] = part.sum(-1)
        g_across[..., d, :] = part.sum(-2)
    g_left = (g.sum(-1)[..., None] - g_left) * vector
    g_across = (g.sum(-2)[..., None, :] - g_across) * vector[:, None]
    return g_left, g_across.mT, torch.stack(g_vector)


def sum_of_tanh(left: Array, right: Array, vector: Array) -> Array:
    """The additive table of whole sequences; its gradients keep no table of any feature."""
    lead = torch.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    left, right = (x.expand(*lead, *x.shape[-2:]) for x in (left, right))
    return _SumOfTanh.apply(left, right, vector)


class _SumOfTanh(torch.autograd.Function):  # type: ignore[misc]
    """Works every tanh out again on the way back."""

    @staticmethod
    def forward(ctx: Array, left: Array, right: Array, vector: Array) -> Array:
        ctx.save_for_backward(left, right, vector)
        return _tanh_table(left, right, vector)

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Array, g: Array) -> Gradients:
        return _tanh_gradients(g, *ctx.saved_tensors)
