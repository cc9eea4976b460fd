"""Honest time of one reading. Knows no ledger."""

from datetime import datetime, timedelta
from typing import Literal

from heed.errors import BadInput
from heed.types import Item, Reading

LONGEST_S = 4 * 3600
"""No single sitting counts for more: a forgotten tab is not attention."""


def reading(
    item: Item,
    *,
    active_s: int | None,
    at: datetime,
    via: Literal["web", "cli", "api"],
    edition_id: int | None,
) -> Reading:
    """A reading that ended at `at`; without a measured time the planned one, marked estimate."""
    if active_s is None:
        return Reading(
            item.id, at - timedelta(seconds=item.seconds), item.seconds, "estimate", edition_id
        )
    if active_s < 0:
        raise BadInput(f"A reading cannot take {active_s} seconds; give a number of 0 or more.")
    seconds = min(active_s, LONGEST_S)
    return Reading(item.id, at - timedelta(seconds=seconds), seconds, via, edition_id)
