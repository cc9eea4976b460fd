"""The budget bar of an edition: which stretch each piece takes. Geometry only, no drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.types import Slot, SlotKind

WIDTH = 1000
GAP = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One piece's stretch, in thousandths of the bar."""

    number: int
    x: float
    width: float
    kind: SlotKind
    title: str
    done: bool


def parts(slots: Sequence[Slot], granted_s: int, done: frozenset[int]) -> tuple[Part, ...]:
    """The stretches in order; `done` holds the item ids already read."""
    whole = max(granted_s, sum(slot.seconds for slot in slots), 1)
    rows, x = [], 0.0
    for number, slot in enumerate(slots, 1):
        width = WIDTH * slot.seconds / whole
        rows.append(
            Part(
                number=number,
                x=round(x, 2),
                width=round(max(width - GAP, 1.0), 2),
                kind=slot.kind,
                title=slot.title,
                done=slot.item_id in done,
            )
        )
        x += width
    return tuple(rows)
