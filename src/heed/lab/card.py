"""What a trained net costs: parameters, operations, time alone and in bulk. Trains nothing."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from heed.attention.flops import counted
from heed.lab.task import Examples, Net

ALONE = 60  # single examples whose latency is taken
MOST = 2000  # examples whose time in bulk is taken
AT_ONCE = 256  # of them in a batch
Use = Callable[[Net, Examples], Any]


def answer(net: Net, given: Examples) -> Any:
    """The usual use of a net: its output."""
    return net(*given.inputs)


def parameters(net: Net) -> int:
    """How many numbers training may change."""
    return sum(int(part.numel()) for part in net.parameters() if part.requires_grad)


@torch.no_grad()  # type: ignore[untyped-decorator]
def operations(net: Net, given: Examples, use: Use = answer) -> int:
    """Floating-point operations for one example: two for each multiply-add, by torch's counter."""
    net.eval()
    with counted() as counter:
        use(net, given.rows(torch.arange(1)))
    return int(counter.get_total_flops())


@torch.no_grad()  # type: ignore[untyped-decorator]
def cpu_s_per_1000(net: Net, given: Examples, use: Use = answer) -> float:
    """CPU-seconds for a thousand examples in batches."""
    net.eval()
    few = torch.arange(min(MOST, len(given)))
    began = time.process_time()
    for index in few.split(AT_ONCE):
        use(net, given.rows(index))
    return (time.process_time() - began) * 1000 / len(few)


@torch.no_grad()  # type: ignore[untyped-decorator]
def latency_ms(net: Net, given: Examples, use: Use = answer) -> tuple[float, float]:
    """(median, 95th percentile) in milliseconds of one example at a time."""
    net.eval()
    taken = []
    for row in range(min(ALONE, len(given))):
        one = given.rows(torch.tensor([row]))
        began = time.perf_counter()
        use(net, one)
        taken.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(taken, [50, 95])
    return float(p50), float(p95)
