"""Which pieces are asked about once more, a week later: a few, drawn by a known chance."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import numpy as np

from heed.types import Verdict

AFTER, UNTIL = timedelta(days=7), timedelta(days=21)
SHARE = 0.2
"""The chance of a piece to be asked about again; what it is does not matter."""
_STREAM = 3


def due(
    answers: Mapping[int, Verdict], settled: Collection[int], *, now: datetime
) -> tuple[int, ...]:
    """Item ids to ask about, the longest answered first.

    answers: what was said at the time; settled: pieces asked again or passed over already.
    """
    waiting = [
        one
        for item_id, one in answers.items()
        if one.asked != "picked" and item_id not in settled and AFTER <= now - one.at <= UNTIL
    ]
    waiting.sort(key=lambda one: (one.at, one.item_id))
    return tuple(one.item_id for one in waiting if _drawn(one.item_id))


def _drawn(item_id: int) -> bool:
    """A piece's luck is its own, so looking often does not change it."""
    return bool(np.random.default_rng([item_id, _STREAM]).random() < SHARE)
