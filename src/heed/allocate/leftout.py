"""What an edition did not take, and from how many minutes on it would. Chooses nothing."""

import math
from collections.abc import Collection, Mapping, Sequence

from heed.allocate.policy import Policy
from heed.allocate.review import is_card
from heed.allocate.rules import UNIT_S, units
from heed.types import LeftOut, Scored, Source

SHORT_S = 300
"""A piece up to five minutes is never too long for an edition that can hold it."""


def longest_piece_s(granted_s: int, piece_share: float) -> int:
    """The longest piece an edition takes: a share of it, though never less than five minutes."""
    return min(granted_s, max(int(piece_share * granted_s), SHORT_S))


def left_out(
    scored: Sequence[Scored],
    *,
    taken: Collection[int],
    queue: Mapping[int, float],
    granted_s: int,
    policy: Policy,
    sources: Mapping[int, Source],
) -> tuple[LeftOut, ...]:
    """Every piece not taken, soonest to enter first; cards only stand in the queue.

    taken: ids of the chosen stories. queue: story id to its worth after rules, for those that
    fit. A piece enters where the minutes of all pieces before it in the queue and its own fit,
    the order in which the linear program fills a growing budget, and where it is not too long.
    """
    rows, filled = [], 0
    for one in sorted(scored, key=lambda one: -queue.get(one.story.id, one.worth)):
        filled += units(one.seconds) * UNIT_S
        if one.story.id in taken or is_card(one):
            continue
        needed = max(filled, granted_s + UNIT_S, _roomy_s(one.seconds, policy.piece_share))
        enters = needed if one.worth > policy.reservation_rate else None
        rows.append(_row(one, enters, sources))
    return tuple(sorted(rows, key=lambda row: (row.enters_at_s is None, row.enters_at_s or 0)))


def _roomy_s(seconds: int, piece_share: float) -> int:
    """The smallest budget in which a piece so long may stand."""
    return seconds if seconds <= SHORT_S else math.ceil(seconds / piece_share)


def _row(one: Scored, enters_at_s: int | None, sources: Mapping[int, Source]) -> LeftOut:
    lead = one.story.lead
    source = sources.get(lead.source_id)
    return LeftOut(
        item_id=lead.id,
        story_id=one.story.id,
        title=lead.title,
        source=source.title if source else "",
        seconds=one.seconds,
        worth=one.worth,
        enters_at_s=enters_at_s,
        reasons=one.reasons,
    )
