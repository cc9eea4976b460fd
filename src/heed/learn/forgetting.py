"""How fast answers age, for all and for each topic: chosen by what foretells the reader best.

A half-life other than the usual one is taken only where the log proves it: each day is foretold by
what was known that morning, and the interval of the gain, widened for the number of half-lives
tried, lies above 0.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf

import numpy as np

from heed.learn.calibration import Doubles
from heed.learn.prequential import daily_losses, days_of, foretold, probabilities
from heed.learn.rivals import Trial, by
from heed.learn.spread import interval
from heed.models.reader import Attentive
from heed.models.reader.attentive import HALF_LIFE_DAYS
from heed.types import FEWEST_ANSWERS

GRID = (30.0, 90.0, HALF_LIFE_DAYS, inf)
"""Days after which an answer counts half; without end: never."""
FORGETTING = "half_lives"
"""The name under which a home keeps what was chosen."""
_SURE = 1 - 0.05 / (len(GRID) - 1)
_GROWTH, _FIRST = 1.5, 3 * FEWEST_ANSWERS


def forgetting_due(answers: int, looked_at: int) -> bool:
    """Whether answers grew enough to look again: by half, so all looks together stay cheap."""
    return answers >= max(_FIRST, _GROWTH * looked_at)


def half_lives(
    trials: Sequence[Trial],
    mornings: Mapping[int, datetime],
    *,
    grid: Sequence[float] = GRID,
) -> dict[str, float]:
    """Days by topic, "" for every other; only what pays is in it.

    First one for all, then for each topic with enough answers the best of the grid; all topics'
    own are tried together once, and stay where the topic's own answers are foretold better.
    """
    log = _Log(trials, mornings)
    tried = {days: log.losses({"": days}) for days in grid}
    whole = [np.ones(len(day)) for day in log.by_day]
    usual = _paying(tried, HALF_LIFE_DAYS, whole)
    chosen = {} if usual == HALF_LIFE_DAYS else {"": usual}
    own = {topic: best for topic in log.topics if (best := _least(tried, log.of(topic))) != usual}
    if not own:
        return chosen
    together = log.losses({**chosen, **own})
    for topic, days in own.items():
        if _gain(tried[usual], together, log.of(topic)) > 0:
            chosen[topic] = days
    return chosen


class _Log:
    """The answers by day, foretold under given half-lives."""

    def __init__(self, trials: Sequence[Trial], mornings: Mapping[int, datetime]) -> None:
        self.picked = [one for one in trials if one.evidence.picked]
        self.by_day = days_of([one for one in trials if not one.evidence.picked])
        self.mornings = mornings

    @property
    def topics(self) -> list[str]:
        """Those with enough answers to be judged by."""
        names = [one.evidence.topic for day in self.by_day for one in day]
        return sorted({one for one in names if one and names.count(one) >= FEWEST_ANSWERS})

    def of(self, topic: str) -> list[Doubles]:
        """1 where an answer is of the topic, a row a day."""
        return [np.array([float(one.evidence.topic == topic) for one in d]) for d in self.by_day]

    def losses(self, days: Mapping[str, float]) -> list[Doubles]:
        """How surprising every answer was, a row a day."""
        method = by(Attentive(half_lives=days))
        raw = foretold(self.by_day, method, self.mornings, self.picked)
        return daily_losses(probabilities(raw, self.by_day), self.by_day)


def _least(tried: Mapping[float, list[Doubles]], counts: Sequence[Doubles]) -> float:
    return min(tried, key=lambda days: interval(tried[days], counts).mean)


def _paying(tried: Mapping[float, list[Doubles]], usual: float, counts: Sequence[Doubles]) -> float:
    """The best, where it is better than the usual one for sure."""
    best = _least(tried, counts)
    return best if _gain(tried[usual], tried[best], counts) > 0 else usual


def _gain(before: list[Doubles], after: list[Doubles], counts: Sequence[Doubles]) -> float:
    """What is saved at least, by the widened interval."""
    saved = [one - other for one, other in zip(before, after, strict=True)]
    return interval(saved, counts, share=_SURE).lo
