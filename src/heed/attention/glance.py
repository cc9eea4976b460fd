"""What softmax weights say in one pass over blocks of queries, when no gradient is asked of it.

Nothing is divided that need not be: with e = exp(score - top) and l = sum e, a key receives
sum_i e_ij / l_i, and the entropy is lse - sum_j e_ij score_ij / l_i. Needs torch.
"""

from math import inf

import torch

from heed.attention.blocked import Walk, flattened
from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.score import Features
from heed.attention.tiles import tile_scores
from heed.budget.arrays import Array

_BLOCK = 1 << 19  # scores worked at once: 2 MiB in float32, what a core's cache holds


@torch.no_grad()  # type: ignore[untyped-decorator]
def glance(
    features: Features,
    wanted: AuxRequest,
    mask: Array | None = None,
    *,
    is_causal: bool = False,
    rows: int | None = None,
) -> AuxOutput:
    """Everything `wanted` of softmax attention, in O(L + S) memory but for the weights and topk."""
    lead = torch.broadcast_shapes(features.left.shape[:-2], features.right.shape[:-2])
    queries, keys = features.left.shape[-2], features.right.shape[-2]
    precision = torch.float64 if features.left.dtype == torch.float64 else torch.float32
    left, right = (flattened(x, lead, precision) for x in (features.left, features.right))
    tall = rows or max(16, _BLOCK // keys)
    walk = Walk(queries, keys, lead, mask, is_causal, tall, keys)
    seen = _room(left, keys, wanted)
    for heads, some in walk.blocks():
        (tile,) = walk.tiles(some)
        scores = tile_scores(left[heads, some], right[heads, tile], features.vector)
        _note(seen, walk.exclude(scores, heads, some, tile), (heads, some, tile))
    return _shaped(seen, lead, features.left.dtype)


def _room(left: Array, keys: int, wanted: AuxRequest) -> AuxOutput:
    """Zeros for all that was asked for, filled in block by block."""
    heads, queries = left.shape[:2]
    best = (heads, queries, min(wanted.topk, keys))
    places = left.new_zeros(best, dtype=torch.int64)
    return AuxOutput(
        lse=left.new_zeros(heads, queries) if wanted.lse else None,
        weights=left.new_zeros(heads, queries, keys) if wanted.weights else None,
        topk=(left.new_zeros(best), places) if wanted.topk else None,
        received=left.new_zeros(heads, keys) if wanted.received else None,
        entropy=left.new_zeros(heads, queries) if wanted.entropy else None,
    )


def _note(seen: AuxOutput, scores: Array, where: tuple[slice, slice, slice]) -> None:
    heads, some, tile = where
    top = scores.amax(-1, keepdim=True)
    top.masked_fill_(top.isinf(), 0.0)
    grown = torch.exp(scores.sub_(top))
    total = grown.sum(-1)
    share = torch.where(total > 0, 1 / total, 0.0)
    logs = torch.where(total > 0, total.log(), -inf)
    if seen.lse is not None:
        seen.lse[heads, some] = logs + top[..., 0]
    if seen.received is not None:
        seen.received[heads, tile] += torch.matmul(share[..., None, :], grown)[..., 0, :]
    if seen.topk is not None:
        k = min(seen.topk[0].shape[-1], scores.shape[-1])
        values, places = grown.topk(k)
        seen.topk[0][heads, some, :k] = values * share[..., None]
        seen.topk[1][heads, some, :k] = places
    if seen.entropy is not None:
        # exp of what was excluded is 0, and 0 times -inf must be 0 too.
        spread = torch.linalg.vecdot(grown, scores.clamp_(min=-1e30)) * share
        seen.entropy[heads, some] = torch.where(total > 0, logs - spread, 0.0)
    if seen.weights is not None:
        seen.weights[heads, some, tile] = grown.mul_(share[..., None])


def _shaped(seen: AuxOutput, lead: tuple[int, ...], dtype: Array) -> AuxOutput:
    """The heads back on their axes."""

    def back(x: Array | None) -> Array | None:
        if x is None:
            return None
        shaped = x.reshape(*lead, *x.shape[1:])
        return shaped.to(dtype) if shaped.is_floating_point() else shaped

    return AuxOutput(
        lse=back(seen.lse),
        weights=back(seen.weights),
        topk=None if seen.topk is None else (back(seen.topk[0]), back(seen.topk[1])),
        received=back(seen.received),
        entropy=back(seen.entropy),
    )
