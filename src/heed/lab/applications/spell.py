"""A string of spoken digits, written down one by one: which moments does each come from? (FSDD)

`attention` looks at the frames anew for every digit it writes; `mean` has their mean instead; the
state in which the ear ended, both have. Where each digit lies is known, so the looks are judged.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.lab.baseline import by_numbers
from heed.lab.moments import judged_moments
from heed.lab.picture import field_svg
from heed.lab.sounds import BANDS, made, recordings
from heed.lab.spoken import FEWEST, FIRST, MOST, Recording, cut, digits, frames, joined, lengths
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.translators import Recurrent
from heed.lab.writing import SKIPPED, greedy

STEP = 4  # frames of a place that is looked at: 64 ms
AT_ONCE = 250
COUNTS = (2400, 300, 600)


def load(data: Path | None, seed: int) -> Task:
    """Strings of FSDD's digits, no recording in two parts; or of melodies, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        longer = rng.integers(800, size=60)
        whole = [
            (np.pad(s, (0, more)), n, 0) for s, n, more in zip(*made(60, rng), longer, strict=True)
        ]
        return _task([whole] * 3, (80, 20, 30), rng)
    whole = recordings(data / "speech_fsdd" / "fsdd_5speakers.zip")
    fixed = np.random.default_rng(7).permutation(len(whole))  # one test pool for every seed
    pools = np.split(fixed, (len(whole) * 7 // 10, len(whole) * 8 // 10))
    return _task([[whole[n] for n in pool] for pool in pools], COUNTS, rng)


def _task(
    pools: Sequence[Sequence[Recording]], counts: Sequence[int], rng: np.random.Generator
) -> Task:
    parts = (joined(pool, count, rng) for pool, count in zip(pools, counts, strict=True))
    return Task.of(parts, classes=FIRST + 10, width=64)


class Speller(Recurrent):
    """An ear that takes four frames to a place, and a writer that looks at the places."""

    def __init__(self, task: Task, *, attends: bool) -> None:
        super().__init__(task, attends=attends, dropout_p=0.1)
        del self.english
        self.ear = nn.Sequential(
            nn.Conv1d(BANDS + 1, task.width, 5, stride=2, padding=2), nn.ReLU(),
            nn.Conv1d(task.width, task.width, 5, stride=2, padding=2), nn.ReLU(),
        )  # fmt: skip

    def read(self, source: Tensor) -> Any:
        """source (B, frames, bands + 1), the last band 1 where a frame is real."""
        return self.through(self.ear(source.mT).mT, source[:, ::STEP, BANDS] > 0)


def written(net: Net, given: Examples) -> Tensor:
    """What the net writes of a batch, (B, T)."""
    return greedy(net, given.inputs[0], longest=MOST + 1)


def scored(net: Net, given: Examples) -> Scores:
    """1 where the whole string is right, else 0."""
    net.eval()
    found = []
    for index in torch.arange(len(given)).split(AT_ONCE):
        part = given.rows(index)
        target = nn.functional.pad(part.target, (0, MOST + 1 - part.target.shape[1]), value=SKIPPED)
        said = written(net, part)
        said = nn.functional.pad(said, (0, MOST + 1 - said.shape[1]))
        found.append(((said == target) | (target == SKIPPED)).all(1))
    right: Scores = torch.cat(found).double().numpy()
    return right


def baseline(task: Task, seed: int) -> Scores:
    """The length says how many digits; each of as many equal parts is told by regression."""
    train, test = lengths(task.train), lengths(task.test)
    usual = float(frames(task.train).sum() / train.sum())
    guessed = (frames(task.test) / usual).round().clip(FEWEST, MOST).astype(int)
    same = torch.from_numpy(np.flatnonzero(guessed == test))
    fair = task.test.rows(same)
    hits = by_numbers(
        cut(task.train, train), digits(task.train), cut(fair, test[same.numpy()]), digits(fair)
    )
    found = np.zeros(len(test))
    ends = np.cumsum(test[same.numpy()])[:-1]
    found[same.numpy()] = [part.all() for part in np.split(hits, ends)]
    return found


@torch.no_grad()  # type: ignore[untyped-decorator]
def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """Whether each look lies in its digit; the boundaries and key frames that follow from it."""
    net.eval()
    counts = lengths(given)
    ones = (given.rows(torch.tensor([row])) for row in range(len(given)))
    weights = [looks(net, one)[:count] for one, count in zip(ones, counts, strict=True)]
    spans = [span[:count] for span, count in zip(given.known, counts, strict=True)]
    return judged_moments(weights, spans, STEP)


def looks(net: Net, one: Examples) -> np.ndarray:
    """Where the net listened for each digit of one string, told the ones before, (T, places)."""
    aux = net.look(net.read(one.inputs[0]), one.inputs[1], AuxRequest(weights=True))[2]
    found: np.ndarray = aux.weights[0].double().numpy()
    return found


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four spectrograms, low tones below; a row of weights a digit, the first on top."""
    drawn = []
    for row, count in enumerate(lengths(given)[:4]):
        one = given.rows(torch.tensor([row]))
        grey = np.clip((one.inputs[0][0, :, :BANDS].numpy().T[::-1] + 2) / 4, 0, 1)
        said = " ".join(map(str, one.target[0, :count].numpy() - FIRST))
        drawn.append(field_svg(grey, looks(net, one)[:count], f"moments of {said}"))
    return drawn


APPLICATION = Application(
    name="spell",
    asks="Which moments of a string of spoken digits does the next digit come from?",
    folder="speech_fsdd",
    measure="strings all right",
    load=load,
    nets={"attention": partial(Speller, attends=True), "mean": partial(Speller, attends=False)},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=20, batch=24, rate=3e-3, patience=4),
    small=Plan(epochs=4, batch=20, rate=1e-2, patience=4),
    use=written,
    scored=scored,
    judged=judged,
    pictures=pictures,
)
