"""The gap between what was learned from and what was not, under one regulariser at a time.

Training stops by held examples with each of them, which is a regulariser too.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from torch import nn

from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Net, Plan, Tensor
from heed.lab.train import scores

DECAY = 0.1  # of AdamW, times the rate a step (Loshchilov and Hutter 2019)
DROPPED = 0.3  # of what the last layer is given
SMOOTHING = 0.1
NONE = "regulariser: none"


def rows(bench: Bench) -> Iterator[Stressed]:
    """None at all, and each alone; an application's own are taken away first."""
    plan = replace(bench.application.plan, decay=0.0, smoothing=0.0)
    yield bench.plain()
    yield _row(bench, NONE, plan, dropped=0.0)
    yield _row(bench, "regulariser: weight decay", replace(plan, decay=DECAY), dropped=0.0)
    yield _row(bench, "regulariser: dropout", plan, dropped=DROPPED)
    yield _row(
        bench, "regulariser: label smoothing", replace(plan, smoothing=SMOOTHING), dropped=0.0
    )


def _row(bench: Bench, name: str, plan: Plan, *, dropped: float) -> Stressed:
    nets = bench.pair(plan=plan, change=partial(with_dropout, share=dropped))
    beside = "nothing" if name == NONE else NONE
    gaps = "; without ".join(f"{gap(bench, net):+.3f}" for net in nets)
    return bench.row(name, nets, beside=beside, note=f"gap {gaps}")


def gap(bench: Bench, net: Net) -> float:
    """How much more often the net is right on what it learned from than on held examples."""
    task = bench.task
    return float(scores(net, task.train).mean() - scores(net, task.held).mean())


def with_dropout(net: Net, share: float) -> Net:
    """`net` that drops this share before its last linear layer while training, and no other."""
    for part in net.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0

    def drop(module: nn.Module, given: tuple[Tensor]) -> Tensor:
        return nn.functional.dropout(given[0], share, training=module.training)

    last_linear(net).register_forward_pre_hook(drop)
    return net


def last_linear(net: Net) -> Net:
    """The linear layer that says the classes."""
    return [part for part in net.modules() if isinstance(part, nn.Linear)][-1]
