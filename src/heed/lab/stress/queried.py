"""Labels that the net asks for: those of the examples it is least sure of, by entropy."""

from collections.abc import Iterator

import torch

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.stress.labels import FEW, few, labelled
from heed.lab.task import Examples, Net, Tensor
from heed.lab.train import answers

ROUNDS = (4 * FEW, 2 * FEW, FEW)  # one label in so many is known after each


def rows(bench: Bench) -> Iterator[Stressed]:
    """A quarter of the few labels by chance; the rest is asked for, each net for its own."""
    plain, _ = few(bench)
    yield plain
    found = [asked(bench, name) for name in bench.names]
    nets, told = zip(*found, strict=True)
    note = f"{len(told[0])} labels, " + "; without ".join(_classes(bench, one) for one in told)
    yield bench.row("labels: those asked for", nets, note=note, beside=plain.stress)


def asked(bench: Bench, name: str) -> tuple[Net, Tensor]:
    """The net after its last round, and which examples it was told by then."""
    known = labelled(bench, ROUNDS[0]).known
    for one_in in ROUNDS[1:]:
        some = labelled(bench, one_in, known=known)
        net = bench.net(name, some.task, plan=some.plan)
        unsure = entropies(net, bench.task.train)
        unsure[known] = -1
        count = len(labelled(bench, one_in).known) - len(known)
        known = torch.cat([known, unsure.topk(count).indices])
    some = labelled(bench, FEW, known=known)
    return bench.net(name, some.task, plan=some.plan), known


def entropies(net: Net, given: Examples) -> Tensor:
    """How unsure the net is of each example, in nats, (N,)."""
    found = (said.softmax(-1) for _, said in answers(net, given))
    return torch.cat([torch.special.entr(one).sum(-1) for one in found])


def _classes(bench: Bench, known: Tensor) -> str:
    return f"{len(bench.task.train.target[known].unique())} of {bench.task.classes} classes"
