"""Test examples of a kind that was not learned from."""

from collections.abc import Iterator
from dataclasses import replace

import torch

from heed.lab.run import tested
from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Examples, Task, Tensor

DARKER = 0.5  # of the brightness
BOTH = "shift: half learned from, asked for long ones"


def rows(bench: Bench) -> Iterator[Stressed]:
    """Pictures are half as bright; words and sounds are longer than any that was learned from.

    Beside them the examples of another file, where one is given. Raises HeedError.
    """
    yield bench.plain()
    if bench.other:
        found = tested(bench.application, bench.task, bench.other).test
        note = f"{len(found)} examples"
        name = f"shift: {bench.other.name.split('.')[0]}"
        yield bench.row(name, bench.nets(), [found] * 2, note=note, beside="")
    if len(bench.task.test.inputs) > 1:
        yield from _longer(bench)
    else:
        test = bench.task.test
        dark = replace(test, inputs=(test.inputs[0] * DARKER, *test.inputs[1:]))
        yield bench.row("shift: half as bright", bench.nets(), [dark] * 2)


def _longer(bench: Bench) -> Iterator[Stressed]:
    task = bench.task
    middle = lengths(task.train).median()
    long = task.test.rows((lengths(task.test) > middle).nonzero()[:, 0])
    if not len(long):
        return
    short = _kept(task, lengths(task.train) <= middle, lengths(task.held) <= middle)
    some = torch.Generator().manual_seed(bench.seed)
    share = len(short.train) / len(task.train)
    chance = (torch.rand(len(part), generator=some) < share for part in (task.train, task.held))
    note = f"{len(long)} examples of more than {int(middle)} rows"
    yield bench.row(BOTH, bench.pair(_kept(task, *chance)), [long] * 2, note=note, beside="")
    yield bench.row(
        "shift: the short half learned from", bench.pair(short), [long] * 2, beside=BOTH
    )


def lengths(given: Examples) -> Tensor:
    """How many words, pieces or frames each example has, (N,)."""
    return given.inputs[1].sum(1)


def _kept(task: Task, train: Tensor, held: Tensor) -> Task:
    """The task with those training and held examples that are marked."""
    parts = (part.nonzero()[:, 0] for part in (train, held))
    return replace(task, train=task.train.rows(next(parts)), held=task.held.rows(next(parts)))
