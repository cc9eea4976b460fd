"""Which cards compete for today's minutes, and at what worth. Chooses none."""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean

from heed.learn import memory
from heed.types import Card, DueCard, Review

USUAL_S = 12
"""Seconds a card takes until enough of them were timed."""
FEWEST, LAST = 20, 100
SHORTEST_S, LONGEST_S = 4, 60
MOST_WORTH = 2.0
"""The greatest answer there is: no minute is worth more."""


def seconds_each(reviews: Sequence[Review]) -> int:
    """What one card takes this reader: the mean of the last hundred answers."""
    timed = [min(max(one.seconds, SHORTEST_S), LONGEST_S) for one in reviews if one.seconds]
    return round(fmean(timed[-LAST:])) if len(timed) >= FEWEST else USUAL_S


def due_cards(
    cards: Sequence[Card], *, at: datetime, seconds: int, recall_minutes: float
) -> list[DueCard]:
    """The cards with what a look keeps, and its worth per minute; the most worth first.

    worth = recalls kept x recall_minutes / minutes of a look: one setting exchanges recall for
    minutes, and the reader sees it.
    """
    rows = []
    for one in cards:
        kept = memory.kept(one.memory, at)
        worth = min(MOST_WORTH, kept * recall_minutes * 60 / seconds)
        rows.append(DueCard(one.id, seconds, kept, worth))
    return sorted(rows, key=lambda row: (-row.kept, row.card_id))
