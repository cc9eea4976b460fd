"""Small photographs of ten kinds of things: which channels, and which places? (CIFAR-10)

Between its convolutions a net weighs its channels (Hu et al. 2018) and then its places (Woo et al.
2018), or the channels alone, or nothing. Both weighings are of heed.attention.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import entropy
from heed.attention.modules import ChannelAttention, SpatialAttention
from heed.lab.baseline import by_numbers
from heed.lab.parquet import columns
from heed.lab.photographs import made, photographs
from heed.lab.picture import field_svg
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers

CHANNELS = 64
COUNTS = {"train": 5000, "held": 1000, "test": 2000}


def load(data: Path | None, seed: int) -> Task:
    """Photographs; or a square or a cross, red or blue, somewhere among noise, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        parts = [made(count, rng) for count in (120, 30, 40)]
        return Task.of(parts, classes=4, width=CHANNELS)
    folder = data / "image_cifar10"
    known = columns(folder / "train50k.parquet")
    order = rng.permutation(len(known["label"]))
    rows = np.split(order, (COUNTS["train"], COUNTS["train"] + COUNTS["held"]))[:2]
    tested = read(folder / "test5k.parquet", None)
    return Task.of(
        (*(photographs(known, part) for part in rows), tested), classes=10, width=CHANNELS
    )


def read(file: Path, task: Task | None) -> Examples:
    """A Parquet file like the data's, `jpg` and `label`: its first 2,000 photographs."""
    found = columns(file)
    return photographs(found, np.arange(min(len(found["label"]), COUNTS["test"])))


class Weighed(nn.Module):  # type: ignore[misc]
    """(B, channels, H, W): its channels weighed, then its places, as far as wanted."""

    def __init__(self, channels: int, way: str) -> None:
        super().__init__()
        self.channels: Net = ChannelAttention(channels) if way != "plain" else None
        self.places: Net = SpatialAttention() if way == "attention" else None

    def forward(self, x: Tensor) -> Tensor:
        """The same shape."""
        for part in (self.channels, self.places):
            x = x if part is None else part(x)
        return x


class Recogniser(nn.Module):  # type: ignore[misc]
    """Three convolutions, what the last two found weighed, and the mean of all places."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.eye = nn.Sequential(
            nn.Conv2d(3, 24, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(24, 48, 3, padding=1), nn.ReLU(), Weighed(48, way), nn.MaxPool2d(2),
            nn.Conv2d(48, CHANNELS, 3, padding=1), nn.ReLU(),
        )  # fmt: skip
        self.last, self.head = Weighed(CHANNELS, way), nn.Linear(CHANNELS, task.classes)

    def forward(self, pictures: Tensor) -> Tensor:
        """pictures (B, 3, 32, 32)."""
        return self.head(self.last(self.eye(pictures)).mean((2, 3)))

    def look(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """What the last weighing gave each channel (B, 64) and each place (B, 8, 8)."""
        found, channels = self.last.channels(self.eye(pictures), return_weights=True)
        return channels, self.last.places(found, return_weights=True)[1]


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on the pixels, halved in each direction."""
    small = [nn.functional.avg_pool2d(p.inputs[0], 2).numpy() for p in (task.train, task.test)]
    return by_numbers(small[0], task.train.target.numpy(), small[1], task.test.target.numpy())


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How many of the channels and places count, as the exponent of the entropy; 1 is all alike."""
    looks = zip(*(net.look(*part.inputs) for part, _ in answers(net, given)), strict=True)
    channels, places = (torch.cat(shares).flatten(1) for shares in looks)
    return {"channels in use": _used(channels), "places in use": _used(places)}


def _used(shares: Tensor) -> float:
    return float((entropy(shares).exp() / shares.shape[1]).mean())


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Six photographs in grey with the places that were weighed."""
    net.eval()
    some = given.rows(torch.arange(6)).inputs[0]
    grey = 1 - (some.mean(1) / 4 + 0.5).numpy()  # ink is dark where a picture is drawn
    places = net.look(some)[1].numpy()
    return [field_svg(one, field, "its places") for one, field in zip(grey, places, strict=True)]


APPLICATION = Application(
    name="recognise",
    asks="Which channels and which places of a photograph tell what is on it?",
    folder="image_cifar10",
    measure="accuracy",
    load=load,
    nets={way: partial(Recogniser, way=way) for way in ("attention", "channels", "plain")},
    attention="attention",
    trivial="plain",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=12, batch=50, rate=2e-3, patience=3),
    small=Plan(epochs=4, batch=20, rate=5e-3, patience=4),
    judged=judged,
    pictures=pictures,
)
