"""Are the weights an explanation? Parts are taken away, heaviest first, and given back alone.

What decides the net's choice should, once gone, change it soonest (deletion), and alone bring it
about soonest (insertion; both Petsiuk et al. 2018). Beside the weights: gradient times input, which
looks at the whole net, and chance.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.lab.compare import Bought, bought
from heed.lab.task import Application, Examples, Net, Run, Task, Tensor
from heed.lab.train import trained

ORDERS = ("weights", "gradient", "random")
STEPS = np.linspace(0, 1, 11)  # shares of the parts that are gone, or there
MOST = 400  # test examples that are explained
DRAWN = 3  # orders by chance that are averaged
Inputs = Sequence[Tensor]


@dataclass(frozen=True, slots=True)
class Parts:
    """How the parts P of an example are weighed and taken away.

    weights: net and inputs to (B, P). real: which parts there are, (B, P). gated: what the net says
    where each part is let through as far as `gate` (B, P) says, 1 whole and 0 not at all.
    """

    weights: Callable[[Net, Inputs], Tensor]
    real: Callable[[Inputs], Tensor]
    gated: Callable[[Net, Inputs, Tensor], Tensor]


def _words(net: Net, inputs: Inputs, gate: Tensor) -> Tensor:
    rows, mask, away = inputs
    return net(rows.float() * gate[..., None], mask & (gate > 0), away)


def _sentences(net: Net, inputs: Inputs, gate: Tensor) -> Tensor:
    """What a sentence says goes; that there was one, and when, stays."""

    def quieter(module: nn.Module, given: Inputs, found: Tensor) -> Tensor:
        return found * gate[:, :, None, None] if found.ndim == 4 else found  # the story's alone

    with ExitStack() as stack:
        for table in (net.key, net.value):
            stack.callback(table.register_forward_hook(quieter).remove)
        return net(*inputs)


def _places(net: Net, inputs: Inputs, gate: Tensor) -> Tensor:
    (canvas,) = inputs
    side = int(gate.shape[1] ** 0.5)
    shown = gate.unflatten(1, (1, side, side))
    return net(canvas * nn.functional.interpolate(shown, size=canvas.shape[-2:]))


PARTS: Mapping[str, Parts] = {
    "answer": Parts(
        lambda net, inputs: net.look(*inputs)[1],
        lambda inputs: (inputs[0] > 0).any(-1),
        _sentences,
    ),
    "see": Parts(
        lambda net, inputs: net.look(*inputs).flatten(1),
        lambda inputs: torch.ones(len(inputs[0]), 14 * 14, dtype=torch.bool),
        _places,
    ),
    "tone": Parts(
        lambda net, inputs: net.look(*inputs)[1].mean(1)[:, 0],
        lambda inputs: inputs[1],
        _words,
    ),
}
"""Sentences of a story, places of a picture, word pieces of a headline."""


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """One trained net: for every order the area under both curves of each example, (N,).

    In shares of the chance the whole example gives the choice, 0 to 1. alike: how much the weights
    and the gradients order the parts the same way (Spearman's rho, a mean over examples).
    """

    seed: int
    deletion: Mapping[str, np.ndarray]
    insertion: Mapping[str, np.ndarray]
    alike: float


def explain(
    application: Application, *, data: Path | None, seeds: int, told: Callable[[str], None]
) -> list[Explained]:
    """The net with attention, trained under every seed and asked why on test examples."""
    found = []
    for seed in range(seeds):
        told(f"{application.name}: reading the data, seed {seed}")
        task = application.load(data, seed)
        told(f"{application.name}: training, seed {seed}")
        net = trained(application, application.attention, task, seed)
        found.append(explained(net, task, PARTS[application.name], seed))
    return found


def explained(net: Net, task: Task, parts: Parts, seed: int) -> Explained:
    """Both curves of every order, over at most 400 test examples."""
    net.eval()
    given = task.test.rows(torch.arange(min(MOST, len(task.test))))
    real = parts.real(given.inputs)
    with torch.no_grad():
        chosen = net(*given.inputs).argmax(-1)
        weights = parts.weights(net, given.inputs)
    slope = _slope(net, given, parts, chosen)
    drawn = torch.Generator().manual_seed(seed)
    orders = {
        "weights": [weights],
        "gradient": [slope],
        "random": [torch.rand(real.shape, generator=drawn) for _ in range(DRAWN)],
    }
    deletion, insertion = (
        {
            name: np.mean([_area(net, given, parts, chosen, one, gone) for one in some], axis=0)
            for name, some in orders.items()
        }
        for gone in (True, False)
    )
    return Explained(seed, deletion, insertion, _alike(weights, slope, real))


def _slope(net: Net, given: Examples, parts: Parts, chosen: Tensor) -> Tensor:
    """Gradient times input, summed over each part: how the choice's score grows with its gate."""
    gate = torch.ones(parts.real(given.inputs).shape, requires_grad=True)
    said = parts.gated(net, given.inputs, gate).gather(1, chosen[:, None]).sum()
    found: Tensor = torch.autograd.grad(said, gate)[0]
    return found


@torch.no_grad()  # type: ignore[untyped-decorator]
def _area(
    net: Net, given: Examples, parts: Parts, chosen: Tensor, score: Tensor, gone: bool
) -> np.ndarray:
    """The mean height of the curve, (N,): parts of the highest score go first, or come first."""
    real = parts.real(given.inputs)
    place = _places_of(score.masked_fill(~real, float("-inf")))
    curve = []
    for share in STEPS:
        first = place < (share * real.sum(1, keepdim=True)).round()
        gate = (~first if gone else first) & real
        chance = parts.gated(net, given.inputs, gate.float()).softmax(-1)
        curve.append(chance.gather(1, chosen[:, None])[:, 0].numpy())
    height = np.stack(curve)
    found: np.ndarray = ((height[1:] + height[:-1]) / 2).mean(0)
    return found


def _places_of(score: Tensor) -> Tensor:
    """0 for the highest of each row, and so on."""
    return score.argsort(dim=1, descending=True, stable=True).argsort(dim=1)


def _alike(one: Tensor, other: Tensor, real: Tensor) -> float:
    rho = []
    for a, b, there in zip(one, other, real, strict=True):
        if there.sum() > 2:
            ranks = torch.stack([_places_of(part[there][None])[0] for part in (a, b)])
            rho.append(float(torch.corrcoef(ranks.double())[0, 1]))
    return float(np.mean(rho))


def gained(found: Sequence[Explained], rival: str, *, deletion: bool) -> Bought:
    """How much sooner the weights get there than a rival, paired by example; above 0 is better."""

    def runs(order: str) -> list[Run]:
        return [
            Run(
                "",
                order,
                one.seed,
                tuple(-one.deletion[order] if deletion else one.insertion[order]),
            )
            for one in found
        ]

    return bought(runs("weights"), runs(rival))


def told(found: Sequence[Explained], name: str) -> str:
    """A table in Markdown: the areas, and what the weights are worth beside each rival."""
    lines = [
        "| application | order | taken away (lower is better) | the weights' gain "
        "| given alone (higher is better) | the weights' gain |",
        "|---|---|---|---|---|---|",
    ]
    for order in ORDERS:
        cells = [name, order]
        for deletion in (True, False):
            areas = [one.deletion if deletion else one.insertion for one in found]
            means = [float(area[order].mean()) for area in areas]
            cells.append(_spread(means))
            cells.append("-" if order == "weights" else _gain(found, order, deletion))
        lines.append("| " + " | ".join(cells) + " |")
    alike = np.mean([one.alike for one in found])
    return "\n".join(
        [*lines, "", f"Weights and gradients order the parts alike by {alike:+.2f}.\n"]
    )


def _spread(means: Sequence[float]) -> str:
    if len(means) == 1:
        return f"{means[0]:.3f} (n = 1)"
    return f"{np.mean(means):.3f} ± {np.std(means, ddof=1):.3f}"


def _gain(found: Sequence[Explained], rival: str, deletion: bool) -> str:
    gain = gained(found, rival, deletion=deletion)
    return f"{gain.gain:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]".replace("-", "−")
