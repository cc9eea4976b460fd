"""Which pieces of an edition the reader is asked about: each by the same chance, whatever it is.

An answer that was drawn says something of the pieces not answered too; one that was volunteered
says what a reader likes to talk about.
"""

from collections.abc import Sequence

import numpy as np

from heed.types import Question, Slot

_STREAM = 2  # of the edition's seed; the explore slot draws from another


def questions(slots: Sequence[Slot], *, share: float, seed: int) -> tuple[Question, ...]:
    """The drawn pieces, in order; the same edition draws the same ones."""
    luck = np.random.default_rng([seed, _STREAM]).random(len(slots))
    return tuple(
        Question(slot.item_id, share)
        for slot, chance in zip(slots, luck.tolist(), strict=True)
        if chance < share
    )
