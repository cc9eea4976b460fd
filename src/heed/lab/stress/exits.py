"""A cheap answer for everyone, and the net for whom it is worth its operations most.

What an example would gain by the net is foretold from how sure the cheap answer is, on held
examples; `allocate` spends the budget, and its price is what one more operation would buy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from sklearn.isotonic import IsotonicRegression
from torch import nn

from heed.budget import Allocation, allocate
from heed.lab.card import operations
from heed.lab.pool import Mean, Pooled
from heed.lab.stress.bench import Bench, Stressed
from heed.lab.task import Examples, Net, Scores, Task, Tensor
from heed.lab.train import answers, scores, trained

BUDGETS = (0.25, 0.5, 0.75)  # of the operations that the net takes for everyone
SIDE = 14  # places of a picture that the cheap answer sees
SOFT = 0.01  # temperature of the allocation, in shares of right answers
Doubles = npt.NDArray[np.float64]


class Glance(nn.Module):  # type: ignore[misc]
    """A linear answer from the mean of all rows, or from a picture in 14 by 14 places."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.rows = len(task.train.inputs) > 1
        width = task.train.inputs[0].shape[-1] if self.rows else SIDE * SIDE
        self.head = (
            Pooled(Mean(), width, task.classes) if self.rows else nn.Linear(width, task.classes)
        )

    def forward(self, given: Tensor, *others: Tensor) -> Tensor:
        """Classes (B, C) of what the net is given; of more than rows and a mask nothing is seen."""
        if self.rows:
            return self.head(given, others[0])
        return self.head(nn.functional.adaptive_avg_pool2d(given, SIDE).flatten(1))


@dataclass(frozen=True, slots=True, eq=False)
class Two:
    """Scores of the cheap answer and of the net on test examples, and the gain foretold, (N,)."""

    cheap: Scores
    net: Scores
    foretold: Doubles
    cost: int


def rows(bench: Bench) -> Iterator[Stressed]:
    """Everyone the net, nobody, and three budgets: spent by chance and by what it is worth.

    By chance is what a draw would reach in the mean, not one draw.
    """
    yield bench.plain()
    once = replace(bench.application, nets={"glance": Glance})
    cheap = trained(once, "glance", bench.task, bench.seed)
    both = [two(bench.task, cheap, net) for net in bench.nets()]
    costs = "; without ".join(f"{one.cost / 1e6:.3g}" for one in both)
    glance = operations(cheap, bench.task.test) / 1e6
    note = f"{glance:.3g} million operations; the net {costs}"
    yield bench.scored("exits: all early", [one.cheap for one in both], note=note)
    for share in BUDGETS:
        name = f"exits: budget {share:.2f}"
        drawn = [(1 - share) * one.cheap + share * one.net for one in both]
        yield bench.scored(f"{name}, by chance", drawn)
        found = [spent(one, share, bench.seed) for one in both]
        note = "; without ".join(told for _, told in found)
        yield bench.scored(
            name, [some for some, _ in found], note=note, beside=f"{name}, by chance"
        )


def two(task: Task, cheap: Net, net: Net) -> Two:
    """Both answers on the test set; gains foretold by a curve that falls, of the held examples."""
    curve = IsotonicRegression(increasing=False, out_of_bounds="clip")
    curve.fit(sureness(cheap, task.held), scores(net, task.held) - scores(cheap, task.held))
    foretold = curve.predict(sureness(cheap, task.test))
    cost = operations(net, task.test)
    return Two(scores(cheap, task.test), scores(net, task.test), foretold, cost)


def sureness(net: Net, given: Examples) -> Doubles:
    """The largest probability of each example's classes, (N,)."""
    found = torch.cat([said.softmax(-1).amax(-1) for _, said in answers(net, given)])
    return np.asarray(found.numpy(), dtype=np.float64)


def spent(one: Two, share: float, seed: int) -> tuple[Scores, str]:
    """Scores where the net goes to whom `allocate` gives it, within a share of all operations."""
    plan = allocate(
        np.where(one.foretold > 0, one.foretold, -np.inf),
        share * one.cost * len(one.net),
        cost=float(one.cost),
        temperature=SOFT,
    )
    chosen = whole(plan, seed)
    found: Scores = np.where(chosen, one.net, one.cheap)
    price = float(np.squeeze(plan.price)) * 1e6
    return found, f"{chosen.mean():.2f} given the net, a million more would buy {price:.2g}"


def whole(plan: Allocation, seed: int) -> npt.NDArray[np.bool_]:
    """Whole examples of weights between 0 and 1: each is drawn with its weight as its chance.

    Systematic: as many are drawn as the weights add up to, rounded down or up.
    """
    steps = np.floor(np.cumsum(plan.weight) + np.random.default_rng(seed).random())
    drawn: npt.NDArray[np.bool_] = np.diff(steps, prepend=0.0) > 0
    return drawn
