"""What a method would have said of each day's pieces that morning, and how wrong it was.

Predict, then learn (Dawid 1984). Nothing here compares methods.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from heed.learn.calibration import Calibration, Doubles
from heed.learn.rivals import Method, Trial


def days_of(told: Sequence[Trial]) -> list[list[Trial]]:
    """The trials by day, first day first."""
    days = sorted({one.day for one in told})
    return [[one for one in told if one.day == day] for day in days]


def foretold(
    by_day: Sequence[Sequence[Trial]],
    method: Method,
    mornings: Mapping[int, datetime],
    picked: Sequence[Trial] = (),
) -> list[Doubles]:
    """A score for every trial of every day; pieces of a story that is asked about are not known."""
    scores: list[Doubles] = []
    past: list[Trial] = []
    for today in by_day:
        asked = {one.story_id for one in today}
        before = [one for one in picked if one.day < today[0].day]
        known = [one for one in (*before, *past) if one.story_id not in asked]
        scores.append(method(known, today, mornings[today[0].day]))
        past += today
    return scores


def probabilities(raw: Sequence[Doubles], by_day: Sequence[Sequence[Trial]]) -> list[Doubles]:
    """Each day's scores by what the scores of the days before were worth."""
    said: list[Doubles] = []
    for day, scores in enumerate(raw):
        before = np.concatenate(raw[:day]) if day else np.zeros(0)
        came = np.array([one.yes for past in by_day[:day] for one in past], dtype=np.bool_)
        said.append(Calibration.fit(before, came)(scores))
    return said


def daily_losses(said: Sequence[Doubles], by_day: Sequence[Sequence[Trial]]) -> list[Doubles]:
    """-log of the probability given to what came, a row a day."""
    came = [np.array([one.yes for one in day], dtype=np.bool_) for day in by_day]
    pairs = zip(said, came, strict=True)
    return [np.asarray(-np.log(np.where(yes, p, 1 - p)), dtype=np.float64) for p, yes in pairs]
