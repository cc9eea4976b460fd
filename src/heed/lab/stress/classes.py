"""Half the classes first and the rest later: what is left of the first half?"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial

import torch

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.stress.labels import drawn
from heed.lab.task import Examples, Net, Task
from heed.lab.train import scores

REPLAYED = 10  # of the first half's examples one in so many comes again
FIRST = "classes: the first half"


def rows(bench: Bench) -> Iterator[Stressed]:
    """The first half asked for: at first, and after the rest with none and some of it replayed."""
    task = bench.task
    kinds = task.train.target.unique()
    many = -(-len(kinds) // 2)
    half = int(kinds[many])
    old = _some(task.test, task.test.target < half)
    first = bench.pair(only(task, first=half))
    yield bench.row(FIRST, first, [old] * 2, note=f"{many} of {len(kinds)} classes", beside="")
    for name, later in {
        "classes: then the rest": only(task, after=half),
        "classes: then the rest, some replayed": replayed(bench, half),
    }.items():
        nets = [
            bench.net(which, later, change=partial(_on, one=one))
            for which, one in zip(bench.names, first, strict=True)
        ]
        whole = "; without ".join(f"{scores(net, task.test).mean():.3f}" for net in nets)
        yield bench.row(name, nets, [old] * 2, note=f"of all {whole}", beside=FIRST)


def _on(fresh: Net, one: Net) -> Net:
    """`fresh` where `one` has come to."""
    fresh.load_state_dict(deepcopy(one.state_dict()))
    return fresh


def only(task: Task, *, first: int | None = None, after: int = 0) -> Task:
    """The task with training and held examples of the classes `after` to `first` alone."""
    last = task.classes if first is None else first
    parts = (
        _some(part, (part.target >= after) & (part.target < last))
        for part in (task.train, task.held)
    )
    return replace(task, train=next(parts), held=next(parts))


def replayed(bench: Bench, half: int) -> Task:
    """The later classes, and one in ten examples of the earlier."""
    task = bench.task

    def mixed(part: Examples) -> Examples:
        order = drawn(bench, part)
        old = order[part.target[order] < half]
        new = (part.target >= half).nonzero()[:, 0]
        return part.rows(torch.cat([old[: max(1, len(old) // REPLAYED)], new]))

    return replace(task, train=mixed(task.train), held=mixed(task.held))


def _some(given: Examples, which: torch.Tensor) -> Examples:
    return given.rows(which.nonzero()[:, 0])
