"""Items about one event, put together across outlets. How alike two items are is likeness.py's.

A story opens with its first item. A later item joins the story whose items it is most like on
average, if that is enough: the average keeps a chain of small steps from swallowing the day.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heed.filter.dedupe import near_pairs, signatures
from heed.filter.likeness import WINDOW_H, Likeness
from heed.types import Item, Story

SAME_SOURCE_H: Final = 12.0
"""Hours within which two items of one source may be one piece; a daily bulletin's are not."""
ENOUGH: Final = 0.42
"""Mean likeness from which an item belongs to a story."""
ENOUGH_OF_ONE_SOURCE: Final = 0.5
"""Likeness of two items of one source in a story: a new version of a report, not the next one."""


def story_ids(
    new: Sequence[Item],
    recent: Sequence[Item],
    vectors: Mapping[int, tuple[str, NDArray[np.float32]]],
) -> dict[int, int]:
    """The story of every new item, item id -> story id; a story's id is the id of its first item.

    recent: items of the last days with their stories, which never change here. The order of `new`
    does not matter: items are placed as they were published. Two items of one source share a
    story only where they are near-duplicates or versions of one report.
    """
    fresh = {item.id for item in new}
    known = [item for item in recent if item.id not in fresh]
    items = sorted([*known, *new], key=lambda item: (item.published_at, item.id))
    grouping = _Grouping(items, vectors)
    for i, item in enumerate(items):
        if item.id not in fresh:
            grouping.put(i, item.story_id or item.id)
    return {item.id: grouping.place(i) for i, item in enumerate(items) if item.id in fresh}


def stories(items: Sequence[Item]) -> list[Story]:
    """`items` grouped by story, the piece to read first; stories in order of their first item."""
    groups: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.story_id or item.id].append(item)
    return [Story(id, tuple(sorted(group, key=_lead_order))) for id, group in groups.items()]


def _lead_order(item: Item) -> tuple[int, int, float, int]:
    return (len(item.signals), -len(item.text), item.published_at.timestamp(), item.id)


class _Grouping:
    """Items in the order of their publication, and the stories some of them are in so far."""

    def __init__(
        self, items: Sequence[Item], vectors: Mapping[int, tuple[str, NDArray[np.float32]]]
    ) -> None:
        self._items = items
        self._likeness = Likeness(items, vectors)
        self._copies = _copies(items)
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        self._story = np.zeros(len(items), np.int64)

    def place(self, i: int) -> int:
        """Put item `i` into the story it belongs to, or into its own, and return the story's id."""
        id = self._story_of_copy(i) or self._best_story(i) or self._items[i].id
        self.put(i, id)
        return id

    def put(self, i: int, id: int) -> None:
        """Put item `i` into story `id`."""
        self._story[i] = id
        self._members[id].append(i)

    def _story_of_copy(self, i: int) -> int | None:
        ids = (int(self._story[j]) for j in self._copies[i] if self._story[j])
        return next((id for id in ids if self._in_time(i, id)), None)

    def _in_time(self, i: int, id: int) -> bool:
        hours, source = self._likeness.hours, self._items[i].source_id
        return all(
            abs(hours[j] - hours[i])
            <= (SAME_SOURCE_H if self._items[j].source_id == source else WINDOW_H)
            for j in self._members[id]
        )

    def _best_story(self, i: int) -> int | None:
        window = self._likeness.window(i)
        alike = self._likeness.row(i, window)
        near = np.flatnonzero((alike >= ENOUGH) & (self._story[window] > 0))
        found = sorted({int(id) for id in self._story[window][near] if self._in_time(i, int(id))})
        means = {id: self._mean(i, id, alike, window) for id in found}
        best = max(means, key=lambda id: means[id], default=None)
        return best if best is not None and means[best] >= ENOUGH else None

    def _mean(self, i: int, id: int, alike: NDArray[np.float32], window: slice) -> float:
        """Mean likeness of item `i` to a story; 0 where its source has told the story otherwise."""
        values = {j: float(alike[j - window.start]) for j in self._members[id]}
        own = [j for j in values if self._items[j].source_id == self._items[i].source_id]
        told = any(values[j] < ENOUGH_OF_ONE_SOURCE for j in own)
        return 0.0 if told else sum(values.values()) / len(values)


def _copies(items: Sequence[Item]) -> list[list[int]]:
    copies: list[list[int]] = [[] for _ in items]
    for i, j in near_pairs(signatures([f"{item.title}\n{item.text}" for item in items])):
        copies[i].append(j)
        copies[j].append(i)
    return copies
