"""Training over several processes: each takes its part of every batch, gradients are averaged.

A batch is as large as with one process, so the steps are the same but for rounding, and for
dropout, which each process draws for itself. Over gloo, on one machine. Needs torch.
"""

import multiprocessing
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import torch
import torch.distributed as dist

from heed.lab.task import Examples, Net

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Workers:
    """This process is number `rank` of `count` that train one net together."""

    rank: int = 0
    count: int = 1

    def part(self, given: Examples) -> Examples:
        """Every count-th example, from the rank-th on; may be none."""
        if self.count == 1:
            return given
        return given.rows(torch.arange(self.rank, len(given), self.count))

    def total(self, *values: float) -> list[float]:
        """Each value summed over the processes, the same numbers in all of them."""
        if self.count == 1:
            return list(values)
        sums = torch.tensor(values, dtype=torch.float64)
        dist.all_reduce(sums)
        found: list[float] = sums.tolist()
        return found

    def average(self, net: Net, weight: float) -> None:
        """Make every gradient of `net` the mean over the processes, each weighing `weight`.

        A parameter without a gradient anywhere keeps none; one message for the whole net.
        """
        if self.count == 1:
            return
        parts = [one for one in net.parameters() if one.requires_grad]
        had = torch.tensor([weight, *(one.grad is not None for one in parts)])
        flat = torch.cat([had, *(_gradient(one).flatten() * weight for one in parts)])
        dist.all_reduce(flat)
        sizes = [one.numel() for one in parts]
        for one, had_one, found in zip(
            parts, flat[1 : len(had)], flat[len(had) :].split(sizes), strict=True
        ):
            one.grad = (found / flat[0]).view_as(one) if had_one else None


ALONE = Workers()


def together(count: int, work: Callable[[Workers], Answer]) -> Answer:
    """`work` in `count` processes at once, this one being the first; what it gave here."""
    if count == 1:
        return work(ALONE)
    with ExitStack() as stack:
        meeting = Path(stack.enter_context(TemporaryDirectory())) / "meeting"
        forked = multiprocessing.get_context("fork")
        others = [
            forked.Process(target=_joined, args=(meeting, Workers(rank, count), work))
            for rank in range(1, count)
        ]
        for one in others:
            one.start()
            stack.callback(one.join)
        return _joined(meeting, Workers(0, count), work)


def _joined(meeting: Path, workers: Workers, work: Callable[[Workers], Answer]) -> Answer:
    dist.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=workers.rank, world_size=workers.count
    )
    try:
        return work(workers)
    finally:
        dist.destroy_process_group()


def _gradient(one: torch.Tensor) -> torch.Tensor:
    return torch.zeros_like(one) if one.grad is None else one.grad
