"""Attention over a sequence that lies in parts on several processes, as one. Needs torch.

Keys and values travel round the ring (Liu et al. 2023); partial outputs are merged by their lse.
On the way back each part's gradients travel with it, weighed by the lse of the whole. Sharing whole
sequences out is balance.py, also offered here.
"""

import torch
import torch.distributed as dist
from torch.autograd.function import once_differentiable

from heed.attention.balance import balance, layer_flops
from heed.attention.blocked import online_softmax
from heed.attention.score import Dot, Features
from heed.budget.arrays import Array

__all__ = ["balance", "layer_flops", "ring_attention"]


def ring_attention(
    query: Array,
    key: Array,
    value: Array,
    group: Array = None,
    *,
    is_causal: bool = False,
    scale: float | None = None,
) -> Array:
    """Each process gives its part (..., L, E) of one sequence and gets its part of the output.

    Parts are equally long and lie in the order of the ranks. Gradients reach every part. Any
    backend that can send and receive serves, gloo on CPU. Raises ValueError where parts differ.
    """
    sizes: list[object] = [None] * dist.get_world_size(group)
    dist.all_gather_object(sizes, (tuple(query.shape), tuple(key.shape)), group=group)
    if len(set(sizes)) != 1 or query.shape[-2] != key.shape[-2]:
        raise ValueError(f"parts have shapes {sizes}; expected all alike, as many keys as queries.")
    found = Dot().features(query, key, scale)
    return _Ring.apply(group, is_causal, found.left, found.right, value)


class _Ring(torch.autograd.Function):  # type: ignore[misc]
    """At step i a process holds the keys and values that began i ranks before it."""

    @staticmethod
    def forward(
        ctx: Array, group: Array, is_causal: bool, left: Array, right: Array, value: Array
    ) -> Array:
        rank, size = dist.get_rank(group), dist.get_world_size(group)
        output = left.new_zeros(*left.shape[:-1], value.shape[-1])
        lse = left.new_full(left.shape[:-1], -torch.inf)
        travelling = [right, value]
        for step in range(size):
            source = (rank - step) % size
            if not is_causal or source <= rank:
                part, more = online_softmax(
                    Features(left, travelling[0]),
                    travelling[1],
                    is_causal=is_causal and source == rank,
                )
                output, lse = _merged(output, lse, part, more)
            if step < size - 1:
                travelling = _pass_on(travelling, group)
        ctx.group, ctx.is_causal = group, is_causal
        ctx.save_for_backward(left, right, value, output, lse)
        return output

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Array, g: Array) -> tuple[Array | None, ...]:
        left, right, value, output, lse = ctx.saved_tensors
        rank, size = dist.get_rank(ctx.group), dist.get_world_size(ctx.group)
        g_left = torch.zeros_like(left)
        travelling = [right, value, torch.zeros_like(right), torch.zeros_like(value)]
        for step in range(size):
            source = (rank - step) % size
            if not ctx.is_causal or source <= rank:
                own = ctx.is_causal and source == rank
                more = _part_gradients((left, *travelling[:2]), (output, lse, g), own)
                g_left += more[0]
                travelling[2] = travelling[2] + more[1]
                travelling[3] = travelling[3] + more[2]
            travelling = _pass_on(travelling, ctx.group)  # the last brings each part home
        return None, None, g_left, travelling[2], travelling[3]


def _merged(output: Array, lse: Array, part: Array, more: Array) -> tuple[Array, Array]:
    """Two outputs over different keys as one over both."""
    whole = torch.logaddexp(lse, more)
    mine, theirs = (torch.exp(x - whole)[..., None] for x in (lse, more))
    return output * mine + part * theirs, whole


def _part_gradients(
    given: tuple[Array, Array, Array], known: tuple[Array, Array, Array], is_causal: bool
) -> tuple[Array, ...]:
    """Gradients by the keys of one part, through the weights they have among all keys.

    The part's own output P and lse p give them: its weights are exp(p - lse) of those it has
    alone, so the output moves with dP exp(p - lse) and with dp (P - output) exp(p - lse).
    """
    output, lse, g = known
    left, right, value = (x.detach().requires_grad_() for x in given)
    with torch.enable_grad():
        part, own = online_softmax(Features(left, right), value, is_causal=is_causal)
    share = torch.exp(own.detach() - lse)[..., None]
    g_own = (g * (part.detach() - output) * share).sum(-1)
    return tuple(torch.autograd.grad((part, own), (left, right, value), (g * share, g_own)))


def _pass_on(travelling: list[Array], group: Array) -> list[Array]:
    """To the next rank, and from the one before."""
    rank, size = dist.get_rank(group), dist.get_world_size(group)
    if size == 1:
        return travelling
    after, before = (rank + 1) % size, (rank - 1) % size
    if group is not None:
        after, before = (dist.get_global_rank(group, r) for r in (after, before))
    arriving = [torch.empty_like(x) for x in travelling]
    sent = [
        dist.isend(x.contiguous(), after, group=group, tag=tag) for tag, x in enumerate(travelling)
    ]
    for tag, x in enumerate(arriving):
        dist.recv(x, before, group=group, tag=tag)
    for work in sent:
        work.wait()
    return arriving
