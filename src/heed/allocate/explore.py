"""One slot in ten outside the reader's habits, drawn with a known probability."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heed.types import Scored

Bools = npt.NDArray[np.bool_]
POOL = 12
"""An explore slot is drawn evenly from so many stories of highest mean + sd outside the habits."""


def draw(
    scored: Sequence[Scored],
    habits: Bools,
    *,
    share: float,
    granted_s: int,
    floor: float,
    rng: np.random.Generator,
) -> tuple[Bools, float]:
    """(which candidates are explored, the probability with which each of the pool was drawn).

    habits: what would be chosen without exploring. A story may be explored where it could be
    worth `floor` (mean + sd) and takes at most a fifth of the granted time: curiosity stays cheap.
    """
    explored = np.zeros(len(scored), dtype=bool)
    count = _count(int(habits.sum()), share)
    hope = np.array([one.worth + one.sd for one in scored])
    short = np.array([one.seconds * 5 <= granted_s for one in scored], dtype=bool)
    outside = np.flatnonzero(~habits & short & (hope >= floor))
    pool = outside[np.argsort(-hope[outside], kind="stable")][:POOL]
    count = min(count, len(pool))
    if count == 0:
        return explored, 0.0
    explored[rng.choice(pool, size=count, replace=False)] = True
    return explored, count / len(pool)


def _count(slots: int, share: float) -> int:
    """One in ten, and one already from five slots on: a short edition must be able to learn too."""
    if share == 0 or slots < 5:
        return 0
    return max(1, round(share * slots))
