"""A spoken digit from a voice never heard before: which moments matter? (FSDD, five speakers)

Under seed n the n-th speaker is left out and tested on.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import AdditivePooling
from heed.lab.baseline import by_numbers
from heed.lab.picture import field_svg
from heed.lab.pool import Last, Mean
from heed.lab.sounds import BANDS, FRAMES, heard, made, recordings
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor

CHANNELS = 64


def load(data: Path | None, seed: int) -> Task:
    """Spoken digits, one speaker left out; or four melodies of two tones among noise, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        sounds, said = made(240, rng)
        whole = [
            (sound, digit, n % 4) for n, (sound, digit) in enumerate(zip(sounds, said, strict=True))
        ]
        left = 3
    else:
        whole = recordings(data / "speech_fsdd" / "fsdd_5speakers.zip")
        left = seed % (1 + max(speaker for _, _, speaker in whole))
    known = [one for one in whole if one[2] != left]
    order, tenth = rng.permutation(len(known)), len(known) // 10
    parts = ([known[n] for n in order[tenth:]], [known[n] for n in order[:tenth]],
             [one for one in whole if one[2] == left])  # fmt: skip
    return Task.of(map(_examples, parts), classes=10, width=BANDS)


def read(file: Path, task: Task) -> Examples:
    """A ZIP of recordings like the data's, DIGIT_SPEAKER_TAKE.wav at 8 kHz."""
    return _examples(recordings(file))


def _examples(some: Sequence[tuple[np.ndarray, int, int]]) -> Examples:
    seen = [heard(sound) for sound, _, _ in some]
    rows = torch.from_numpy(np.stack([bands for bands, _ in seen]))
    mask = torch.arange(FRAMES) < torch.tensor([count for _, count in seen])[:, None]
    return Examples((rows, mask), torch.tensor([digit for _, digit, _ in some]))


class Listener(nn.Module):  # type: ignore[misc]
    """Two convolutions over time, pooled over the frames, and told as a digit."""

    def __init__(self, task: Task, pool: Net) -> None:
        super().__init__()
        self.ear = nn.Sequential(
            nn.Conv1d(task.width, CHANNELS, 5, padding=2), nn.ReLU(), nn.Dropout(0.2),
            nn.Conv1d(CHANNELS, CHANNELS, 5, padding=2), nn.ReLU(),
        )  # fmt: skip
        self.pool, self.head = pool, nn.Linear(CHANNELS, task.classes)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """rows (B, 64, bands), mask (B, 64)."""
        return self.head(self.pool(self.ear(rows.mT).mT, mask))


def baseline(task: Task, seed: int) -> Scores:
    """Logistic regression on all frames as they lie."""
    train, test = (part.inputs[0].numpy() for part in (task.train, task.test))
    return by_numbers(train, task.train.target.numpy(), test, task.test.target.numpy())


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four spectrograms, low tones below, and the moments that were weighed."""
    drawn = []
    for row in range(0, min(len(given), 200), 50):
        rows, mask = (part[row : row + 1] for part in given.inputs)
        aux = net.pool(net.ear(rows.mT).mT, mask, return_aux=AuxRequest(weights=True))[1]
        grey = np.clip((rows[0].numpy().T[::-1] + 2) / 4, 0, 1)
        drawn.append(field_svg(grey, aux.weights[0].numpy(), f"digit {given.target[row]}"))
    return drawn


APPLICATION = Application(
    name="listen",
    asks="Which digit does a voice say that was never heard before?",
    folder="speech_fsdd",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Listener(task, AdditivePooling(CHANNELS)),
        "mean": lambda task: Listener(task, Mean()),
        "last": lambda task: Listener(task, Last()),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=30, batch=32, rate=1e-3, patience=5),
    small=Plan(epochs=6, batch=16, rate=3e-3, patience=6),
    pictures=pictures,
)
