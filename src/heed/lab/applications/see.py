"""A digit somewhere among clutter: which places of the picture matter? (MNIST, LeCun 1998)

The digit's box is known, so the weights can be judged: does the heaviest place lie in it?
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import AdditivePooling
from heed.lab.baseline import by_numbers
from heed.lab.digits import IMAGES, Digits, drawn, lay, mnist, split
from heed.lab.picture import field_svg
from heed.lab.pool import Largest, Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers

CANVAS, PIECE, PIECES = 56, 9, 8
CHANNELS, STRIDE = 48, 4
SIDE = CANVAS // STRIDE
COUNTS = {"train": 8000, "held": 1000, "test": 2000}


def load(data: Path | None, seed: int) -> Task:
    """Cluttered MNIST; or the digits of a pocket calculator, drawn here."""
    rng = np.random.default_rng(seed)
    if data is None:
        cut = {"train": 200, "held": 60, "test": 60}
        return _task(dict.fromkeys(cut, drawn(300, rng)), cut, rng)
    return _task(split(data / "image_mnist"), COUNTS, rng)


def read(file: Path, task: Task) -> Examples:
    """Digits like the data's: NAME-images-idx3-ubyte.gz, NAME-labels-idx1-ubyte.gz beside it.

    Each is laid among pieces of the others once, at most as many as the test set has.
    """
    name, end, _ = file.name.partition(IMAGES)
    if not end:
        raise ValueError(f"the name does not end in {IMAGES}")
    digits, said = mnist(file.parent, name)
    return scattered(digits, said, min(len(said), COUNTS["test"]), np.random.default_rng(7))


def _task(pools: Mapping[str, Digits], counts: Mapping[str, int], rng: np.random.Generator) -> Task:
    parts = [scattered(*pools[name], counts[name], rng) for name in ("train", "held", "test")]
    return Task.of(parts, classes=10, width=CHANNELS)


def scattered(
    digits: np.ndarray, said: np.ndarray, count: int, rng: np.random.Generator
) -> Examples:
    """`count` canvases with one whole digit and eight pieces of others; known: top and left."""
    canvases = np.zeros((count, 1, CANVAS, CANVAS), dtype=np.float32)
    chosen = rng.choice(len(digits), size=count, replace=count > len(digits))
    corners = np.zeros((count, 3), dtype=np.int64)
    size = digits.shape[-1]
    for canvas, which, corner in zip(canvases[:, 0], chosen, corners, strict=True):
        for _ in range(PIECES):
            other = digits[rng.integers(len(digits))]
            y, x = rng.integers(size - PIECE, size=2)
            top, left = rng.integers(CANVAS - PIECE, size=2)
            lay(canvas, other[y : y + PIECE, x : x + PIECE], top, left)
        top, left = rng.integers(CANVAS - size, size=2)
        lay(canvas, digits[which], top, left)
        corner[:] = top, left, size
    return Examples(
        (torch.from_numpy(canvases),), torch.from_numpy(said[chosen].astype(np.int64)), corners
    )


class Seer(nn.Module):  # type: ignore[misc]
    """Three convolutions to a field of 14 by 14 places, pooled, and told as one of ten digits."""

    def __init__(self, pool: Net) -> None:
        super().__init__()
        self.field = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(32, CHANNELS, 5, padding=2), nn.ReLU(),
        )  # fmt: skip
        self.pool = pool
        self.head = nn.Sequential(nn.Linear(CHANNELS, 64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, canvas: Tensor) -> Tensor:
        """canvas (B, 1, 56, 56)."""
        places = self.places(canvas)
        return self.head(self.pool(places, torch.ones(places.shape[:2], dtype=torch.bool)))

    def places(self, canvas: Tensor) -> Tensor:
        """(B, 196, channels)."""
        return self.field(canvas).flatten(2).mT

    def look(self, canvas: Tensor) -> Tensor:
        """The weight of every place, (B, 14, 14)."""
        places = self.places(canvas)
        aux = self.pool(places, return_aux=AuxRequest(weights=True))[1]
        return aux.weights.reshape(-1, SIDE, SIDE)


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on the pixels, halved in each direction."""
    small = [part.inputs[0][:, 0, ::2, ::2].numpy() for part in (task.train, task.test)]
    return by_numbers(small[0], task.train.target.numpy(), small[1], task.test.target.numpy())


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How often the heaviest place lies in the digit's box, how much weight does, and by chance."""
    weights = torch.cat([net.look(*part.inputs) for part, _ in answers(net, given)]).numpy()
    inside = np.stack([box(corner) for corner in given.known])
    heaviest = weights.reshape(len(weights), -1).argmax(-1)
    pointed = inside.reshape(len(inside), -1)[np.arange(len(inside)), heaviest].mean()
    mass = (weights * inside).sum() / weights.sum()
    return {
        "points at it": float(pointed),
        "weight on it": float(mass),
        "by chance": float(inside.mean()),
    }


def box(corner: np.ndarray) -> np.ndarray:
    """Which places of the field the digit covers, (14, 14), True inside."""
    top, left, size = corner
    centre = np.arange(SIDE) * STRIDE + STRIDE / 2
    rows, columns = ((centre >= start) & (centre < start + size) for start in (top, left))
    inside: np.ndarray = rows[:, None] & columns[None, :]
    return inside


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Six canvases with the places that were weighed."""
    some = given.rows(torch.arange(6)).inputs[0]
    weights = net.look(some).numpy()
    told = [f"where attention lay for a {digit}" for digit in given.target[:6].tolist()]
    return [
        field_svg(canvas[0].numpy(), field, said)
        for canvas, field, said in zip(some, weights, told, strict=True)
    ]


APPLICATION = Application(
    name="see",
    asks="Which digit lies somewhere among pieces of others?",
    folder="image_mnist",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Seer(AdditivePooling(CHANNELS, 32)),
        "mean": lambda task: Seer(Mean()),
        "largest": lambda task: Seer(Largest()),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=12, batch=64, rate=2e-3, patience=3),
    judged=judged,
    pictures=pictures,
)
