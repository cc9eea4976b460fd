"""A start learned without labels: what was hidden is foretold from what is left.

Rows: the mean of those hidden, from the vector that the last layer is given. Pictures: the hidden
squares, as 14 by 14 grey places. Then the labels, few of them, train the whole net.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import partial

import torch
from torch import nn

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.stress.labels import FEW, few, labelled
from heed.lab.stress.regularised import last_linear
from heed.lab.task import Net, Tensor
from heed.lab.train import batches

HIDDEN = 0.3  # of the rows, or of the squares of a picture
SIDE = 14  # places of a picture that are told
SQUARE = 8  # pixels
EPOCHS = 5
Inputs = tuple[Tensor, ...]


def rows(bench: Bench) -> Iterator[Stressed]:
    """Few labels after a start without any, beside the plain start."""
    plain, _ = few(bench)
    yield plain
    some = labelled(bench, FEW)
    found, notes = [], []
    for name in bench.names:
        first, (before, after) = pretrained(bench, name)
        change = partial(carried, first=first)
        found.append(bench.net(name, some.task, plan=some.plan, change=change))
        notes.append(f"{before:.3g} to {after:.3g}")
    note = "error in what is hidden " + "; without ".join(notes)
    yield bench.row("start: from what is hidden", found, note=note, beside=plain.stress)


def pretrained(bench: Bench, name: str) -> tuple[Net, tuple[float, float]]:
    """A net trained on all training inputs for 5 epochs; its error in the first and in the last."""
    torch.manual_seed(bench.seed)
    net, given = bench.application.nets[name](bench.task), bench.task.train
    plan, order = bench.application.plan, torch.Generator().manual_seed(bench.seed)
    last = last_linear(net)
    out = SIDE * SIDE if len(given.inputs) == 1 else given.inputs[0].shape[-1]
    tell = nn.Linear(last.in_features, out)
    steps = torch.optim.AdamW([*net.parameters(), *tell.parameters()], lr=plan.rate)
    errors = []
    net.train()
    with _kept_for(last) as seen:
        for _ in range(EPOCHS):
            total = 0.0
            for index in batches(given, plan.batch, order):
                shown, truth, counts = hidden(given.rows(index).inputs, order)
                net(*shown)
                wrong = ((tell(seen[0]) - truth).pow(2) * counts).sum() / counts.sum()
                steps.zero_grad()
                wrong.backward()
                steps.step()
                total += wrong.item() * len(index)
            errors.append(total / len(given))
    return net, (errors[0], errors[-1])


class _kept_for:
    """What a layer is given, in a list of one that each call renews."""

    def __init__(self, layer: Net) -> None:
        self._seen: list[Tensor] = [None]
        self._hook = layer.register_forward_pre_hook(self._keep)

    def _keep(self, layer: Net, given: Inputs) -> None:
        self._seen[0] = given[0]

    def __enter__(self) -> list[Tensor]:
        return self._seen

    def __exit__(self, *_: object) -> None:
        self._hook.remove()


def hidden(inputs: Inputs, order: Tensor) -> tuple[Inputs, Tensor, Tensor]:
    """Inputs (B, ...) with parts hidden, what was there (B, out), and which of it counts."""
    if len(inputs) == 1:
        return _squares(inputs[0], order)
    given, mask, *rest = inputs
    rows_ = given.float()
    away = mask & (torch.rand(mask.shape, generator=order) < HIDDEN)
    gone = away[..., None].float()
    truth = (rows_ * gone).sum(1) / gone.sum(1).clamp_min(1)
    counts = away.any(1, keepdim=True).float().expand_as(truth)
    return (rows_ * (1 - gone), mask & ~away, *rest), truth, counts


def _squares(canvas: Tensor, order: Tensor) -> tuple[Inputs, Tensor, Tensor]:
    """canvas (B, 1, H, W)."""
    size = canvas.shape[-2:]
    fields = [-(-side // SQUARE) for side in size]
    gone = torch.rand(len(canvas), 1, *fields, generator=order) < HIDDEN
    gone = nn.functional.interpolate(gone.float(), size=size)
    small = nn.functional.adaptive_avg_pool2d(canvas, SIDE).flatten(1)
    counts = nn.functional.adaptive_avg_pool2d(gone, SIDE).flatten(1)
    return (canvas * (1 - gone),), small, counts


def carried(net: Net, first: Net) -> Net:
    """`net` with the weights of `first` but for the last layer, which stays as it is."""
    last = deepcopy(last_linear(net).state_dict())
    net.load_state_dict(first.state_dict())
    last_linear(net).load_state_dict(last)
    return net
