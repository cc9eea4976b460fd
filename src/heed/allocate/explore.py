"""One slot in ten outside the reader's habits, drawn with a known probability."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heed.allocate.policy import Policy
from heed.types import Scored

Bools = npt.NDArray[np.bool_]
POOL = 12
"""An explore slot is drawn evenly from so many stories of highest mean + sd outside the habits."""


FEWEST = 3
"""Where nothing is expected to be worth its minutes, so many are asked about all the same: a reader
whose answers were bad for a while must be able to come back.
"""


def draw(
    scored: Sequence[Scored],
    known: Bools,
    *,
    slots: int,
    policy: Policy,
    granted_s: int,
    rng: np.random.Generator,
) -> tuple[Bools, float]:
    """(which candidates are explored, the probability with which each of the pool was drawn).

    known: candidates that are no exploration. slots: how many the habits fill. A story may be
    explored where it could be worth the reservation rate (mean + sd) and takes at most a fifth of
    the granted time: curiosity stays cheap.
    """
    explored = np.zeros(len(scored), dtype=bool)
    hope = np.array([one.worth + one.sd for one in scored])
    short = np.array([one.seconds * 5 <= granted_s for one in scored], dtype=bool)
    outside = np.flatnonzero(~known & short & (hope >= policy.reservation_rate))
    pool = outside[np.argsort(-hope[outside], kind="stable")][:POOL]
    count = min(_count(slots, policy.explore_share), len(pool))
    if count == 0:
        return explored, 0.0
    explored[rng.choice(pool, size=count, replace=False)] = True
    return explored, count / len(pool)


def _count(slots: int, share: float) -> int:
    """One slot in ten, and at least one: a short edition must be able to learn too."""
    if share == 0:
        return 0
    return max(1, round(share * slots)) if slots else FEWEST
