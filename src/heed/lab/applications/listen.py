"""A spoken digit from a voice never heard before: which moments matter? (FSDD, five speakers)

Under seed n the n-th speaker is left out and tested on.
"""

import io
import wave
import zipfile
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
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor

RATE, WINDOW, HOP, BANDS, FRAMES = 8000, 256, 128, 32, 64
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


def made(count: int, rng: np.random.Generator) -> tuple[list[np.ndarray], list[int]]:
    """Two tones one after the other, somewhere in noise; which two is the class."""
    said = rng.integers(4, size=count)
    tones, time = (500.0, 1500.0), np.arange(1600) / RATE
    sounds = []
    for digit in said:
        sound = 0.3 * rng.standard_normal(6400)
        start = rng.integers(3000)
        pair = np.concatenate([np.sin(2 * np.pi * tones[k] * time) for k in divmod(digit, 2)])
        sound[start : start + 3200] += pair
        sounds.append(sound)
    return sounds, said.tolist()


def recordings(path: Path) -> list[tuple[np.ndarray, int, int]]:
    """(samples, digit, speaker) of every recording; files are digit_speaker_take.wav."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".wav"))
        speakers = sorted({Path(name).stem.split("_")[1] for name in names})
        found = []
        for name in names:
            digit, speaker, _ = Path(name).stem.split("_")
            with wave.open(io.BytesIO(archive.read(name))) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
            found.append((samples / 32768.0, int(digit), speakers.index(speaker)))
    return found


def heard(sound: np.ndarray) -> tuple[np.ndarray, int]:
    """Log energy in mel bands (frames, 32), cut or padded to 64 frames; and how many are real.

    Windows of 32 ms every 16 ms; each recording is brought to mean 0 and spread 1.
    """
    padded = np.pad(sound, (0, max(0, WINDOW - len(sound))))
    count = min(FRAMES, 1 + (len(padded) - WINDOW) // HOP)
    frames = np.stack([padded[n * HOP : n * HOP + WINDOW] for n in range(count)])
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW))) ** 2
    bands = np.log(power @ _MEL + 1e-6)
    bands = (bands - bands.mean()) / (bands.std() + 1e-6)
    return np.pad(bands, ((0, FRAMES - count), (0, 0))).astype(np.float32), count


def _mel_bands() -> np.ndarray:
    """Triangles evenly spaced on the mel scale, (WINDOW / 2 + 1, BANDS)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    pitch = np.linspace(0, RATE / 2, WINDOW // 2 + 1)[:, None]
    rise = (pitch - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - pitch) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rise, fall))


_MEL = _mel_bands()


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
