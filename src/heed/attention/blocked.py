"""Softmax attention tile by tile, dot and additive: no table of weights, forward or back.

The largest score and the sum of each query are carried along (online softmax, Milakov and
Gimelshein 2018); the way back works every tile out again (Dao et al. 2022). Needs torch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, prod

import torch
from torch.autograd.function import once_differentiable

from heed.attention.score import Features
from heed.attention.tiles import tile_gradients, tile_scores
from heed.budget.arrays import Array

DOT_TILE = (512, 1024)  # queries x keys: 2 MiB of scores, what a core's cache holds
TANH_TILE = (128, 512)  # additive scores need two such buffers at once


def online_softmax(
    features: Features,
    value: Array,
    mask: Array | None = None,
    *,
    is_causal: bool = False,
    tile: tuple[int, int] | None = None,
) -> tuple[Array, Array]:
    """Output (..., L, Ev) and the log of the sum of exp(scores) (..., L), both with gradients.

    Worked in float32 (float64 stays). A floating mask gets no gradient. A query that may see
    nothing gets zeros and -inf.
    """
    left, right, vector = features.left, features.right, features.vector
    lead = torch.broadcast_shapes(left.shape[:-2], right.shape[:-2], value.shape[:-2])
    precision = torch.float64 if value.dtype == torch.float64 else torch.float32
    flat = [flattened(x, lead, precision) for x in (left, right, value)]
    usual = DOT_TILE if vector is None else TANH_TILE
    walk = Walk(left.shape[-2], right.shape[-2], lead, mask, is_causal, *(tile or usual))
    vector = None if vector is None else vector.to(precision)
    output, lse = _Online.apply(walk, *flat, vector)
    output = output.reshape(*lead, *output.shape[-2:])
    return output.to(value.dtype), lse.reshape(*lead, lse.shape[-1])


def flattened(x: Array, lead: tuple[int, ...], precision: Array) -> Array:
    """Leading axes laid out as one, in the precision of the work."""
    return x.expand(*lead, *x.shape[-2:]).reshape(prod(lead), *x.shape[-2:]).to(precision)


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The order in which tiles are visited, and what each may see.

    Short sequences are worked several heads at a time, so that a step is never tiny.
    """

    queries: int
    keys: int
    lead: tuple[int, ...]
    mask: Array | None
    is_causal: bool
    tall: int
    wide: int

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """Heads and queries of every block."""
        size = min(self.queries, self.tall) * min(self.keys, self.wide)
        heads = max(1, self.tall * self.wide // max(size, 1))
        for head in range(0, prod(self.lead), heads):
            for row in range(0, self.queries, self.tall):
                end = min(row + self.tall, self.queries)
                yield slice(head, min(head + heads, prod(self.lead))), slice(row, end)

    def tiles(self, rows: slice) -> Iterator[slice]:
        """Keys of every tile some of these queries may see."""
        last = min(self.keys, rows.stop) if self.is_causal else self.keys
        for key in range(0, last, self.wide):
            yield slice(key, min(key + self.wide, last))

    def exclude(self, scores: Array, heads: slice, rows: slice, keys: slice) -> Array:
        """Scores of a tile with -inf where nothing may be seen; overwrites them."""
        if self.is_causal and keys.stop > rows.start + 1:
            query = torch.arange(rows.start, rows.stop, device=scores.device)[:, None]
            key = torch.arange(keys.start, keys.stop, device=scores.device)
            scores.masked_fill_(key > query, -inf)
        if self.mask is None:
            return scores
        mask = self._of(self.mask, heads, rows, keys)
        return scores.masked_fill_(~mask, -inf) if mask.dtype == torch.bool else scores.add_(mask)

    def _of(self, mask: Array, heads: slice, rows: slice, keys: slice) -> Array:
        """A mask's part for a tile; one that differs between heads is never laid out whole."""
        mask = mask if mask.ndim > 1 else mask[None]
        row = rows if mask.shape[-2] > 1 else slice(None)
        part = mask[..., row, keys if mask.shape[-1] > 1 else slice(None)]
        if prod(part.shape[:-2]) == 1:
            return part.reshape(part.shape[-2:])
        part = part.expand(*self.lead, *part.shape[-2:])
        each = torch.arange(heads.start, heads.stop)
        return part[torch.unravel_index(each, self.lead)]


class _Online(torch.autograd.Function):  # type: ignore[misc]
    """left (N, L, D), right (N, S, D), value (N, S, Ev), vector (D,) or None."""

    @staticmethod
    def forward(
        ctx: Array, walk: Walk, left: Array, right: Array, value: Array, vector: Array | None
    ) -> tuple[Array, Array]:
        output = value.new_empty(*left.shape[:2], value.shape[-1])
        lse = value.new_empty(left.shape[:2])
        for heads, rows in walk.blocks():
            block = _block(walk, heads, rows, (left, right, value, vector))
            output[heads, rows], lse[heads, rows] = block
        ctx.walk = walk
        ctx.save_for_backward(left, right, value, vector, output, lse)
        return output, lse

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Array, g_output: Array, g_lse: Array) -> tuple[Array | None, ...]:
        left, right, value, vector, output, lse = ctx.saved_tensors
        # One number a query: what the softmax takes back, less what the lse itself asks for.
        back = (g_output * output).sum(-1) - g_lse.masked_fill(lse.isinf(), 0.0)
        lse = lse.masked_fill(lse.isinf(), inf)  # so that exp(score - lse) is 0
        total = [torch.zeros_like(x) for x in (left, right, value)]
        g_vector = None if vector is None else torch.zeros_like(vector)
        for heads, rows in ctx.walk.blocks():
            for keys in ctx.walk.tiles(rows):
                here = left[heads, rows], right[heads, keys], vector
                weights = ctx.walk.exclude(tile_scores(*here), heads, rows, keys)
                weights.sub_(lse[heads, rows, None]).exp_()
                total[2][heads, keys] += torch.matmul(weights.mT, g_output[heads, rows])
                g = torch.matmul(g_output[heads, rows], value[heads, keys].mT)
                g.sub_(back[heads, rows, None]).mul_(weights)
                g_left, g_right, more = tile_gradients(g, *here)
                total[0][heads, rows] += g_left
                total[1][heads, keys] += g_right
                g_vector = g_vector if more is None else g_vector + more
        return None, *total, g_vector


def _block(
    walk: Walk, heads: slice, rows: slice, given: tuple[Array, Array, Array, Array | None]
) -> tuple[Array, Array]:
    """Output and lse of one block of queries over all their keys."""
    left, right, value, vector = given
    here = left[heads, rows]
    top = here.new_full(here.shape[:2], -inf)
    total = torch.zeros_like(top)
    output = here.new_zeros(*here.shape[:2], value.shape[-1])
    for keys in walk.tiles(rows):
        scores = walk.exclude(tile_scores(here, right[heads, keys], vector), heads, rows, keys)
        higher = torch.maximum(top, scores.amax(-1))
        base = higher.masked_fill(higher.isinf(), 0.0)
        weights = scores.sub_(base[..., None]).exp_()
        shrink = torch.exp(top - base)
        total = total * shrink + weights.sum(-1)
        output.mul_(shrink[..., None]).add_(torch.matmul(weights, value[heads, keys]))
        top = higher
    some = total > 0
    safe = total.where(some, 1.0)
    return output.div_(safe[..., None]), torch.where(some, safe.log() + top, -inf)
