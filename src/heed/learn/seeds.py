"""Which few pieces to show a reader of whom nothing is known: as different as can be had.

Farthest-point traversal (Gonzalez 1985): from the most usual piece on, always the one that is least
like all that were chosen. Of pieces as far as the encoder can tell, one answer says most.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from heed.types import Item, Matrix

COUNT = 6
UNLIKE = 1.0
"""The distance of pieces that different encoders read: they cannot be compared."""


def seeds(
    pieces: Sequence[Item],
    vectors: Mapping[int, tuple[str, npt.NDArray[np.float32]]],
    *,
    count: int = COUNT,
) -> list[Item]:
    """Up to `count` of the pieces, one a story, without signs of noise, in the order chosen.

    A source comes again only when every other had as many. Ties go to the first piece given.
    """
    usable = _first_of_story([one for one in pieces if one.id in vectors and not one.signals])
    if not usable:
        return []
    read = [vectors[one.id] for one in usable]
    chosen = [_most_usual(read)]
    nearest = _distances(read, chosen[0])
    while len(chosen) < min(count, len(usable)):
        left = _least_shown(usable, chosen)
        chosen.append(max(left, key=lambda row: float(nearest[row])))
        nearest = np.minimum(nearest, _distances(read, chosen[-1]))
    return [usable[row] for row in chosen]


def _first_of_story(pieces: Sequence[Item]) -> list[Item]:
    stories: dict[int, Item] = {}
    for one in pieces:
        stories.setdefault(one.story_id or one.id, one)
    return list(stories.values())


def _most_usual(read: Sequence[tuple[str, npt.NDArray[np.float32]]]) -> int:
    """The piece nearest to the mean of those the busiest encoder read."""
    busiest = Counter(name for name, _ in read).most_common(1)[0][0]
    rows = [row for row, (name, _) in enumerate(read) if name == busiest]
    numbers: Matrix = np.stack([read[row][1] for row in rows])
    return rows[int(np.argmax(numbers @ numbers.mean(axis=0)))]


def _distances(
    read: Sequence[tuple[str, npt.NDArray[np.float32]]], row: int
) -> npt.NDArray[np.float64]:
    """1 - cosine of every piece to one, (n,)."""
    name, vector = read[row]
    return np.array([1 - float(other @ vector) if n == name else UNLIKE for n, other in read])


def _least_shown(usable: Sequence[Item], chosen: Sequence[int]) -> list[int]:
    """Rows not chosen yet, of the sources shown least so far."""
    shown = Counter(usable[row].source_id for row in chosen)
    left = [row for row in range(len(usable)) if row not in chosen]
    fewest = min(shown[usable[row].source_id] for row in left)
    return [row for row in left if shown[usable[row].source_id] == fewest]
