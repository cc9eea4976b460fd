"""Putting pieces by, and remembering where the reader was in one."""

from heed.diet import Diet
from heed.store import items, saved
from heed.types import ReadingPlace

DONE = 0.97
"""From here on a piece is read to its end, and begins at its beginning again."""


def save(diet: Diet, item_id: int) -> None:
    """Put a piece by. Raises NotFound."""
    with diet.db.write() as tx:
        items.get(tx, item_id)
        saved.add(tx, item_id, diet.clock())


def drop(diet: Diet, item_id: int) -> None:
    """Put it by no more."""
    with diet.db.write() as tx:
        saved.remove(tx, item_id)


def keep_place(diet: Diet, item_id: int, share: float) -> None:
    """Remember how far the reader was, in [0, 1]. Raises NotFound."""
    kept = 0.0 if share >= DONE else max(0.0, share)
    with diet.db.write() as tx:
        items.get(tx, item_id)
        saved.keep_place(tx, ReadingPlace(item_id, kept, diet.clock()))
