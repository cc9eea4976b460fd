"""Two rankings share an edition, and its answers say whose pieces were worth more. Pure.

How they take turns and when a call is safe is in interleave.py.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from heed.learn.interleave import Pick, credit, standing, team_draft
from heed.learn.spread import interval
from heed.types import Drafted, Duel, Edition

_STREAM = 5  # of the edition's seed


def shared(first: Edition, second: Edition, *, names: tuple[str, str]) -> tuple[Drafted, ...]:
    """Pieces the two editions' rankings draft in turns, in the minutes the first one explores not.

    Explored pieces are nobody's. Nothing where the two agree on every piece.
    """
    explored = [slot for slot in first.slots if slot.kind != "core"]
    free_s = first.granted_s - sum(slot.seconds for slot in explored)
    nobody = {slot.item_id for slot in explored}
    cores = [
        [slot for slot in one.slots if slot.kind == "core" and slot.item_id not in nobody]
        for one in (first, second)
    ]
    seconds = {slot.item_id: slot.seconds for core in cores for slot in core}
    ids = [[slot.item_id for slot in core] for core in cores]
    if set(ids[0]) == set(ids[1]):
        return ()
    rng = np.random.default_rng([first.seed, _STREAM])
    picks = team_draft(*ids, seconds=seconds, budget_s=free_s, rng=rng)
    return tuple(Drafted(one.item_id, one.team, one.round, *names) for one in picks)


def duel(editions: Sequence[Sequence[Drafted]], answers: Mapping[int, float]) -> Duel | None:
    """The standing of the pair that shared the last edition, over all editions it shared.

    The pair in the order of the alphabet: which was in use then does not matter.
    """
    if not editions:
        return None
    pair = _pair(editions[-1])
    mine = [one for one in editions if _pair(one) == pair]
    given = [(_credit(one, answers), one[0].first != pair[0]) for one in mine]
    credits = [-value if turned else value for value, turned in given if value is not None]
    stands = standing(credits)
    winner = {"first": pair[0], "second": pair[1]}.get(stands.winner, "")
    return Duel(
        *pair,
        editions=len(credits),
        credit=interval([np.array([one]) for one in credits]),
        winner=winner,
    )


def _pair(edition: Sequence[Drafted]) -> tuple[str, str]:
    one, other = sorted((edition[0].first, edition[0].second))
    return one, other


def _credit(edition: Sequence[Drafted], answers: Mapping[int, float]) -> float | None:
    return credit([Pick(one.item_id, one.team, one.round) for one in edition], answers)
