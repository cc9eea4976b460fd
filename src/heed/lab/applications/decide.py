"""Where to look next, with three looks at a cluttered picture? Learned from reward alone.

The agent sees the whole picture once, blurred; a look shows one place sharply (Mnih et al. 2014).
It is rewarded where it then names the digit; how to look is learned by policy gradient (Williams
1992), how to name by cross entropy. The digit's box is known, so its looks can be judged.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn

from heed.attention.modules import AdditivePooling
from heed.lab.applications import see
from heed.lab.baseline import by_numbers
from heed.lab.pool import Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor

LOOKS, PATCH, STEP = 3, 20, 9
SIDE = (see.CANVAS - PATCH) // STEP + 1
PLACES, WIDTH, BLUR = SIDE * SIDE, 64, 4


class Agent(nn.Module):  # type: ignore[misc]
    """Looks three times, pools what it saw, and names a digit; `aims` or looks at random."""

    def __init__(self, task: Task, pool: Net, *, aims: bool) -> None:
        super().__init__()
        self.eye = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.ReLU(),
            nn.Flatten(), nn.Linear(32 * (PATCH // 4) ** 2, WIDTH), nn.ReLU(),
        )  # fmt: skip
        self.blurred = nn.Sequential(nn.Linear((see.CANVAS // BLUR) ** 2, 128), nn.ReLU())
        self.aim = nn.Linear(128 + WIDTH, PLACES)
        self.where = nn.Embedding(PLACES, WIDTH)
        nn.init.normal_(self.where.weight, std=0.02)
        self.pool, self.aims = pool, aims
        self.head = nn.Sequential(nn.Linear(WIDTH, 64), nn.ReLU(), nn.Linear(64, task.classes))

    def forward(self, canvas: Tensor) -> Tensor:
        """canvas (B, 1, 56, 56); the digits (B, 10)."""
        return self.play(canvas)[0]

    def play(self, canvas: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The digits (B, 10), the log-chance of the looks taken (B,), and their places (B, 3).

        While training places are drawn, else the likeliest is taken.
        """
        faint = self.blurred(blurred(canvas).flatten(1))
        seen = faint.new_zeros(len(canvas), 0, WIDTH)
        places = torch.zeros(len(canvas), 0, dtype=torch.long)
        chance = faint.new_zeros(len(canvas))
        for _ in range(LOOKS):
            place, chosen = self._choose(faint, seen, places)
            places, chance = torch.cat((places, place[:, None]), 1), chance + chosen
            look = self.eye(patches(canvas, place)) + self.where(place)
            seen = torch.cat((seen, look[:, None]), 1)
        return self.head(self._pooled(seen)), chance, places

    def _choose(self, faint: Tensor, seen: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """A place not looked at yet (B,), and the log of its chance (B,)."""
        if not self.aims:
            draw = None if self.training else torch.Generator().manual_seed(places.shape[1])
            drawn = torch.rand(len(faint), PLACES, generator=draw).scatter(1, places, -1.0)
            return drawn.argmax(1), faint.new_zeros(len(faint))
        wish = self.aim(torch.cat((faint, self._pooled(seen)), -1))
        wish = wish.scatter(1, places, float("-inf")).log_softmax(-1)
        place = torch.multinomial(wish.exp(), 1)[:, 0] if self.training else wish.argmax(1)
        return place, wish.gather(1, place[:, None])[:, 0]

    def _pooled(self, seen: Tensor) -> Tensor:
        if not seen.shape[1]:
            return seen.new_zeros(len(seen), WIDTH)
        return self.pool(seen, torch.ones(seen.shape[:2], dtype=torch.bool))


def blurred(canvas: Tensor) -> Tensor:
    """What is seen of the whole at once: means of 4 by 4 pixels, (B, 1, 14, 14)."""
    return nn.functional.avg_pool2d(canvas, BLUR)


def patches(canvas: Tensor, place: Tensor) -> Tensor:
    """What a look at each place shows, (B, 1, 20, 20)."""
    windows = canvas[:, 0].unfold(1, PATCH, STEP).unfold(2, PATCH, STEP)
    rows = torch.arange(len(canvas))
    return windows[rows, place // SIDE, place % SIDE][:, None]


def loss(net: Net, part: Examples) -> Tensor:
    """Cross entropy of the digit, and REINFORCE on the looks; the baseline is the mean reward."""
    said, chance, _ = net.play(*part.inputs)
    reward = (said.argmax(-1) == part.target).float()
    return (
        nn.functional.cross_entropy(said, part.target) - ((reward - reward.mean()) * chance).mean()
    )


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on the blurred whole: no look is taken."""
    train, test = (blurred(part.inputs[0]).numpy() for part in (task.train, task.test))
    return by_numbers(train, task.train.target.numpy(), test, task.test.target.numpy())


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How many looks are centred on the digit, and of all places how many are."""
    net.eval()
    places = torch.cat([net.play(part)[2] for part in given.inputs[0].split(256)]).numpy()
    centre = np.arange(SIDE) * STEP + PATCH / 2
    top, left, size = (part[:, None] for part in np.asarray(given.known).T)
    down, right = ((start <= centre) & (centre < start + size) for start in (top, left))
    on_it = (down[:, :, None] & right[:, None, :]).reshape(len(places), -1)
    found = on_it[np.arange(len(places))[:, None], places]
    return {
        "looks on it": float(found.mean()),
        "one of three": float(found.any(1).mean()),
        "by chance": float(on_it.mean()),
    }


APPLICATION = Application(
    name="decide",
    asks="Where to look, with three looks at a cluttered picture, to name its digit?",
    folder="image_mnist",
    measure="accuracy",
    load=see.load,
    nets={
        "attention": lambda task: Agent(task, AdditivePooling(WIDTH, 32), aims=True),
        "mean": lambda task: Agent(task, Mean(), aims=True),
        "random looks": lambda task: Agent(task, AdditivePooling(WIDTH, 32), aims=False),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=12, batch=64, rate=1e-3, patience=5),
    small=Plan(epochs=4, batch=20, rate=3e-3, patience=4),
    loss=loss,
    judged=judged,
)
