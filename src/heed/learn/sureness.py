"""Between which answers a piece's answer will lie: from how wrong earlier expectations were.

A worth is made to rank by: newness lifts it, and the best of many is a little overrated. What was
said on the morning and what was answered then tell by how much, and how widely answers spread.
Normalised conformal prediction (Lei and others 2018), shrunk to the usual while answers are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Self

import numpy as np

from heed.learn.calibration import Doubles
from heed.models.reader.plain import ANSWER_SD
from heed.types import FEWEST_ANSWERS

SHRINK = 20.0
"""How many answers the usual error counts for."""
LEAST_SD = 0.15
NEWEST = 200
"""So many of the last answers are looked at: readers change."""
_EVEN = (np.arange(SHRINK) + 0.5) / SHRINK


@dataclass(frozen=True, slots=True, eq=False)
class Sureness:
    """shift: what an answer says beyond the expected worth, on average. pull (3,): how the squared
    error departs from sd^2 + the usual spread: for all, by sd^2, by worth. errors: in those units.
    """

    shift: float
    pull: Doubles
    middle: Doubles
    errors: Doubles

    @classmethod
    def fit(cls, worth: Doubles, sd: Doubles, answer: Doubles) -> Self:
        """From what was expected and what was answered, oldest first, all (n,)."""
        worth, sd, answer = worth[-NEWEST:], sd[-NEWEST:], answer[-NEWEST:]
        count = len(worth)
        usual = np.array([NormalDist().inv_cdf(one) for one in _EVEN.tolist()], dtype=np.float64)
        if not count:
            return cls(0.0, np.zeros(3), np.zeros(2), usual)
        off = answer - worth
        shift = float(off.sum() / (count + SHRINK))
        middle = np.array([(sd**2).mean(), worth.mean()], dtype=np.float64)
        design = _design(worth, sd, middle)
        gap = (off - shift) ** 2 - _usual(sd)
        # Of the two slopes a unit is about what they vary by: a tenth, and a half.
        held = SHRINK * np.array([1.0, 0.1**2, 0.5**2])
        pull: Doubles = np.asarray(
            np.linalg.solve(design.T @ design + np.diag(held), design.T @ gap), dtype=np.float64
        )
        unit = cls(shift, pull, middle, usual)._unit(worth, sd)
        return cls(shift, pull, middle, np.concatenate([usual, (off - shift) / unit]))

    def spread(self, worth: Doubles, sd: Doubles) -> Doubles:
        """How far answers are expected to lie from what is expected, as a standard deviation."""
        return self._unit(worth, sd) * float(np.sqrt((self.errors**2).mean()))

    def likely(self, worth: Doubles, sd: Doubles, share: float = 0.8) -> tuple[Doubles, Doubles]:
        """Lowest and highest answer of that share in the middle, kept within 0 and 2."""
        unit, edge = self._unit(worth, sd), (1 - share) / 2
        low, high = np.quantile(self.errors, [edge, 1 - edge], method="hazen")
        around = worth + self.shift
        return np.clip(around + low * unit, 0, 2), np.clip(around + high * unit, 0, 2)

    def _unit(self, worth: Doubles, sd: Doubles) -> Doubles:
        square = _usual(sd) + _design(worth, sd, self.middle) @ self.pull
        return np.sqrt(np.maximum(square, LEAST_SD**2))


def _usual(sd: Doubles) -> Doubles:
    return np.asarray(sd**2 + ANSWER_SD**2, dtype=np.float64)


def _design(worth: Doubles, sd: Doubles, middle: Doubles) -> Doubles:
    return np.stack([np.ones(len(worth)), sd**2 - middle[0], worth - middle[1]], axis=1)


def covered(days: Sequence[tuple[Doubles, Doubles, Doubles]]) -> tuple[float, int] | None:
    """How often the 80 % interval told that morning held the answer, and of how many.

    days: (worth, sd, answer) of each day's answered pieces. None until enough answers came before.
    """
    held: list[bool] = []
    for number, (worth, sd, answer) in enumerate(days):
        past = [
            np.concatenate([day[n] for day in days[:number]] or [np.zeros(0)]) for n in (0, 1, 2)
        ]
        if len(past[0]) >= FEWEST_ANSWERS:
            low, high = Sureness.fit(*past).likely(worth, sd)
            held += ((answer >= low) & (answer <= high)).tolist()
    return (float(np.mean(held)), len(held)) if held else None
