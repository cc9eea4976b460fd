"""A digit that drifts among drifting clutter: which places of which frames matter? (MNIST)

Where the digit is in every frame is known, so one map of attention is judged three times: as a
pointer to it, as a box around it, and as a mask of its ink.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import AdditivePooling
from heed.lab.baseline import by_numbers
from heed.lab.digits import Digits, drawn, split
from heed.lab.maps import judged_maps
from heed.lab.moving import CANVAS, FRAMES, moving
from heed.lab.picture import field_svg
from heed.lab.pool import Largest, Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers

CHANNELS, STRIDE = 32, 4
SIDE = CANVAS // STRIDE
COUNTS = (3000, 400, 800)


def load(data: Path | None, seed: int) -> Task:
    """Films of MNIST digits; or of those of a pocket calculator, drawn here."""
    rng = np.random.default_rng(seed)
    if data is None:
        return _task([drawn(200, rng)] * 3, (100, 20, 40), rng)
    return _task(list(split(data / "image_mnist").values()), COUNTS, rng)


def _task(pools: Sequence[Digits], counts: Sequence[int], rng: np.random.Generator) -> Task:
    films = [moving(pool, count, rng) for pool, count in zip(pools, counts, strict=True)]
    parts = (
        Examples((torch.from_numpy(one.frames),), torch.from_numpy(one.said), one) for one in films
    )
    return Task.of(parts, classes=10, width=CHANNELS)


class Watcher(nn.Module):  # type: ignore[misc]
    """Convolutions to 10 by 10 places a frame, all of them pooled, and told as one of ten digits.

    A place sees 21 by 21 pixels of its own frame, which hold a digit.
    """

    def __init__(self, pool: Net) -> None:
        super().__init__()
        self.field = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(16, CHANNELS, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), nn.ReLU(),
        )  # fmt: skip
        self.pool = pool
        self.head = nn.Sequential(nn.Linear(CHANNELS, 64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, frames: Tensor) -> Tensor:
        """frames (B, T, 40, 40)."""
        places = self.places(frames)
        return self.head(self.pool(places, torch.ones(places.shape[:2], dtype=torch.bool)))

    def places(self, frames: Tensor) -> Tensor:
        """(B, T * 100, channels)."""
        found = self.field(frames.flatten(0, 1)[:, None])
        return found.unflatten(0, frames.shape[:2]).permute(0, 1, 3, 4, 2).flatten(1, 3)

    def look(self, frames: Tensor) -> Tensor:
        """The weight of every place of every frame, (B, T, 10, 10)."""
        aux = self.pool(self.places(frames), return_aux=AuxRequest(weights=True))[1]
        return aux.weights.reshape(-1, FRAMES, SIDE, SIDE)


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on the pixels of all frames, halved in each direction."""
    small = [part.inputs[0][:, :, ::2, ::2].numpy() for part in (task.train, task.test)]
    return by_numbers(small[0], task.train.target.numpy(), small[1], task.test.target.numpy())


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """The map of every frame as a pointer, a box and a mask, each beside chance."""
    weights = torch.cat([net.look(*part.inputs) for part, _ in answers(net, given)])
    return judged_maps(weights.double().numpy(), given.known)


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Two films, frame by frame, with the places that were weighed."""
    some = given.rows(torch.arange(2)).inputs[0]
    return [
        field_svg(frame.numpy(), weights.numpy(), f"frame {n % FRAMES + 1}: where attention lay")
        for n, (frame, weights) in enumerate(
            zip(some.flatten(0, 1), net.look(some).flatten(0, 1), strict=True)
        )
    ]


APPLICATION = Application(
    name="track",
    asks="Which digit drifts through a few frames among pieces of others?",
    folder="image_mnist",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Watcher(AdditivePooling(CHANNELS, 32)),
        "mean": lambda task: Watcher(Mean()),
        "largest": lambda task: Watcher(Largest()),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=14, batch=24, rate=2e-3, patience=8),
    small=Plan(epochs=3, batch=20, rate=3e-3, patience=3),
    judged=judged,
    pictures=pictures,
)
