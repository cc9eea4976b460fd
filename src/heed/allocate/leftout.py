"""What an edition did not take, and from how many minutes on it would. Chooses nothing."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from heed.allocate.rules import UNIT_S, units
from heed.types import LeftOut, Scored, Source

REASONS_KEPT = 3


def left_out(
    scored: Sequence[Scored],
    adjusted: npt.NDArray[np.float64],
    taken: npt.NDArray[np.bool_],
    granted_s: int,
    reservation_rate: float,
    sources: Mapping[int, Source],
) -> tuple[LeftOut, ...]:
    """Everything not taken, soonest to enter first.

    scored holds all candidates; adjusted and taken (shape (m,)) speak of those that fit the budget
    at all, in the same order. A piece enters where the minutes of all pieces of higher adjusted
    worth and its own fit: the order in which the linear program fills a growing budget.
    """
    fitting = [one for one in scored if one.seconds <= granted_s]
    worth = {one.story.id: float(adjusted[i]) for i, one in enumerate(fitting)}
    gone = {one.story.id for i, one in enumerate(fitting) if taken[i]}
    queue = sorted(scored, key=lambda one: -worth.get(one.story.id, one.worth))
    rows, filled = [], 0
    for one in queue:
        filled += units(one.seconds) * UNIT_S
        if one.story.id in gone:
            continue
        enters = max(filled, granted_s + UNIT_S) if one.worth > reservation_rate else None
        rows.append(_row(one, enters, sources))
    return tuple(sorted(rows, key=lambda row: (row.enters_at_s is None, row.enters_at_s or 0)))


def _row(one: Scored, enters_at_s: int | None, sources: Mapping[int, Source]) -> LeftOut:
    lead = one.story.lead
    source = sources.get(lead.source_id)
    strongest = sorted(one.reasons, key=lambda reason: -abs(reason.weight))[:REASONS_KEPT]
    return LeftOut(
        item_id=lead.id,
        story_id=one.story.id,
        title=lead.title,
        source=source.title if source else "",
        seconds=one.seconds,
        worth=one.worth,
        enters_at_s=enters_at_s,
        reasons=tuple(strongest),
    )
