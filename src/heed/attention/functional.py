"""One attention call on NumPy arrays or torch tensors, and what may be asked of its weights.

Shapes and masks follow torch's scaled_dot_product_attention; training modules are not here.
"""

from typing import Literal, overload

import numpy as np

from heed.attention._backend import best_way
from heed.attention.call import AuxOutput, AuxRequest, Call, look
from heed.attention.normalize import Linear, Normalizer, Softmax, find_normalizer
from heed.attention.reading import check_dropout, check_inputs, check_mask
from heed.attention.score import Dot, Score, find_score
from heed.budget.arrays import Array, namespace


@overload
def attention(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None = None,
    *,
    score: Literal["dot"] | Score = ...,
    normalize: str | Normalizer = ...,
    scale: float | None = ...,
    is_causal: bool = ...,
    dropout_p: float = ...,
    enable_gqa: bool = ...,
    return_aux: None = None,
    rng: np.random.Generator | None = ...,
) -> Array: ...
@overload
def attention(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None = None,
    *,
    score: Literal["dot"] | Score = ...,
    normalize: str | Normalizer = ...,
    scale: float | None = ...,
    is_causal: bool = ...,
    dropout_p: float = ...,
    enable_gqa: bool = ...,
    return_aux: AuxRequest,
    rng: np.random.Generator | None = ...,
) -> tuple[Array, AuxOutput]: ...
def attention(
    query: Array,
    key: Array,
    value: Array,
    attn_mask: Array | None = None,
    *,
    score: Literal["dot"] | Score = "dot",
    normalize: str | Normalizer = "softmax",
    scale: float | None = None,
    is_causal: bool = False,
    dropout_p: float = 0.0,
    enable_gqa: bool = False,
    return_aux: AuxRequest | None = None,
    rng: np.random.Generator | None = None,
) -> Array | tuple[Array, AuxOutput]:
    """Weigh the values by how well their keys answer each query: normalize(score(q, k)) @ v.

    query (..., L, E), key (..., S, E), value (..., S, Ev), one floating dtype; output (..., L, Ev).
    attn_mask broadcasts to (..., L, S): bool, True = may attend, or floating, added to the scores.
    A query that may see nothing gets zeros. scale: None is the score's own, 1/sqrt(E) for "dot".
    enable_gqa: each key/value head serves a group of query heads. dropout_p acts on the weights, so
    pass 0 outside training; NumPy draws from `rng`, torch from its own generator.
    Raises ValueError naming the argument, what it is and what was expected.
    """
    check_inputs(query, key, value, enable_gqa=enable_gqa)
    check_dropout(dropout_p)
    if enable_gqa:
        key, value = _spread_heads(query, key), _spread_heads(query, value)
    scorer, normalizer = find_score(score), find_normalizer(normalize)
    wanted = return_aux or AuxRequest()
    check_aux(wanted, normalizer)
    if isinstance(normalizer, Linear):
        scorer = _kernel_of(normalizer, scorer, scale, attn_mask)
        if attn_mask is None and not (is_causal or dropout_p):
            return _linear(normalizer, query, key, value, return_aux)
    call = Call(
        query,
        key,
        value,
        attn_mask,
        scorer,
        normalizer,
        scale=scale,
        is_causal=is_causal,
        dropout_p=dropout_p,
        rng=rng,
    )
    if attn_mask is not None:
        check_mask(attn_mask, call.table)
    output, seen = best_way(query)(call, wanted)
    return output if return_aux is None else (output, seen)


def check_aux(wanted: AuxRequest, normalizer: Normalizer) -> None:
    """What can be asked of these weights. Raises ValueError."""
    if wanted.lse and not isinstance(normalizer, Softmax):
        raise ValueError(f"return_aux asks for lse of {normalizer}; expected it of softmax only.")
    if wanted.topk < 0:
        raise ValueError(f"return_aux asks for topk {wanted.topk}; expected 0 or more.")


def _kernel_of(normalizer: Linear, scorer: Score, scale: float | None, mask: Array | None) -> Score:
    if not isinstance(scorer, Dot):
        raise ValueError(f"score is {scorer}; expected 'dot' with Linear(), which has its own.")
    if mask is not None and not namespace(mask).isdtype(mask.dtype, "bool"):
        raise ValueError(f"attn_mask has dtype {mask.dtype}; expected bool with Linear().")
    if scale is not None:
        raise ValueError(f"scale is {scale}; expected None with Linear().")
    return normalizer.kernel


def _linear(
    linear: Linear, query: Array, key: Array, value: Array, return_aux: AuxRequest | None
) -> Array | tuple[Array, AuxOutput]:
    """The output without the table of weights, which is made only to be looked at."""
    output = linear.output(query, key, value)
    if return_aux is None:
        return output
    return output, look(Call(query, key, value, None, linear.kernel, linear), return_aux)


def _spread_heads(query: Array, shared: Array) -> Array:
    return namespace(shared).repeat(shared, query.shape[-3] // shared.shape[-3], axis=-3)
