"""What another way of ranking would have earned, from what was shown with known probabilities.

A row is one thing shown: how it was rewarded, with which probability it was shown then, and with
which the other ranking would show it. Rows are weighed by target / logged. Where the log cannot
answer, the estimate says "cannot tell" and why. One reader logs about one such row a day, so these
are for teams and for the lab.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Tells = Literal["tells", "cannot tell"]
Lack = Literal["", "rows", "overlap", "variety"]

FEWEST = 200.0
"""Below so many effective rows nothing is said."""
FEWEST_UNITS = 30
"""Below so many independent units an interval from their spread cannot be trusted."""
UNCOVERED = 0.2
"""The weights' mean is 1 where the log could show all the other ranking wants; so far it may be."""
SURE_ERRORS = 3.0
"""A mean weight so many standard errors from 1 is no accident, however near."""
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Log:
    """reward, logged, target: (n,), n >= 2; logged in (0, 1], target in [0, 1].

    unit (n,): rows that share one, such as an edition or a reader, are no independent witnesses;
    None: every row by itself. Raises ValueError naming a bad argument.
    """

    reward: Vector
    logged: Vector
    target: Vector
    unit: npt.NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        size = len(self.reward)
        if self.reward.shape != (size,) or size < 2 or not np.isfinite(self.reward).all():
            raise ValueError(
                f"reward has shape {self.reward.shape}; expected a row of 2 or more, finite."
            )
        for name, given in (("logged", self.logged), ("target", self.target)):
            least = 0.0 if name == "target" else np.nextafter(0.0, 1.0)
            if given.shape != (size,) or not ((given >= least) & (given <= 1)).all():
                raise ValueError(f"{name} is no row of {size} probabilities (logged above 0).")
        if self.unit is not None and self.unit.shape != (size,):
            raise ValueError(f"unit has shape {self.unit.shape}; expected ({size},).")

    @property
    def weight(self) -> Vector:
        """How many times more often the other ranking would show each row, (n,)."""
        return np.asarray(self.target / self.logged, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Reward per row under the other ranking, its 95 % interval, and whether that means anything.

    ess: effective rows, (sum w)^2 / sum w^2. coverage: mean weight; 1 where the log could show
    everything the other ranking would. lack: why it cannot tell, "" where it tells.
    """

    value: float
    low: float
    high: float
    ess: float
    coverage: float
    verdict: Tells
    lack: Lack


def effective_rows(weight: Vector) -> float:
    """How many equally weighed rows would be as good: (sum w)^2 / sum w^2; 0 for no weight."""
    squares = float(weight @ weight)
    return float(weight.sum()) ** 2 / squares if squares > 0 else 0.0


def ips(log: Log) -> Estimate:
    """Inverse propensity scores: the mean of w r. Unbiased, and the widest."""
    return _estimate(log, log.weight * log.reward)


def snips(log: Log) -> Estimate:
    """Self-normalised: sum w r / sum w (Swaminathan and Joachims 2015). Biased by about 1 / ess.

    The interval is that of a ratio, to first order.
    """
    weight = log.weight
    mean = float(weight.mean())
    value = float(weight @ log.reward) / (mean * len(weight)) if mean > 0 else 0.0
    return _estimate(log, value + weight * (log.reward - value) / (mean or 1.0))


def doubly_robust(log: Log, *, shown: Vector, expected: Vector) -> Estimate:
    """The mean of expected + w (r - shown) (Dudik and others 2011): right where either is right.

    shown (n,): the reward a model predicts for the row; expected (n,): what it predicts on average
    over the other ranking's choices in the row's place. The model must not have seen the row.
    """
    for name, given in (("shown", shown), ("expected", expected)):
        if given.shape != log.reward.shape or not np.isfinite(given).all():
            raise ValueError(
                f"{name} has shape {given.shape}; expected {log.reward.shape}, finite."
            )
    return _estimate(log, expected + log.weight * (log.reward - shown))


def with_best_baseline(log: Log) -> Estimate:
    """beta*-IPS: the mean of w r - beta (w - 1) with the beta of least variance, Cov(w r, w) /
    Var(w). Each half of the units takes the beta of the other half, so it stays unbiased.
    """
    weight = log.weight
    odd = _units(log) % 2 == 1
    beta = np.where(odd, _beta(log, weight, ~odd), _beta(log, weight, odd))
    return _estimate(log, weight * log.reward - beta * (weight - 1.0))


def _beta(log: Log, weight: Vector, rows: npt.NDArray[np.bool_]) -> float:
    if not rows.any():
        return 0.0
    away = weight[rows] - weight[rows].mean()
    spread = float(away @ away)
    return float(away @ (weight[rows] * log.reward[rows])) / spread if spread > 0 else 0.0


def _units(log: Log) -> npt.NDArray[np.intp]:
    """Units numbered from 0, (n,)."""
    if log.unit is None:
        return np.arange(len(log.reward))
    return np.unique(log.unit, return_inverse=True)[1].astype(np.intp)


def _estimate(log: Log, parts: Vector) -> Estimate:
    """The mean of the rows' parts with an interval from the units' spread, and the verdict."""
    weight, unit = log.weight, _units(log)
    value, coverage = float(parts.mean()), float(weight.mean())
    reach = NORMAL_95 * _error(parts, unit)
    ess = effective_rows(weight)
    lack = _lack(log, ess, coverage, _error(weight, unit))
    verdict: Tells = "cannot tell" if lack else "tells"
    return Estimate(value, value - reach, value + reach, ess, coverage, verdict, lack)


def _error(parts: Vector, unit: npt.NDArray[np.intp]) -> float:
    """Standard error of the mean of `parts`, rows of a unit moving together."""
    sums = np.bincount(unit, weights=parts - parts.mean())
    count = len(sums)
    if count < 2:
        return 0.0
    return float(np.sqrt(sums @ sums * count / (count - 1))) / len(parts)


def _lack(log: Log, ess: float, coverage: float, error: float) -> Lack:
    """What the log lacks to answer. A mean weight above 1 is a lack too: propensities are wrong."""
    away = abs(coverage - 1.0)
    if ess < FEWEST or int(_units(log).max()) + 1 < FEWEST_UNITS:
        return "rows"
    if away > UNCOVERED or away > SURE_ERRORS * error + 1e-9:
        return "overlap"
    # With one reward on every row that counts the interval would have no width, whatever is true.
    counted = log.reward[log.weight > 0]
    return "variety" if np.ptp(counted) == 0 else ""
