"""Operations of attention for torch's counter, which on a CPU counts none of it. Needs torch.

torch 2.13 knows no formula for the CPU's scaled_dot_product_attention, and cannot see into the
fast path of nn.MultiheadAttention in evaluation; both count as 0 there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch.utils.flop_counter import FlopCounterMode, flop_registry, register_flop_formula

Shape = tuple[int, ...]

_FORWARD = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
_BACKWARD = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward


def attention_flops(query: Shape, key: Shape, value: Shape) -> int:
    """2 B H L S (E + Ev): the scores and the weighted sum, two operations for a multiply-add.

    query (B, H, L, E), key (B, H, S, E), value (B, H, S, Ev). The softmax is not counted, and a
    causal call counts whole, as torch does elsewhere.
    """
    batch, heads, length, width = query
    return 2 * batch * heads * length * key[-2] * (width + value[-1])


def _forward(query: Shape, key: Shape, value: Shape, *_: object, **__: object) -> int:
    return attention_flops(query, key, value)


def _backward(_: Shape, query: Shape, key: Shape, value: Shape, *__: object, **___: object) -> int:
    """Five products for the forward's two: the scores again, and a gradient for each input."""
    batch, heads, length, width = query
    return 2 * batch * heads * length * key[-2] * (3 * width + 2 * value[-1])


def register_flops() -> None:
    """Teach torch's counter the CPU's attention, once; a formula that is there already stays."""
    for operator, formula in ((_FORWARD, _forward), (_BACKWARD, _backward)):
        if operator not in flop_registry:
            register_flop_formula(operator)(formula)


@contextmanager
def counted() -> Iterator[FlopCounterMode]:
    """A counter that is right for attention on a CPU; read it by get_total_flops() at the end.

    The fast path of nn.MultiheadAttention is off meanwhile.
    """
    register_flops()
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        with FlopCounterMode(display=False) as counter:
            yield counter
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
