"""Attention over a ragged batch: sequences of any lengths packed one after another, no padding.

Names and shapes follow torch's varlen_attn, which runs on CUDA only. Needs torch.
"""

from functools import partial
from itertools import pairwise
from typing import Literal, TypeAlias, overload

import torch
from torch.nn.functional import scaled_dot_product_attention

from heed.attention.call import AuxOutput, AuxRequest, Call
from heed.attention.functional import attention, check_aux
from heed.attention.normalize import Normalizer, Softmax, find_normalizer
from heed.attention.reading import check_inputs
from heed.attention.score import Dot, Features, Score, find_score
from heed.attention.tensors import seen
from heed.budget.arrays import Array


@overload
def attention_varlen(
    query: Array,
    key: Array,
    value: Array,
    cu_seq_q: Array,
    cu_seq_k: Array | None = ...,
    *,
    score: Literal["dot"] | Score = ...,
    normalize: str | Normalizer = ...,
    scale: float | None = ...,
    is_causal: bool = ...,
    return_aux: None = None,
) -> Array: ...
@overload
def attention_varlen(
    query: Array,
    key: Array,
    value: Array,
    cu_seq_q: Array,
    cu_seq_k: Array | None = ...,
    *,
    score: Literal["dot"] | Score = ...,
    normalize: str | Normalizer = ...,
    scale: float | None = ...,
    is_causal: bool = ...,
    return_aux: AuxRequest,
) -> tuple[Array, tuple[AuxOutput, ...]]: ...
def attention_varlen(
    query: Array,
    key: Array,
    value: Array,
    cu_seq_q: Array,
    cu_seq_k: Array | None = None,
    *,
    score: Literal["dot"] | Score = "dot",
    normalize: str | Normalizer = "softmax",
    scale: float | None = None,
    is_causal: bool = False,
    return_aux: AuxRequest | None = None,
) -> Array | tuple[Array, tuple[AuxOutput, ...]]:
    """query (T, H, E), key (U, H, E), value (U, H, Ev), packed -> (T, H, Ev).

    cu_seq_q and cu_seq_k (N + 1,) say where each of N sequences begins and the last ends; without
    cu_seq_k they are the queries' own. With return_aux also an AuxOutput a sequence, (H, L, ...).
    Raises ValueError where the places do not fit the packed rows.
    """
    places = _places("cu_seq_q", cu_seq_q, query.shape[0])
    theirs = places
    if cu_seq_k is not None or key.shape[0] != query.shape[0]:
        given = cu_seq_q if cu_seq_k is None else cu_seq_k
        theirs = _places("cu_seq_k", given, key.shape[0])
    if len(theirs) != len(places):
        raise ValueError(f"cu_seq_k has {len(theirs)} places; expected {len(places)}.")
    wanted = return_aux or AuxRequest()
    packed = tuple(x.transpose(0, 1)[None] for x in (query, key, value))
    one = partial(attention, score=score, normalize=normalize, scale=scale, is_causal=is_causal)
    fused = _fused_rows(packed, score, normalize, scale)
    if fused is not None:
        check_aux(wanted, Softmax())
        packed, one = fused, partial(_fused, is_causal=is_causal)
    ours, others = ([stop - start for start, stop in pairwise(p)] for p in (places, theirs))
    apart = (x.split(n, dim=-2) for x, n in zip(packed, (ours, others, others), strict=True))
    found = [one(*rows, return_aux=wanted) for rows in zip(*apart, strict=True)]
    output = torch.cat([part[0] for part, _ in found], dim=-2).transpose(0, 1)
    return output if return_aux is None else (output, tuple(seen for _, seen in found))


Rows: TypeAlias = tuple[Array, ...]


def _fused_rows(
    packed: Rows, score: Literal["dot"] | Score, normalize: str | Normalizer, scale: float | None
) -> Rows | None:
    """All rows as torch's kernel takes them, checked and scaled once; None where it cannot."""
    check_inputs(*packed, enable_gqa=False)
    features = getattr(find_score(score), "features", None)
    if features is None or not isinstance(find_normalizer(normalize), Softmax):
        return None
    found: Features = features(packed[0], packed[1], scale)
    if found.vector is not None or found.left.shape[-1] != packed[2].shape[-1]:
        return None
    return found.left, found.right, packed[2]


def _fused(
    left: Array, right: Array, value: Array, *, is_causal: bool, return_aux: AuxRequest
) -> tuple[Array, AuxOutput]:
    """One sequence. A call on few words costs as much in Python as in the kernel: nothing else."""
    if not right.shape[-2]:
        output = value.new_zeros(*left.shape[:-1], value.shape[-1])
    else:
        output = scaled_dot_product_attention(left, right, value, is_causal=is_causal, scale=1.0)
    if return_aux == AuxRequest():
        return output, AuxOutput()
    ready = Call(left, right, value, None, Dot(), Softmax(), scale=1.0, is_causal=is_causal)
    return output, seen(ready, return_aux)


def _places(name: str, given: Array, rows: int) -> list[int]:
    places = [int(place) for place in given.tolist()]
    if len(places) < 2 or places[0] != 0 or places[-1] != rows or places != sorted(places):
        raise ValueError(
            f"{name} is {places}; expected places that rise from 0 to {rows}, the packed rows."
        )
    return places
