"""Who answers what the desk hands over: a market of minutes, cleared by skill and load.

Each agent offers what she still has room for; a message takes her half the time where its intent is
among her skills. heed.budget gives each message to whoever would then have used the least of it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from heed.budget import clear
from heed.types import DeskAgent, DeskTurn

UNSKILLED = 2.0
"""How many times longer a message takes somebody without the skill."""


def assign(
    agents: Sequence[DeskAgent], turns: Sequence[DeskTurn], *, each_s: int, seed: int
) -> dict[int, int]:
    """Waiting turns without an agent to agents, by their numbers; who has no room gets none.

    turns: everything that waits, held or not; each_s: seconds a message takes with the skill. What
    an agent holds stays hers. Where nobody has room a turn is left out: it goes on waiting.
    """
    free = [one for one in turns if one.agent_id is None]
    if not agents or not free:
        return {}
    left = _left(agents, turns, each_s)
    if max(left) < each_s:  # a crowd waits: nothing could be given away
        return {}
    minutes = np.array([[_seconds(a, t, each_s) for t in free] for a in agents])
    ones = np.ones((len(free), 2), dtype=np.int64)
    cleared = clear(np.ones(minutes.shape), minutes, left, ones, priced=False, seed=seed)
    return {free[place].id: agents[row].id for row, place in np.argwhere(cleared.assignment)}


def load(agents: Sequence[DeskAgent], turns: Sequence[DeskTurn], each_s: int) -> Mapping[int, int]:
    """Seconds of work each agent holds, by her number."""
    held = dict.fromkeys((one.id for one in agents), 0.0)
    by_id = {one.id: one for one in agents}
    for turn in turns:
        if turn.agent_id in held and turn.state == "waiting":
            held[turn.agent_id] += _seconds(by_id[turn.agent_id], turn, each_s)
    return {id: round(seconds) for id, seconds in held.items()}


def _left(agents: Sequence[DeskAgent], turns: Sequence[DeskTurn], each_s: int) -> list[float]:
    held = load(agents, turns, each_s)
    return [max(0.0, float(one.offer_s - held[one.id])) for one in agents]


def _seconds(agent: DeskAgent, turn: DeskTurn, each_s: int) -> float:
    return each_s * (1.0 if turn.intent and turn.intent in agent.skills else UNSKILLED)
