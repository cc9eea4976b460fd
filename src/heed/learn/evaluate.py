"""How well every method would have foretold the reader's own answers, day by day.

Each day is judged by what was known that morning (prequential, Dawid 1984); pieces of a story that
is asked about are left out of what was known. Scores become probabilities by what past scores were
worth, for every method alike. Nothing here touches the store.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from heed.learn.calibration import Bools, Calibration, Doubles
from heed.learn.rivals import Method, Trial
from heed.types import FEWEST_ANSWERS, Bin, Evaluation, Interval, Score

BEST = 20
"""The reader's best pieces that a method should have put first."""
_DRAWS = 1000
_BINS = 10


def evaluate(
    trials: Sequence[Trial],
    methods: Mapping[str, Method],
    mornings: Mapping[int, datetime],
    *,
    usable: Sequence[str] = ("heed", "rocchio", "recency"),
) -> Evaluation:
    """Every method on every day; what was picked is known and never asked about.

    mornings: when each day begins.

    in_use: the first of `usable`, unless another of them foretells the answers better and the
    interval of the difference says so.
    """
    picked = [one for one in trials if one.evidence.picked]
    told = [one for one in trials if not one.evidence.picked]
    days = sorted({one.day for one in told})
    by_day = [[one for one in told if one.day == day] for day in days]
    yes = np.array([one.yes for day in by_day for one in day], dtype=np.bool_)
    losses: dict[str, list[Doubles]] = {}
    found: dict[str, Score] = {}
    said: dict[str, Doubles] = {}
    for name, method in methods.items():
        raw = _foretold(by_day, method, [mornings[day] for day in days], picked)
        said[name] = np.concatenate(_probabilities(raw, by_day)) if raw else np.zeros(0)
        losses[name] = _daily_losses(said[name], by_day)
        found[name] = _score(losses[name], raw, said[name], by_day, yes)
    in_use = _in_use(losses, [name for name in usable if name in methods], len(yes))
    curve = _curve(said[in_use], yes) if in_use in said else ()
    return Evaluation(len(yes), int(min(BEST, yes.sum())), found, in_use, curve)


def _foretold(
    by_day: Sequence[Sequence[Trial]],
    method: Method,
    mornings: Sequence[datetime],
    picked: Sequence[Trial] = (),
) -> list[Doubles]:
    scores: list[Doubles] = []
    past: list[Trial] = []
    for today, morning in zip(by_day, mornings, strict=True):
        asked = {one.story_id for one in today}
        before = [one for one in picked if one.day < today[0].day]
        known = [one for one in (*before, *past) if one.story_id not in asked]
        scores.append(method(known, today, morning))
        past += today
    return scores


def _probabilities(raw: Sequence[Doubles], by_day: Sequence[Sequence[Trial]]) -> list[Doubles]:
    """Each day's scores by what the scores of the days before were worth."""
    said: list[Doubles] = []
    for day, scores in enumerate(raw):
        before = np.concatenate(raw[:day]) if day else np.zeros(0)
        came = np.array([one.yes for past in by_day[:day] for one in past], dtype=np.bool_)
        said.append(Calibration.fit(before, came)(scores))
    return said


def _daily_losses(said: Doubles, by_day: Sequence[Sequence[Trial]]) -> list[Doubles]:
    losses, start = [], 0
    for day in by_day:
        p = said[start : start + len(day)]
        came = np.array([one.yes for one in day])
        losses.append(-np.log(np.where(came, p, 1 - p)))
        start += len(day)
    return losses


def _score(
    losses: Sequence[Doubles],
    raw: Sequence[Doubles],
    said: Doubles,
    by_day: Sequence[Sequence[Trial]],
    yes: Bools,
) -> Score:
    gains = [_ndcg(scores, day) for scores, day in zip(raw, by_day, strict=True)]
    some = [gain for gain in gains if gain is not None]
    best = int(min(BEST, yes.sum()))
    first = np.argsort(-said, kind="stable")[:best]
    return Score(
        log_loss=interval(losses),
        auc=auc(said, yes),
        ndcg10=float(np.mean(some)) if some else 0.0,
        ece=sum(abs(one.said - one.came) * one.count for one in _curve(said, yes))
        / max(len(yes), 1),
        found=int(yes[first].sum()),
    )


def interval(parts: Sequence[Doubles], seed: int = 0) -> Interval:
    """The mean over all, days drawn with replacement: answers of one day are alike."""
    if not parts:
        return Interval(0.0, 0.0, 0.0)
    sums, counts = np.array([part.sum() for part in parts]), np.array([len(p) for p in parts])
    drawn = np.random.default_rng(seed).integers(len(parts), size=(_DRAWS, len(parts)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high))


def auc(scores: Doubles, yes: Bools) -> float:
    """How often a piece that was worth it scores above one that was not; ties count half."""
    good, bad = scores[yes], scores[~yes]
    if not len(good) or not len(bad):
        return 0.5
    above = (good[:, None] > bad).mean() + 0.5 * (good[:, None] == bad).mean()
    return float(above)


def _ndcg(scores: Doubles, day: Sequence[Trial], top: int = 10) -> float | None:
    """Of one day's order by answers; None where all answers are alike: any order is right."""
    gains = np.array([one.evidence.answer for one in day])
    if np.ptp(gains) == 0:
        return None
    discount = 1 / np.log2(np.arange(2, min(top, len(day)) + 2))
    ideal = np.sort(gains)[::-1][:top] @ discount
    return float(_expected_gain(scores, gains, top, discount) / ideal)


def _expected_gain(scores: Doubles, gains: Doubles, top: int, discount: Doubles) -> float:
    """What the order earns, ties in their mean order: nobody wins by the order of the input."""
    order = np.argsort(-scores, kind="stable")
    ranked, earned = scores[order], gains[order].astype(np.float64)
    for value in np.unique(ranked):
        same = ranked == value
        earned[same] = earned[same].mean()
    return float(earned[:top] @ discount)


def _curve(said: Doubles, yes: Bools) -> tuple[Bin, ...]:
    """Ten bins of equal width, the empty ones left out."""
    which = np.minimum((said * _BINS).astype(int), _BINS - 1)
    return tuple(
        Bin(float(said[which == b].mean()), float(yes[which == b].mean()), int((which == b).sum()))
        for b in range(_BINS)
        if (which == b).any()
    )


def _in_use(losses: Mapping[str, list[Doubles]], usable: Sequence[str], answers: int) -> str:
    """The first, until another is better for sure."""
    first = usable[0]
    if answers < FEWEST_ANSWERS:
        return first
    better: list[tuple[float, str]] = []
    for other in usable[1:]:
        pairs = zip(losses[first], losses[other], strict=True)
        gap = interval([mine - theirs for mine, theirs in pairs])
        if gap.lo > 0:
            better.append((gap.mean, other))
    return max(better)[1] if better else first
