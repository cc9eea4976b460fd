"""A few unlike pieces to pick from, before anything is known of the reader; picks are answers."""

import json
from collections.abc import Sequence
from datetime import timedelta

from heed.diet import Diet
from heed.errors import BadInput
from heed.learn import seeds as spread
from heed.store import items, states, vectors, verdicts
from heed.types import Item, Verdict

SHOWN = "seeds"
"""The name under which a home keeps what was shown last: numbers are picked from that."""


def show(diet: Diet) -> list[Item]:
    """Pieces to pick from, at most six; remembered, so that their numbers hold."""
    since = diet.clock() - timedelta(days=diet.settings.window_days)
    with diet.db.read() as tx:
        found = items.candidates(tx, since=since, day=diet.today())
        answered = verdicts.latest(tx)
        open_ = [one for one in found if one.id not in answered]
        read = vectors.load(tx, [one.id for one in open_])
    shown = spread(open_, read)
    with diet.db.write() as tx:
        states.put(tx, SHOWN, json.dumps([one.id for one in shown]).encode())
    return shown


def pick(diet: Diet, numbers: Sequence[int]) -> list[Item]:
    """Answer the pieces with these numbers, from 1, among those shown last. Raises BadInput."""
    with diet.db.read() as tx:
        ids: list[int] = json.loads(states.get(tx, SHOWN) or b"[]")
        held = items.many(tx, ids)
    if not ids:
        raise BadInput("Nothing was shown to pick from; see some pieces first with: heed seeds")
    for number in numbers:
        if not 1 <= number <= len(ids):
            raise BadInput(f"There is no piece {number} to pick; {len(ids)} were shown.")
    wanted = dict.fromkeys(ids[number - 1] for number in numbers)
    picked = [held[id] for id in wanted if id in held]
    with diet.db.write() as tx:
        answered = verdicts.latest(tx)
        for one in picked:
            if one.id not in answered:
                verdicts.add(tx, Verdict(one.id, "all", diet.clock(), "picked"))
    return picked
