"""Items about one event, put together across outlets. How near two texts are lives in dedupe.py."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from heed.types import Item, Story


def story_ids(
    new: Sequence[Item],
    recent: Sequence[Item],
    vectors: Mapping[int, tuple[str, NDArray[np.float32]]],
) -> dict[int, int]:
    """The story of every new item; a story's id is the id of its first item."""
    return {item.id: item.id for item in new}


def stories(items: Sequence[Item]) -> list[Story]:
    """`items` grouped by story, the piece to read first; stories in order of their first item."""
    groups: defaultdict[int, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.story_id or item.id].append(item)
    return [Story(id, tuple(sorted(group, key=_lead_order))) for id, group in groups.items()]


def _lead_order(item: Item) -> tuple[int, int, float, int]:
    return (len(item.signals), -len(item.text), item.published_at.timestamp(), item.id)
