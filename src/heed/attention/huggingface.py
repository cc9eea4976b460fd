"""Hugging Face models on heed's attention: what they looked at, at next to no memory.

The one file that knows transformers; needs torch. A model takes it by
`attn_implementation="heed"` or `model.set_attn_implementation("heed")`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.functional import attention
from heed.budget.arrays import Array

NAME = "heed"
_UNKNOWN = ("softcap", "position_bias", "s_aux")
_Looking = tuple[AuxRequest, list[AuxOutput]]
_LOOKING: ContextVar[_Looking | None] = ContextVar("looking", default=None)


def register_hf_backend(name: str = NAME) -> None:
    """Make heed's attention known to transformers (5 or later) under `name`; twice does no harm."""
    from transformers import AttentionInterface
    from transformers.masking_utils import AttentionMaskInterface, sdpa_mask

    AttentionInterface.register(name, _forward)
    AttentionMaskInterface.register(name, sdpa_mask)


@contextmanager
def looking(wanted: AuxRequest | None = None) -> Iterator[list[AuxOutput]]:
    """What each layer's attention says of the calls made inside, in their order.

    wanted: as in `attention`; None asks for received (B, H, S) and entropy (B, H, L), which need no
    table of weights. The model's output is the same as without.
    """
    seen: list[AuxOutput] = []
    before = _LOOKING.set((wanted or AuxRequest(received=True, entropy=True), seen))
    try:
        yield seen
    finally:
        _LOOKING.reset(before)


def _forward(
    module: Any,
    query: Array,
    key: Array,
    value: Array,
    attention_mask: Array | None,
    *,
    dropout: float = 0.0,
    scaling: float | None = None,
    is_causal: bool | None = None,
    **more: Any,
) -> tuple[Array, None]:
    """What transformers calls: (B, H, L, E) in, (B, L, H, E) out; key heads may be fewer."""
    for name in _UNKNOWN:
        if more.get(name) is not None:
            raise ValueError(f"{name} is given; expected a model whose attention has none.")
    causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
    asked = _LOOKING.get()
    output, seen = attention(
        query,
        key,
        value,
        attention_mask,
        scale=scaling,
        # Without a mask the last query sees all keys; one query alone has nothing to be kept from.
        is_causal=bool(causal) and attention_mask is None and query.shape[-2] > 1,
        dropout_p=dropout if module.training else 0.0,
        enable_gqa=key.shape[-3] != query.shape[-3],
        return_aux=asked[0] if asked else AuxRequest(),
    )
    if asked:
        asked[1].append(seen)
    return output.transpose(-3, -2).contiguous(), None
