"""A treemap: areas in proportion to amounts, as near to squares as they go. Geometry only.

Squarified as in Bruls, Huizing, van Wijk 2000: a row is filled along the shorter side as long as
its worst aspect ratio gets better.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


def treemap(amounts: Sequence[float], width: float, height: float) -> list[Box]:
    """One box an amount, in order; amounts are positive and fall."""
    total = sum(amounts)
    left = [one * width * height / total for one in amounts] if total else []
    free, boxes = Box(0, 0, width, height), list[Box]()
    while left:
        count = _row(left, min(free.width, free.height))
        made, free = _laid(left[:count], free)
        boxes += made
        left = left[count:]
    return boxes


def _row(areas: Sequence[float], side: float) -> int:
    """How many areas make the row with the best worst ratio."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return count


def _worst(row: Sequence[float], side: float) -> float:
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _laid(row: Sequence[float], free: Box) -> tuple[list[Box], Box]:
    """The row along the shorter side, and what is free beside it."""
    total, boxes = sum(row), list[Box]()
    x, y, width, height = free
    if width >= height:
        thick = total / height
        for area in row:
            boxes.append(Box(x, y, thick, area / thick))
            y += area / thick
        return boxes, Box(free.x + thick, free.y, max(width - thick, 0.0), height)
    thick = total / width
    for area in row:
        boxes.append(Box(x, y, area / thick, thick))
        x += area / thick
    return boxes, Box(free.x, free.y + thick, width, max(height - thick, 0.0))
