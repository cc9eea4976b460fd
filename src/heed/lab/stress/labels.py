"""Few labels: shares of them that are drawn by chance, and plans that make as many steps."""

from dataclasses import dataclass, replace

import torch

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Examples, Net, Plan, Task, Tensor

FEW = 16  # one label in this many is known
FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A task whose nets may learn from the examples at `known` alone; as rare a held part stops."""

    task: Task
    plan: Plan
    known: Tensor


def labelled(bench: Bench, one_in: int, *, known: Tensor | None = None) -> Labelled:
    """One label in `one_in`, drawn under the bench's seed unless `known` says which.

    There are more epochs, and more patience: as many steps as over all examples.
    """
    if known is None:
        order = drawn(bench, bench.task.train)
        known = order[: max(FEWEST, len(order) // one_in)]
    held = drawn(bench, bench.task.held)
    held = held[: max(FEWEST, len(held) // one_in)]
    task = replace(bench.task, train=bench.task.train.rows(known), held=bench.task.held.rows(held))
    return Labelled(task, lengthened(bench, len(known)), known)


def drawn(bench: Bench, given: Examples) -> Tensor:
    """The numbers of all examples in an order of chance, the same whoever asks."""
    return torch.randperm(len(given), generator=torch.Generator().manual_seed(bench.seed))


def lengthened(bench: Bench, count: int) -> Plan:
    """The plan of an application for `count` training examples: as many steps as for all."""
    plan = bench.application.plan
    times = -(-len(bench.task.train) // plan.batch) / -(-count // plan.batch)
    return replace(plan, epochs=round(plan.epochs * times), patience=round(plan.patience * times))


def few(bench: Bench, one_in: int = FEW) -> tuple[Stressed, list[Net]]:
    """The row of nets that learned from one label in `one_in` by chance, and the nets."""
    name = f"labels: 1 in {one_in}"
    some = labelled(bench, one_in)
    nets = bench.nets(name, lambda: bench.pair(some.task, plan=some.plan))
    return bench.row(name, nets, note=f"{len(some.known)} labels"), nets
