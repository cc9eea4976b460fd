"""What is new in a piece since its story was last read: found in the store, decided by the room."""

from collections.abc import Sequence
from datetime import datetime

from heed.assist.since import fresh
from heed.diet import Diet
from heed.store import items, readings
from heed.types import GLANCE_S, Before, Item, Reading, Since

MOST_PIECES = 8
MOST_CHARACTERS = 400_000


def before(diet: Diet, item: Item, told: Sequence[Item]) -> Before | None:
    """The pieces of its story read before this one was begun; None where there are none.

    told: the story's pieces. One that nobody else tells asks the store nothing.
    """
    others = {one.id: one for one in told if one.id != item.id}
    if not others:
        return None
    with diet.db.read() as tx:
        held = readings.of_items(tx, [item.id, *others])
    begun = min((one.started_at for one in held if one.item_id == item.id), default=None)
    ended = {id: at for id in others if (at := _read_at(held, id, begun)) is not None}
    if not ended:
        return None
    newest = sorted(ended, key=lambda id: (ended[id], id), reverse=True)
    return Before(ended[newest[0]], tuple(others[id] for id in newest))


def since(diet: Diet, item: Item, read: Before) -> Since:
    """The sentences that none of the pieces read before says; encodes them all, a moment's work."""
    texts = [(one.text or one.lead)[:MOST_CHARACTERS] for one in read.pieces[:MOST_PIECES]]
    found, compared = fresh((item.text or item.lead)[:MOST_CHARACTERS], texts, diet.encoder)
    return Since(read, found, compared)


def of_item(diet: Diet, item_id: int) -> Since | None:
    """The same by a piece's id; None where nothing of its story was read. Raises NotFound."""
    with diet.db.read() as tx:
        item = items.get(tx, item_id)
        told = items.of_story(tx, item.story_id) if item.story_id else [item]
    read = before(diet, item, told)
    return since(diet, item, read) if read else None


def _read_at(held: Sequence[Reading], item_id: int, until: datetime | None) -> datetime | None:
    """When an item was last read before `until`, where that was more than a glance."""
    mine = [
        one for one in held if one.item_id == item_id and (until is None or one.started_at < until)
    ]
    if sum(one.active_s for one in mine) < GLANCE_S:
        return None
    return max(one.started_at for one in mine)
