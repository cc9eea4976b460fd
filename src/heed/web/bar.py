"""The places of an edition: which stretch of the budget each takes, and where it leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.types import Slot, SlotKind
from heed.wording import Words

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


def parts(
    slots: Sequence[Slot], granted_s: int, done: frozenset[int], words: Words
) -> tuple[Part, ...]:
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
                title=words.title(slot),
                done=slot.item_id in done,
            )
        )
        x += width
    return tuple(rows)


def href(slot: Slot) -> str:
    """Where a place of the edition leads."""
    return "/cards" if slot.kind == "review" else f"/story/{slot.item_id}"
