"""The question a week later: which piece it is about, its answer, or passing it over."""

import json

from heed import consume
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import items, states, verdicts
from heed.store.database import Tx
from heed.types import Answer, Item, Verdict

SKIPPED = "hindsight_skipped"
"""The name under which a home keeps which pieces were passed over."""


def due(diet: Diet) -> Item | None:
    """The piece to ask about now, one at a time."""
    with diet.db.read() as tx:
        waiting = _due(tx, diet)
        found = items.many(tx, waiting)
    return next((found[one] for one in waiting if one in found), None)


def answer(diet: Diet, item_id: int, given: Answer) -> None:
    """Keep a second thought; it stands for the first from then on. Raises BadInput if not asked."""
    with diet.db.write() as tx:
        _must_be_due(tx, diet, item_id)
        now = diet.clock()
        verdicts.add(tx, Verdict(item_id, given, now, "hindsight", consume.HINDSIGHT_SHARE))


def skip(diet: Diet, item_id: int) -> None:
    """Never ask about this piece again. Raises BadInput where it is not asked about."""
    with diet.db.write() as tx:
        _must_be_due(tx, diet, item_id)
        kept = sorted({*_skipped(tx), item_id})
        states.put(tx, SKIPPED, json.dumps(kept).encode())


def _due(tx: Tx, diet: Diet) -> tuple[int, ...]:
    settled = {*verdicts.second_thoughts(tx), *_skipped(tx)}
    return consume.due(verdicts.at_first(tx), settled, now=diet.clock())


def _skipped(tx: Tx) -> list[int]:
    kept = states.get(tx, SKIPPED)
    return list(json.loads(kept)) if kept else []


def _must_be_due(tx: Tx, diet: Diet, item_id: int) -> None:
    if item_id not in _due(tx, diet):
        raise BadInput(f"Item {item_id} is not asked about a second time now.")
