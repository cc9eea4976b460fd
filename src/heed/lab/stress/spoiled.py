"""Training or test data that are spoiled: rare classes, wrong labels, noise, hidden words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from heed.lab.stress import swapped
from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Examples, Net, Task

RARE = 10  # of every second class one training example in this many is kept
MISLABELLED = 0.2
NOISE = 0.5  # in standard deviations of the inputs
STEP = 0.1  # the same, along the gradient's sign
HIDDEN = 0.2


def rows(bench: Bench) -> Iterator[Stressed]:
    """Nets learned from spoiled examples, and the plain ones asked about spoiled examples."""
    rng = np.random.default_rng(bench.seed)
    task = bench.task
    yield bench.plain()
    for name, spoil in _TRAINING.items():
        yield bench.row(name, bench.pair(replace(task, train=spoil(task.train, rng))))
    plain = bench.nets()
    yield bench.row("a step against it", plain, [against(net, task.test) for net in plain])
    for name, test in _shifted(bench.application.name, task, rng).items():
        yield bench.row(name, plain, [test] * 2)


def imbalanced(given: Examples, rng: np.random.Generator) -> Examples:
    """One in ten is left of every second class, and at least one."""
    rare = given.target % 2 == 1
    kept = ~rare | torch.from_numpy(rng.random(len(given)) < 1 / RARE)
    for name in given.target[rare].unique():
        kept[(given.target == name).nonzero()[0]] = True
    return given.rows(kept.nonzero()[:, 0])


def mislabelled(given: Examples, rng: np.random.Generator) -> Examples:
    """A fifth has the class of some other example."""
    wrong = torch.from_numpy(rng.random(len(given)) < MISLABELLED)
    other = given.target[torch.from_numpy(rng.permutation(len(given)))]
    return replace(given, target=torch.where(wrong, other, given.target))


_TRAINING: Mapping[str, Callable[[Examples, np.random.Generator], Examples]] = {
    "every second class is rare": imbalanced,
    "a fifth is labelled wrong": mislabelled,
}


def against(net: Net, given: Examples) -> Examples:
    """Inputs a small step to where the net errs more (FGSM, Goodfellow et al. 2015)."""
    net.eval()
    moved = []
    spread = given.inputs[0].float().std()
    for index in torch.arange(len(given)).split(256):
        part = given.rows(index)
        rows = part.inputs[0].float().requires_grad_()
        lost = nn.functional.cross_entropy(net(rows, *part.inputs[1:]), part.target)
        (slope,) = torch.autograd.grad(lost, rows)
        moved.append(rows.detach() + STEP * spread * slope.sign())
    return replace(given, inputs=(torch.cat(moved), *given.inputs[1:]))


def _shifted(name: str, task: Task, rng: np.random.Generator) -> Mapping[str, Examples]:
    """Test examples unlike those learned from."""
    test = task.test
    rows = test.inputs[0].float()
    noise = torch.from_numpy(rng.standard_normal(rows.shape, dtype=np.float32))
    found = {"noise": replace(test, inputs=(rows + NOISE * rows.std() * noise, *test.inputs[1:]))}
    if len(test.inputs) > 1:
        seen = test.inputs[1] & torch.from_numpy(rng.random(test.inputs[1].shape) >= HIDDEN)
        found["a fifth is hidden"] = replace(test, inputs=(test.inputs[0], seen, *test.inputs[2:]))
    if name in swapped.BY_NAME:
        found["neighbouring words swapped"] = swapped.BY_NAME[name](task, rng)
    return found
