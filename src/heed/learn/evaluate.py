"""How well every method would have foretold the reader's own answers, day by day.

Each day is judged by what was known that morning (prequential, Dawid 1984); pieces of a story that
is asked about are left out of what was known. Scores become probabilities by what past scores were
worth, for every method alike. Nothing here touches the store.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from heed.learn.calibration import Bools, Doubles
from heed.learn.prequential import daily_losses, days_of, foretold, probabilities
from heed.learn.rivals import Method, Trial
from heed.learn.spread import interval
from heed.types import FEWEST_ANSWERS, Bin, Evaluation, Score

BEST = 20
"""The reader's best pieces that a method should have put first."""
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
    interval of the difference says so. Where enough answers were asked for by chance these alone
    decide, each counted by how rarely it was asked; volunteered ones only teach.
    """
    picked = [one for one in trials if one.evidence.picked]
    told = [one for one in trials if not one.evidence.picked]
    by_day = days_of(told)
    yes = np.array([one.yes for day in by_day for one in day], dtype=np.bool_)
    losses: dict[str, list[Doubles]] = {}
    found: dict[str, Score] = {}
    said: dict[str, Doubles] = {}
    for name, method in methods.items():
        raw = foretold(by_day, method, mornings, picked)
        given = probabilities(raw, by_day)
        said[name] = np.concatenate(given) if given else np.zeros(0)
        losses[name] = daily_losses(given, by_day)
        found[name] = _score(losses[name], raw, said[name], by_day, yes)
    drawn = [_drawn(day) for day in by_day]
    asked = sum(int((weight > 0).sum()) for weight in drawn)
    counts = drawn if asked >= FEWEST_ANSWERS else [np.ones(len(day)) for day in by_day]
    able = [name for name in usable if name in methods]
    in_use = _in_use(losses, able, counts, len(yes))
    return Evaluation(
        answers=len(yes),
        best=int(min(BEST, yes.sum())),
        methods=found,
        in_use=in_use,
        curve=_curve(said[in_use], yes) if in_use in said else (),
        runner_up=_next_best(losses, able, counts, in_use),
        asked=asked,
        unbiased={name: interval(loss, drawn) for name, loss in losses.items()} if asked else {},
    )


def _drawn(day: Sequence[Trial]) -> Doubles:
    """What each answer counts where only asked ones do: 1 / the chance it was asked with."""
    given = [one.evidence for one in day]
    return np.array([1 / one.propensity if one.asked == "asked" else 0.0 for one in given])


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


def _in_use(
    losses: Mapping[str, list[Doubles]],
    usable: Sequence[str],
    counts: Sequence[Doubles],
    answers: int,
) -> str:
    """The first, until another is better for sure. counts: what each answer counts."""
    first = usable[0]
    if answers < FEWEST_ANSWERS:
        return first
    better: list[tuple[float, str]] = []
    for other in usable[1:]:
        pairs = zip(losses[first], losses[other], strict=True)
        gap = interval([mine - theirs for mine, theirs in pairs], counts)
        if gap.lo > 0:
            better.append((gap.mean, other))
    return max(better)[1] if better else first


def _next_best(
    losses: Mapping[str, list[Doubles]],
    usable: Sequence[str],
    counts: Sequence[Doubles],
    in_use: str,
) -> str:
    """Of the others the one that foretells best; "" where there is none."""
    others = [name for name in usable if name != in_use]
    return min(others, key=lambda name: interval(losses[name], counts).mean, default="")
