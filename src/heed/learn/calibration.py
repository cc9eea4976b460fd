"""From a ranker's scores to how likely an answer of at least "all" is: Platt's two numbers, shrunk.

With few answers it says little more than the reader's usual rate, and that rate itself is shrunk.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

PRIOR_YES, PRIOR_NO = 2.0, 2.0
"""Before any answer a piece is as likely worth its minutes as not."""
FLAT = 12.0
"""How strongly the slope is held at 0, in answers: a score must earn its say."""
FARTHEST = 2.0
"""A score counts as at most so many deviations from the usual: scores spread as answers come."""
HALF_LIFE = 60
"""A past score counts half after so many answers, for the same reason."""
_STEPS = 30
_EDGE = 1e-3  # no answer is ever certain


@dataclass(frozen=True, slots=True)
class Calibration:
    """p = sigmoid(slope * z + level), z = (score - middle) / spread kept within FARTHEST."""

    slope: float = 0.0
    level: float = 0.0
    middle: float = 0.0
    spread: float = 1.0

    @classmethod
    def fit(cls, scores: Doubles, yes: Bools) -> Self:
        """Newton on the log-loss of past scores and answers (Platt 1999), slope held towards 0."""
        rate = (PRIOR_YES + yes.sum()) / (PRIOR_YES + PRIOR_NO + len(yes))
        level = float(np.log(rate / (1 - rate)))
        if not len(scores) or yes.all() or not yes.any() or np.ptp(scores) == 0:
            return cls(level=level)
        counts = 0.5 ** (np.arange(len(scores))[::-1] / HALF_LIFE)
        middle = float(np.average(scores, weights=counts))
        spread = float(np.sqrt(np.average((scores - middle) ** 2, weights=counts)))
        design = np.stack((_kept(scores, middle, spread), np.ones(len(scores))))
        held, around = np.array([FLAT, PRIOR_YES + PRIOR_NO]) / 4, np.array([0.0, level])
        found = around.copy()
        for _ in range(_STEPS):
            p = _sigmoid(found @ design)
            gradient = design @ (counts * (p - yes)) + held * (found - around)
            curve = (design * (counts * p * (1 - p))) @ design.T + np.diag(held)
            step = np.linalg.solve(curve, gradient)
            found = found - step
            if np.abs(step).max() < 1e-9:
                break
        return cls(float(found[0]), float(found[1]), middle, spread)

    def __call__(self, scores: Doubles) -> Doubles:
        """Probabilities, never quite 0 or 1."""
        p = _sigmoid(self.slope * _kept(scores, self.middle, self.spread) + self.level)
        return np.clip(p, _EDGE, 1 - _EDGE)


def _kept(scores: Doubles, middle: float, spread: float) -> Doubles:
    return np.clip((scores - middle) / spread, -FARTHEST, FARTHEST)


def _sigmoid(x: Doubles) -> Doubles:
    found: Doubles = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return found
