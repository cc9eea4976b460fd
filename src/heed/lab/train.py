"""Training one net with early stopping, and what it says of examples. Measures no cost."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from heed.lab.logger import Logged, nothing
from heed.lab.parallel import ALONE, Workers
from heed.lab.task import Application, Choices, Examples, Loss, Net, Plan, Scores, Task, Tensor

Told = Callable[[int, int], None]
LARGEST_STEP = 1.0


def fit(
    net: Net,
    task: Task,
    plan: Plan,
    *,
    seed: int,
    told: Told,
    loss: Loss | None = None,
    logged: Logged = nothing,
    workers: Workers = ALONE,
) -> tuple[int, float]:
    """Train `net` in place and keep the epoch best on the held examples; (epochs, CPU-seconds).

    Adam; the gradient's length is cut at 1. Stops after `plan.patience` epochs without a gain.
    loss: of a batch while training, where that is not the cross entropy of what the net says.
    workers: the processes that train it; each calls this alike, with the net as it is in all.
    """
    order = torch.Generator().manual_seed(seed)
    steps = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay)
    total = plan.epochs * -(-len(task.train) // plan.batch) if plan.falls else float("inf")
    rate = torch.optim.lr_scheduler.LambdaLR(steps, lambda done: 1 - done / total)
    began, best, kept, since = time.process_time(), float("inf"), net.state_dict(), 0
    done = 0
    for done in range(1, plan.epochs + 1):
        train = _epoch(net, task.train, (steps, rate), order, plan, loss or _smooth(plan), workers)
        held = held_loss(net, task.held, workers)
        if held < best:
            best, kept, since = held, copy.deepcopy(net.state_dict()), 0
        else:
            since += 1
        told(done, plan.epochs)
        logged(done, {"training loss": train, "held loss": held})
        if since >= plan.patience:
            break
    net.load_state_dict(kept)
    (seconds,) = workers.total(time.process_time() - began)
    return done, seconds


def trained(application: Application, name: str, task: Task, seed: int) -> Net:
    """A net of an application, made and trained under a seed."""
    torch.manual_seed(seed)
    net = application.nets[name](task)
    fit(net, task, application.plan, seed=seed, told=lambda d, t: None, loss=application.loss)
    return net


def _epoch(
    net: Net,
    given: Examples,
    steps: tuple[Any, Any],
    order: Tensor,
    plan: Plan,
    loss: Loss,
    workers: Workers,
) -> float:
    """Every example once; the mean loss."""
    net.train()
    total = count = 0.0
    for index in batches(given, plan.batch, order):
        part = workers.part(given.rows(index))
        steps[0].zero_grad()
        told = int((part.target >= 0).sum())
        if told:
            found = loss(net, part)
            found.backward()
            total, count = total + found.item() * told, count + told
        workers.average(net, told)
        nn.utils.clip_grad_norm_(net.parameters(), LARGEST_STEP)
        for one in steps:
            one.step()
    total, count = workers.total(total, count)
    return total / count


def _smooth(plan: Plan) -> Loss:
    """The cross entropy with the plan's smoothing."""

    def loss(net: Net, part: Examples) -> Tensor:
        return _loss(net(*part.inputs), part.target, label_smoothing=plan.smoothing)

    return loss


def batches(given: Examples, size: int, order: Tensor) -> Sequence[Tensor]:
    """Every example once, shuffled; targets that are sequences go with others of like length."""
    shuffled = torch.randperm(len(given), generator=order)
    if given.target.ndim == 1:
        found: Sequence[Tensor] = shuffled.split(size)
        return found
    lengths = (given.target >= 0).sum(1)[shuffled]
    alike = shuffled[lengths.argsort(stable=True)].split(size)
    return [alike[n] for n in torch.randperm(len(alike), generator=order).tolist()]


def _loss(said: Tensor, target: Tensor, **how: Any) -> Tensor:
    """Cross entropy of (B, classes), or of (B, T, classes) where targets below 0 do not count."""
    return nn.functional.cross_entropy(said.flatten(0, -2), target.flatten(), **how)


def held_loss(net: Net, given: Examples, workers: Workers = ALONE) -> float:
    """The mean cross entropy over examples the net is not trained on."""
    total = 0.0
    for part, said in answers(net, workers.part(given)):
        total += float(_loss(said, part.target, reduction="sum"))
    return workers.total(total)[0] / len(given)


@torch.no_grad()  # type: ignore[untyped-decorator]
def answers(net: Net, given: Examples, batch: int = 256) -> Iterator[tuple[Examples, Tensor]]:
    """Examples in their order with what the net says of them, (b, classes)."""
    net.eval()
    for index in torch.arange(len(given)).split(batch):
        part = given.rows(index)
        yield part, net(*part.inputs)


def choices(net: Net, given: Examples) -> Choices:
    """The net's first choice of class for each example, (N,)."""
    found: Choices = torch.cat([said.argmax(-1) for _, said in answers(net, given)]).numpy()
    return found


def right(chosen: Choices, given: Examples) -> Scores:
    """1 where the choice is the target, else 0, (N,)."""
    hits: Scores = np.asarray(chosen == given.target.numpy(), dtype=np.float64)
    return hits


def scores(net: Net, given: Examples) -> Scores:
    """1 where the net's first choice is right, else 0, (N,)."""
    return right(choices(net, given), given)
