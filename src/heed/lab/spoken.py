"""Strings of digits, joined from recordings of one voice; where each digit lies is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch

from heed.lab.pieces import BEGIN, END, PAD
from heed.lab.sounds import BANDS, HOP, heard
from heed.lab.task import Examples, Tensor
from heed.lab.writing import SKIPPED

FEWEST, MOST = 2, 4  # digits of a string
LONGEST = 60  # frames of a recording; longer ones are left out
FIRST = 4  # the number of the digit 0, after padding, begin, end and unknown
Recording = tuple[np.ndarray, int, int]  # samples, digit, speaker


@dataclass(frozen=True, slots=True, eq=False)
class Strings(Examples):
    """Inputs (sound (N, frames, bands + 1), said (N, T)); the last band is 1 where a frame is real.

    known: first and last frame of every digit, (N, MOST, 2), the last not included; 0 where the
    string has no more.
    """

    def rows(self, index: Tensor) -> Examples:
        """Those at `index`, without frames and digits that are padding in all of them."""
        sound, said = (part[index] for part in self.inputs)
        target = self.target[index]
        longest = max(1, int(sound[..., -1].sum(1).max()))
        most = int((target != SKIPPED).sum(1).max())
        return Examples((sound[:, :longest], said[:, :most]), target[:, :most])


def joined(recordings: Sequence[Recording], count: int, rng: np.random.Generator) -> Strings:
    """`count` strings of two to four digits, without a pause between them."""
    short = [one for one in recordings if len(one[0]) <= LONGEST * HOP]
    voices = {one[2] for one in short}
    of_voice = [[one for one in short if one[2] == voice] for voice in sorted(voices)]
    sounds = torch.zeros(count, MOST * LONGEST, BANDS + 1)
    said = torch.full((count, MOST + 1), PAD)
    target = torch.full((count, MOST + 1), SKIPPED)
    spans = np.zeros((count, MOST, 2))
    for row in range(count):
        voice = of_voice[rng.integers(len(of_voice))]
        length = int(rng.integers(FEWEST, MOST + 1))
        chosen = [voice[n] for n in rng.integers(len(voice), size=length)]
        bands, real = heard(np.concatenate([sound for sound, _, _ in chosen]), MOST * LONGEST)
        sounds[row, :, :BANDS], sounds[row, :real, BANDS] = torch.from_numpy(bands), 1
        spoken = torch.tensor([digit + FIRST for _, digit, _ in chosen])
        said[row, 0], said[row, 1 : length + 1] = BEGIN, spoken
        target[row, :length], target[row, length] = spoken, END
        ends = np.cumsum([len(sound) for sound, _, _ in chosen]) / HOP
        spans[row, :length, 1], spans[row, 1:length, 0] = ends, ends[:-1]
    return Strings((sounds, said), target, spans)


def lengths(given: Examples) -> np.ndarray:
    """How many digits each string has, (N,)."""
    found: np.ndarray = (given.target != SKIPPED).sum(1).numpy() - 1
    return found


def frames(given: Examples) -> np.ndarray:
    """How many frames each string has, (N,)."""
    found: np.ndarray = given.inputs[0][..., BANDS].sum(1).numpy()
    return found


def digits(given: Examples) -> np.ndarray:
    """The digits of all strings, one after the other, as the numbers they are written with."""
    target = given.target.numpy()
    found: np.ndarray = target[target >= FIRST]
    return found


def cut(given: Examples, into: np.ndarray, stretches: int = 8) -> np.ndarray:
    """Each string in `into` (N,) equal parts, each means of `stretches`: (parts, numbers).

    The parts of the first string come first.
    """
    parts = []
    for sound, count in zip(given.inputs[0].numpy(), into, strict=True):
        real = sound[sound[:, BANDS] > 0, :BANDS]
        edges = np.linspace(0, len(real), count * stretches + 1).round().astype(int)
        means = [real[a : max(b, a + 1)].mean(0) for a, b in pairwise(edges)]
        parts.append(np.reshape(means, (count, stretches * BANDS)))
    return np.concatenate(parts)
