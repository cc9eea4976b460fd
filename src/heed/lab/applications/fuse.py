"""A digit heard and seen at once, and one of the two spoiled: which one should be trusted?

Which was spoiled is known, so the weights can be judged.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import AdditivePooling
from heed.lab.baseline import by_numbers
from heed.lab.digits import drawn, split
from heed.lab.pool import Mean
from heed.lab.sounds import BANDS, heard, made, recordings
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers

WIDTH = 64
COUNTS = (6000, 800, 1500)
BOTH = torch.ones(1, 2, dtype=torch.bool)


def load(data: Path | None, seed: int) -> Task:
    """FSDD and MNIST, each with one of its own digit; or tones and pocket digits, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        sounds, said = made(300, rng)
        seen, digits = drawn(800, rng)
        few = (digits < 4).nonzero()[0]
        bands = [heard(sound)[0] for sound in sounds]
        pools = [((np.stack(bands), np.array(said)), (_padded(seen[few]), digits[few]))] * 3
        counts: tuple[int, ...] = (240, 60, 80)
    else:
        pools, counts = _real(data, rng), COUNTS
    parts = (_examples(*pool, n, rng) for pool, n in zip(pools, counts, strict=True))
    return Task.of(parts, classes=10 if data else 4, width=WIDTH)


Pool = tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def _real(data: Path, rng: np.random.Generator) -> list[Pool]:
    """Train, held and test; no recording and no picture is in two of them."""
    whole = recordings(data / "speech_fsdd" / "fsdd_5speakers.zip")
    bands = np.stack([heard(sound)[0] for sound, _, _ in whole])
    said = np.array([digit for _, digit, _ in whole])
    order = np.random.default_rng(7).permutation(len(said))  # one test set for every seed
    sounds = np.split(order, (len(order) * 7 // 10, len(order) * 8 // 10))
    pictures = split(data / "image_mnist").values()
    return [((bands[i], said[i]), seen) for i, seen in zip(sounds, pictures, strict=True)]


def _padded(pictures: np.ndarray) -> np.ndarray:
    return np.pad(pictures, ((0, 0), (4, 4), (4, 4)))


def _examples(
    heard: tuple[np.ndarray, np.ndarray],
    seen: tuple[np.ndarray, np.ndarray],
    count: int,
    rng: np.random.Generator,
) -> Examples:
    """Pairs of one digit; known: 0 where the sound was spoiled, 1 where the picture was."""
    which = rng.integers(len(seen[1]), size=count)
    said = np.asarray(seen[1][which], dtype=np.int64)
    of_digit = {digit: (heard[1] == digit).nonzero()[0] for digit in np.unique(heard[1])}
    sounds = heard[0][[rng.choice(of_digit[digit]) for digit in said]]
    pictures = seen[0][which]
    spoiled = rng.integers(2, size=count)
    noise = rng.standard_normal(sounds.shape, dtype=np.float32)
    sounds = np.where((spoiled == 0)[:, None, None], 0.15 * sounds + noise, sounds)
    spots = rng.random(pictures.shape, dtype=np.float32)
    pictures = np.where((spoiled == 1)[:, None, None], 0.15 * pictures + 0.85 * spots, pictures)
    inputs = (torch.from_numpy(sounds), torch.from_numpy(pictures[:, None]))
    return Examples(inputs, torch.from_numpy(said), spoiled)


class Both(nn.Module):  # type: ignore[misc]
    """An ear and an eye, each to a vector, pooled into one, and told as a digit."""

    def __init__(self, task: Task, pool: Net) -> None:
        super().__init__()
        self.ear = nn.Sequential(
            nn.Conv1d(BANDS, 48, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv1d(48, 48, 5, stride=2, padding=2), nn.ReLU(), nn.AdaptiveAvgPool1d(4),
            nn.Flatten(), nn.Linear(192, WIDTH), nn.ReLU(),
        )  # fmt: skip
        self.eye = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.ReLU(), nn.AdaptiveAvgPool2d(4),
            nn.Flatten(), nn.Linear(512, WIDTH), nn.ReLU(),
        )  # fmt: skip
        self.pool, self.head = pool, nn.Linear(WIDTH, task.classes)

    def forward(self, sound: Tensor, picture: Tensor) -> Tensor:
        """sound (B, 64, 32), picture (B, 1, 28, 28)."""
        return self.head(self.pool(self.senses(sound, picture), BOTH.expand(len(sound), 2)))

    def senses(self, sound: Tensor, picture: Tensor) -> Tensor:
        """What was heard and what was seen, (B, 2, width)."""
        return torch.stack((self.ear(sound.mT), self.eye(picture)), dim=1)


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on all numbers of both."""

    def flat(part: Examples) -> np.ndarray:
        return np.concatenate([one.flatten(1).numpy() for one in part.inputs], axis=1)

    return by_numbers(
        flat(task.train), task.train.target.numpy(), flat(task.test), task.test.target.numpy()
    )


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How often the sense that was not spoiled has the larger weight, and its mean weight."""
    ask = AuxRequest(weights=True)
    weights = torch.cat(
        [net.pool(net.senses(*part.inputs), return_aux=ask)[1].weights[:, 0]
         for part, _ in answers(net, given)]
    ).numpy()  # fmt: skip
    trusted = weights[np.arange(len(weights)), 1 - given.known]
    return {"trusts the good one": float(np.mean(trusted > 0.5)), "by chance": 0.5}


APPLICATION = Application(
    name="fuse",
    asks="Heard and seen, one of them spoiled: which to trust?",
    folder="speech_fsdd",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Both(task, AdditivePooling(WIDTH)),
        "mean": lambda task: Both(task, Mean()),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=15, batch=64, rate=1e-3, patience=3),
    small=Plan(epochs=4, batch=16, rate=3e-3, patience=4),
    judged=judged,
)
