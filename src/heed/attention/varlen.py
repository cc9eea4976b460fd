"""Attention over a ragged batch: sequences of any lengths packed one after another, no padding.

Names and shapes follow torch's varlen_attn, which runs on CUDA only. Needs torch.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal, overload

import torch

from heed.attention.call import AuxOutput, AuxRequest, Call
from heed.attention.functional import attention, check_aux
from heed.attention.normalize import Normalizer, Softmax, find_normalizer
from heed.attention.reading import check_inputs
from heed.attention.score import Dot, Score, find_score
from heed.attention.tensors import work
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
    query, key, value = (x.transpose(0, 1)[None] for x in (query, key, value))
    wanted = return_aux or AuxRequest()
    one = _checked((query, key, value), score, normalize, wanted)
    parts, seen = [], []
    for (start, stop), (first, last) in zip(pairwise(places), pairwise(theirs), strict=True):
        part, aux = one(
            query[..., start:stop, :],
            key[..., first:last, :],
            value[..., first:last, :],
            scale=scale,
            is_causal=is_causal,
        )
        parts.append(part[0])
        seen.append(aux)
    output = torch.cat(parts, dim=-2).transpose(0, 1)
    return output if return_aux is None else (output, tuple(seen))


def _checked(
    rows: tuple[Array, Array, Array],
    score: Literal["dot"] | Score,
    normalize: str | Normalizer,
    wanted: AuxRequest,
) -> Callable[..., tuple[Array, AuxOutput]]:
    """What works one sequence; all rows are checked here once, not with every sequence."""
    scorer, normalizer = find_score(score), find_normalizer(normalize)

    def whole(query: Array, key: Array, value: Array, **more: Any) -> tuple[Array, AuxOutput]:
        return attention(
            query, key, value, score=score, normalize=normalize, return_aux=wanted, **more
        )

    def bare(query: Array, key: Array, value: Array, **more: Any) -> tuple[Array, AuxOutput]:
        return work(Call(query, key, value, None, scorer, normalizer, **more), wanted)

    if not (isinstance(scorer, Dot) and isinstance(normalizer, Softmax)):
        return whole
    check_inputs(*rows, enable_gqa=False)
    check_aux(wanted, normalizer)
    return bare


def _places(name: str, given: Array, rows: int) -> list[int]:
    places = [int(place) for place in given.tolist()]
    if len(places) < 2 or places[0] != 0 or places[-1] != rows or places != sorted(places):
        raise ValueError(
            f"{name} is {places}; expected places that rise from 0 to {rows}, the packed rows."
        )
    return places
