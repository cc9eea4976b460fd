"""Which way a call on tensors is worked: torch's own kernel, tiles, rows, or the whole table.

The way never depends on what is asked about the weights, so looking changes no bit of the output.
"""

from math import prod

import torch
from torch.nn.functional import scaled_dot_product_attention

from heed.attention.blocked import online_softmax
from heed.attention.call import AuxOutput, AuxRequest, Call, look, naive
from heed.attention.glance import glance
from heed.attention.normalize import Softmax
from heed.attention.rows import by_rows, look_by_rows
from heed.attention.score import Features
from heed.budget.arrays import Array

LARGE = 1 << 22  # scores from which the whole table is not made: 16 MiB in float32


def work(call: Call, wanted: AuxRequest) -> tuple[Array, AuxOutput]:
    """The output of a checked call and what was asked for."""
    large = prod(call.table) >= LARGE
    features = getattr(call.score, "features", None)
    if features is None or not isinstance(call.normalize, Softmax):
        return by_rows(call, wanted) if large else naive(call, wanted)
    found: Features = features(call.query, call.key, call.scale)
    if found.vector is None and (_is_fused(call, found) or not large):
        output = _kernel(call, found)
    elif not large or _needs_rows(call):
        return by_rows(call, wanted) if large else naive(call, wanted)
    else:
        output, _ = online_softmax(found, call.value, call.mask, is_causal=call.is_causal)
    return output, _seen(call, found, wanted)


def seen(call: Call, wanted: AuxRequest) -> AuxOutput:
    """What was asked for about a dot-like score under softmax, without any output."""
    return _seen(call, call.score.features(call.query, call.key, call.scale), wanted)  # type: ignore[attr-defined]


def _seen(call: Call, features: Features, wanted: AuxRequest) -> AuxOutput:
    if wanted == AuxRequest():
        return AuxOutput()
    if prod(call.table) < LARGE:
        return look(call, wanted)
    given = (features.left, features.right, features.vector, call.mask)
    if torch.is_grad_enabled() and any(x is not None and x.requires_grad for x in given):
        return look_by_rows(call, wanted)
    found: AuxOutput = glance(features, wanted, call.mask, is_causal=call.is_causal)
    return found


def _needs_rows(call: Call) -> bool:
    """Tiles drop nothing and hand no gradient to a mask."""
    return call.dropout_p > 0 or (call.mask is not None and call.mask.requires_grad)


def _is_fused(call: Call, features: Features) -> bool:
    """Whether torch serves this without a table of its own."""
    plain = call.mask is None or not (call.is_causal or call.mask.requires_grad)
    same = features.left.shape[-1] == call.value.shape[-1]
    return plain and same and call.dropout_p == 0 and len(call.table) <= 4


def _kernel(call: Call, features: Features) -> Array:
    """torch's kernel wants four axes, all alike, and one mask."""
    lead = torch.broadcast_shapes(call.table[:-2], call.value.shape[:-2])
    missing = (1,) * (2 - len(lead))
    query, key, value = (
        x.expand(*lead, *x.shape[-2:]).reshape(*missing, *lead, *x.shape[-2:])
        for x in (features.left, features.right, call.value)
    )
    mask = _one_mask(call)
    output = scaled_dot_product_attention(
        query,
        key,
        value,
        mask,
        is_causal=call.is_causal and mask is None,
        dropout_p=call.dropout_p,
        scale=1.0,
    )
    return output.reshape(*lead, *output.shape[-2:])


def _one_mask(call: Call) -> Array | None:
    """The mask with causality in it, on at least two axes, in the kernel's dtype."""
    mask = call.mask
    if mask is None:
        return None
    if call.is_causal:
        seen = torch.ones(call.table[-2:], dtype=torch.bool, device=mask.device).tril()
        mask = mask & seen if mask.dtype == torch.bool else mask.masked_fill(~seen, -torch.inf)
    if mask.dtype != torch.bool:
        mask = mask.to(call.query.dtype)
    return mask[None] if mask.ndim == 1 else mask[None] if mask.ndim == 3 else mask
