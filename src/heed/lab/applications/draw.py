"""Digits drawn patch by patch, line by line: which of the patches before tell the next? (MNIST)

`mean` is the same net whose patches see the mean of all before. Quality is the chance given to a
pixel of a picture never seen, a geometric mean: its bits are minus its logarithm to base two.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from heed.attention import AuxRequest
from heed.lab import onward
from heed.lab.digits import Digits, drawn, split
from heed.lab.moving import halved
from heed.lab.neighbours import Neighbours
from heed.lab.patches import KINDS, PIXELS, SIDE, ink, patches, touches
from heed.lab.picture import field_svg
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor

BEGIN, LIT = KINDS, 0.3
COUNTS = (4000, 500, 1000)
SHEET = 4  # pictures a sheet is wide


def load(data: Path | None, seed: int) -> Task:
    """MNIST, halved, black and white; or the digits of a pocket calculator, drawn here."""
    rng = np.random.default_rng(seed)
    if data is None:
        seen, said = drawn(150, rng)
        pools: Sequence[Digits] = [(np.pad(seen, ((0, 0), (4, 4), (4, 4))), said)] * 3
    else:
        pools = list(split(data / "image_mnist").values())
    counts = COUNTS if data else (100, 20, 30)
    parts = (_examples(pool[0], most, rng) for pool, most in zip(pools, counts, strict=True))
    return Task.of(parts, classes=KINDS + 1, width=SIDE * SIDE)


def _examples(pictures: np.ndarray, count: int, rng: np.random.Generator) -> Examples:
    """(N, 49) patches with a begin before them, and the patches."""
    chosen = pictures[rng.choice(len(pictures), size=count, replace=False)]
    rows = torch.from_numpy(patches(halved(chosen) > LIT))
    begin = torch.full((count, 1), BEGIN)
    return Examples((torch.cat((begin, rows[:, :-1]), 1),), rows)


def scored(net: Net, given: Examples) -> Scores:
    """Nats of each picture, and its count of pixels, (N, 2)."""
    found: Scores = onward.scored(net, given) * [1, PIXELS]
    return found


def baseline(task: Task, seed: int) -> Scores:
    """How often each patch lay at its place, and beside the ones left of it and above."""
    train, held, test = (part.target.numpy() for part in (task.train, task.held, task.test))
    nats = Neighbours(train, held, kinds=KINDS).nats(test)
    return np.stack([nats, np.full(len(nats), float(SIDE * SIDE * PIXELS))], axis=1)


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """Bits a pixel costs; how much weight lies on the four patches drawn before that touch it."""
    net.eval()
    bits = -np.log2(onward.chance(scored(net, given).sum(0)))
    weights = look(net, given.inputs[0][:200]).mean(0)
    touching = torch.from_numpy(touches())
    seen = torch.tril(torch.ones_like(weights))
    alike = seen / seen.sum(1, keepdim=True)
    asked = touching.any(1)
    return {
        "bits a pixel": float(bits),
        "weight on what touches": float((weights * touching).sum(1)[asked].mean()),
        "by chance": float((alike * touching).sum(1)[asked].mean()),
    }


def look(net: Net, rows: Tensor) -> Tensor:
    """What each patch to come (49) looks at of those before (49, begin first): (N, 49, 49).

    The mean over heads and blocks.
    """
    found, looks = net.table(rows) + net.place.weight, []
    for block in net.blocks:
        found, aux = block(found, is_causal=True, return_aux=AuxRequest(weights=True))
        looks.append(aux.weights.mean(1))
    return torch.stack(looks).mean(0)


@torch.no_grad()  # type: ignore[untyped-decorator]
def dreamt(net: Net, count: int, seed: int = 0) -> Tensor:
    """Pictures drawn by the net, patch by patch, (count, 49)."""
    net.eval()
    chance, rows = torch.Generator().manual_seed(seed), torch.full((count, 1), BEGIN)
    for _ in range(SIDE * SIDE):
        said = net(rows)[:, -1, :KINDS].softmax(-1)
        rows = torch.cat((rows, torch.multinomial(said, 1, generator=chance)), 1)
    return rows[:, 1:]


def pictures(net: Net, given: Examples) -> list[str]:
    """A sheet of sixteen the net drew, beside one of sixteen of the test set."""
    count = SHEET * SHEET
    both = {"drawn by the net": dreamt(net, count), "of the test set": given.target[:count]}
    return [
        field_svg(_sheet(ink(rows.numpy())), np.zeros((1, 1), np.float32), f"sixteen {said}")
        for said, rows in both.items()
    ]


def _sheet(some: np.ndarray) -> np.ndarray:
    edged = np.pad(some, ((0, 0), (1, 1), (1, 1))).reshape(
        SHEET, SHEET, *(np.array(some.shape[1:]) + 2)
    )
    return np.block([list(line) for line in edged])


APPLICATION = Application(
    name="draw",
    asks="Which of the patches drawn before tell the next one of a digit?",
    folder="image_mnist",
    measure="chance of a pixel",
    load=load,
    nets={way: partial(onward.Writer, way=way) for way in ("attention", "mean")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=10, batch=32, rate=3e-3, patience=3, falls=True),
    small=Plan(epochs=5, batch=20, rate=1e-2, patience=5),
    scored=scored,
    corpus=onward.chance,
    judged=judged,
    pictures=pictures,
)
