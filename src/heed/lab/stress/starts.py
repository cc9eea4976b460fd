"""Other weights to start from, with the gradients they let through, layer by layer."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import partial

import torch
from torch import nn

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Examples, Net, Tensor

LARGE = 1.0  # standard deviation of weights that start too large
STARTS: Mapping[str, Callable[[Tensor], object]] = {
    "zeros": nn.init.zeros_,
    "too large": partial(nn.init.normal_, std=LARGE),
    "Xavier": nn.init.xavier_uniform_,
    "Kaiming": partial(nn.init.kaiming_uniform_, nonlinearity="relu"),
    "orthogonal": nn.init.orthogonal_,
}
"""Glorot and Bengio 2010; He et al. 2015; Saxe et al. 2014. Biases start at zero with each."""


def rows(bench: Bench) -> Iterator[Stressed]:
    """Quality from every start; the note says the lengths of the gradients before any step."""
    yield bench.plain()
    fresh = [_unlearned(bench, name) for name in bench.names]
    yield bench.row("start: as it comes", bench.nets(), note=_health(bench, fresh))
    for name, fill in STARTS.items():
        begin = partial(started, fill=fill)
        note = _health(bench, [begin(deepcopy(net)) for net in fresh])
        yield bench.row(f"start: {name}", bench.pair(change=begin), note=note)


def started(net: Net, fill: Callable[[Tensor], object]) -> Net:
    """`net` with matrices, convolutions and tables filled by `fill`, its biases at zero."""
    with torch.no_grad():
        for name, part in net.named_parameters():
            if part.ndim > 1:
                fill(part)
            elif name.endswith("bias"):
                part.zero_()
    return net


def gradients(net: Net, given: Examples) -> list[float]:
    """The length of the loss's gradient in all weights of `net` but biases, inputs first.

    They were made in the order of their depth in these nets. Dropout is off.
    """
    net.eval()
    weights = [part for name, part in net.named_parameters() if not name.endswith("bias")]
    lost = nn.functional.cross_entropy(net(*given.inputs), given.target)
    slopes = torch.autograd.grad(lost, weights, allow_unused=True)
    return [0.0 if slope is None else float(slope.norm()) for slope in slopes]


def _unlearned(bench: Bench, name: str) -> Net:
    torch.manual_seed(bench.seed)
    return bench.application.nets[name](bench.task)


def _health(bench: Bench, nets: list[Net]) -> str:
    first = bench.task.train.rows(torch.arange(min(256, len(bench.task.train))))
    told = (" ".join(f"{one:.1g}" for one in gradients(net, first)) for net in nets)
    return "gradients by depth " + "; without ".join(told)
