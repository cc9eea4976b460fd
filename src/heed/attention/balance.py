"""Sharing sequences out among workers by what their attention costs. Needs no torch."""

import heapq
from collections.abc import Sequence


def balance(costs: Sequence[float], k: int) -> list[list[int]]:
    """Which of k workers takes each job: the dearest first, to whoever has least (Graham 1969).

    Returns k lists of places in `costs`. The fullest is at most 4/3 - 1/(3k) of the best possible;
    a single dear job cannot be shared. Raises ValueError for k < 1 or a negative cost.
    """
    if k < 1:
        raise ValueError(f"k is {k}; expected at least one worker.")
    if not all(cost >= 0 for cost in costs):
        raise ValueError("costs has a negative number or NaN; expected costs of 0 or more.")
    shares: list[list[int]] = [[] for _ in range(k)]
    least = [(0.0, worker) for worker in range(k)]
    for job in sorted(range(len(costs)), key=lambda job: -costs[job]):
        load, worker = heapq.heappop(least)
        shares[worker].append(job)
        heapq.heappush(least, (load + costs[job], worker))
    return shares


def layer_flops(length: int, width: int) -> int:
    """Multiply-adds, twice counted, of a self-attention layer with its projections and a feed
    forward four times as wide: 24 L d^2 + 4 L^2 d."""
    return 24 * length * width**2 + 4 * length**2 * width
