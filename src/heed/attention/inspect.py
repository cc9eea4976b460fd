"""What weights say: how much each key received, how spread each query looked, and across layers.

Pictures of it are in picture.py.
"""

from collections.abc import Sequence

from heed.budget.arrays import Array, namespace


def received(weights: Array) -> Array:
    """What each key got from all queries together: (..., L, S) -> (..., S)."""
    return namespace(weights).sum(weights, axis=-2)


def entropy(weights: Array) -> Array:
    """-sum w log w over the keys, in nats, 0 log 0 = 0: 0 looks at one key, log S at all alike."""
    xp = namespace(weights)
    logs = xp.log(xp.where(weights > 0, weights, xp.ones_like(weights)))
    return -xp.sum(weights * logs, axis=-1)


def rollout(layers: Sequence[Array], *, residual: float = 0.5) -> Array:
    """How much of each input each output holds after all layers (Abnar and Zuidema 2020).

    layers: self-attention weights (L, L) or (H, L, L), first layer first; heads are averaged and
    the path around each layer counts as `residual` of looking at oneself. Rows sum to one.
    """
    if not layers:
        raise ValueError("layers is empty; expected the weights of at least one layer.")
    whole = None
    for weights in layers:
        xp = namespace(weights)
        table = xp.mean(weights, axis=0) if weights.ndim == 3 else weights
        own = xp.eye(table.shape[-1], dtype=table.dtype, device=table.device)
        step = residual * own + (1 - residual) * table
        whole = step if whole is None else xp.matmul(step, whole)
    return whole
