"""How sure a mean over days is: days drawn anew, since answers of one day are alike."""

from collections.abc import Sequence

import numpy as np

from heed.learn.calibration import Doubles
from heed.types import Interval

_DRAWS = 1000


def interval(
    parts: Sequence[Doubles],
    weights: Sequence[Doubles] | None = None,
    *,
    seed: int = 0,
    share: float = 0.95,
) -> Interval:
    """The mean over all, days drawn with replacement; `share` of the draws lie inside.

    parts: one row a day; weights: what each entry counts, alike where not given.
    """
    weights = weights if weights is not None else [np.ones(len(part)) for part in parts]
    sums = np.array([part @ weight for part, weight in zip(parts, weights, strict=True)])
    counts = np.array([weight.sum() for weight in weights])
    held = counts > 0
    sums, counts = sums[held], counts[held]
    if not len(counts):
        return Interval(0.0, 0.0, 0.0)
    drawn = np.random.default_rng(seed).integers(len(counts), size=(_DRAWS, len(counts)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    edge = 50 * (1 - share)
    low, high = np.percentile(means, [edge, 100 - edge])
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high))
