"""Other libraries' ways to the same attention, each called as its own documentation does.

From the `bench` dependency group. Every function takes query, key and value (1, heads, length,
width) and gives the output, with the weights where the library is asked for them.
"""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

Work = Callable[[Any, Any, Any], Any]


@cache
def compiled_flex() -> Any:
    import torch
    from torch.nn.attention.flex_attention import flex_attention

    return torch.compile(flex_attention)


def flex(query: Any, key: Any, value: Any) -> Any:
    return compiled_flex()(query, key, value)


def entmax_rows(query: Any, key: Any, value: Any) -> Any:
    import entmax

    scores = query @ key.mT / query.shape[-1] ** 0.5
    return entmax.entmax15(scores, dim=-1, k=64) @ value


def entmax_sorted(query: Any, key: Any, value: Any) -> Any:
    import entmax

    scores = query @ key.mT / query.shape[-1] ** 0.5
    return entmax.entmax15(scores, dim=-1) @ value


@cache
def attend(heads: int) -> Any:
    from x_transformers.attend import Attend

    return Attend(heads=heads, causal=False, flash=False)


def x_transformers_seen(query: Any, key: Any, value: Any) -> Any:
    output, between = attend(query.shape[1])(query, key, value)
    weights = between.post_softmax_attn
    return output, weights.sum(-2), -(weights * weights.clamp_min(1e-30).log()).sum(-1)


PEERS: dict[str, tuple[str, Work]] = {
    "forward: FlexAttention, compiled": ("torch", flex),
    "forward: entmax, 64 best sorted": ("entmax", entmax_rows),
    "forward: entmax, all sorted": ("entmax", entmax_sorted),
    "both ways: entmax, 64 best sorted": ("entmax", entmax_rows),
    "forward: x-transformers, received + entropy": ("x_transformers", x_transformers_seen),
}


def absent() -> list[str]:
    """Packages that are not installed here."""
    return sorted({package for package, _ in PEERS.values() if find_spec(package) is None})
