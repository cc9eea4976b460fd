"""What became of answers a week later: never counted as new ones, only beside the first."""

from collections.abc import Sequence

import numpy as np

from heed.learn.spread import interval
from heed.types import Again


def again(pairs: Sequence[tuple[float, float]]) -> Again | None:
    """pairs: (worth said at the time, worth said a week later) of each piece; None without any."""
    if not pairs:
        return None
    changes = np.array([then - first for first, then in pairs])
    return Again(
        len(pairs),
        int((changes < 0).sum()),
        int((changes > 0).sum()),
        interval([np.array([one]) for one in changes]),
    )
