"""Due cards in the day's program: each is a candidate of its own, the chosen ones are one slot.

A card stands there as a piece with a negative number, so that no story has it; of no source, so
that no rule speaks of it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from heed.allocate.rules import UNIT_S, units
from heed.types import CARDS, DueCard, Item, Reason, Scored, Slot, Story

_THEN = datetime(1970, 1, 1, tzinfo=UTC)


def candidates(cards: Sequence[DueCard], longest_s: int) -> list[Scored]:
    """The cards as pieces, most worth first, as many as one piece may take of an edition."""
    rows, filled = [], 0
    for one in cards:
        filled += units(one.seconds) * UNIT_S
        if filled <= longest_s:
            rows.append(_scored(one))
    return rows


def is_card(one: Scored) -> bool:
    """Whether a candidate is a card."""
    return one.story.id < 0


def slot(chosen: Sequence[Scored]) -> list[Slot]:
    """The chosen cards as one place in the edition; none where no card was chosen."""
    if not chosen:
        return []
    seconds = sum(units(one.seconds) * UNIT_S for one in chosen)
    worth = sum(one.worth * units(one.seconds) * UNIT_S for one in chosen) / seconds
    reasons = (Reason("recall", worth, str(len(chosen))),)
    return [
        Slot(
            item_id=CARDS,
            story_id=CARDS,
            title="",
            source="",
            url="",
            kind="review",
            seconds=seconds,
            worth=worth,
            sd=0.0,
            propensity=1.0,
            reasons=reasons,
        )
    ]


def _scored(card: DueCard) -> Scored:
    item = Item(
        id=-card.card_id,
        source_id=0,
        key="",
        url="",
        title="",
        lead="",
        text="",
        html="",
        language="",
        seen_at=_THEN,
        published_at=_THEN,
        seconds=card.seconds,
        fingerprint="",
    )
    return Scored(Story(-card.card_id, (item,)), card.worth, 0.0, ())
