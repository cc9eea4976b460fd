"""Few labels, and beside them those that the net gave itself where it was sure."""

from collections.abc import Iterator
from dataclasses import replace

import torch

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.stress.labels import FEW, few, labelled, lengthened
from heed.lab.task import Examples, Net, Tensor
from heed.lab.train import answers

SURE = 0.9  # the least probability of a label that is believed


def rows(bench: Bench) -> Iterator[Stressed]:
    """Self-training in one round (Lee 2013), beside the few labels alone."""
    plain, nets = few(bench)
    yield plain
    found, notes = [], []
    for name, net in zip(bench.names, nets, strict=True):
        taught, note = _taught(bench, name, net)
        found.append(taught)
        notes.append(note)
    note = "; without ".join(notes)
    yield bench.row("labels: and its own", found, note=note, beside=plain.stress)


def _taught(bench: Bench, name: str, net: Net) -> tuple[Net, str]:
    some, whole = labelled(bench, FEW), bench.task.train
    which, said = believed(net, whole, some.known)
    both = torch.cat([some.known, which])
    target = torch.cat([whole.target[some.known], said])
    task = replace(some.task, train=replace(whole.rows(both), target=target))
    plan = lengthened(bench, len(both))
    right = (said == whole.target[which]).float().mean()
    note = f"{len(which)} believed" + (f", {right:.2f} of them right" if len(which) else "")
    return bench.net(name, task, plan=plan), note


def believed(net: Net, given: Examples, known: Tensor) -> tuple[Tensor, Tensor]:
    """Of the examples not at `known`: which the net is sure of, and what it says of them."""
    chances = torch.cat([said.softmax(-1) for _, said in answers(net, given)])
    sure, said = chances.max(-1)
    sure[known] = 0
    which = (sure >= SURE).nonzero()[:, 0]
    return which, said[which]
