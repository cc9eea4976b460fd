"""What the simulated rankings came to: totals, paired intervals, and where worth did not win."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from heed.lab.simulate import NATURES, POLICIES, Course, Nature, Policy, Vector

Measure = Literal["worth", "clicks", "minutes"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
DRAWS = 2000
WEEK = 7


@dataclass(frozen=True, slots=True)
class Total:
    """A ranking with a reader: means over the seeds of totals over the days."""

    nature: str
    policy: Policy
    worth: float
    clicks: float
    minutes: float

    @property
    def rate(self) -> float:
        """Worth a minute."""
        return self.worth / self.minutes if self.minutes else 0.0


@dataclass(frozen=True, slots=True)
class Gain:
    """What ranking by worth brought more than a rival, in total, with a 95 % interval."""

    nature: str
    rival: Policy
    measure: Measure
    gain: float
    low: float
    high: float


def totals(courses: Sequence[Course]) -> list[Total]:
    """One a reader and ranking, in the order they came."""
    groups: dict[tuple[str, Policy], list[Course]] = {}
    for one in courses:
        groups.setdefault((one.nature, one.policy), []).append(one)
    return [
        Total(*key, *(float(np.mean([_days(one, m).sum() for one in group])) for m in MEASURES))
        for key, group in groups.items()
    ]


def gains(courses: Sequence[Course], *, seed: int = 0) -> list[Gain]:
    """Ranking by worth against every rival, paired by seed and day.

    The bootstrap draws seeds and, within them, weeks: days that follow one another are alike.
    """
    rng = np.random.default_rng(seed)
    found = {(one.nature, one.policy, one.seed): one for one in courses}
    natures, seeds = ({getattr(one, name): 0 for one in courses} for name in ("nature", "seed"))
    made = []
    for nature in natures:
        for rival in POLICIES[1:]:
            for measure in MEASURES:
                pairs = [
                    _days(found[nature, "worth", s], measure)
                    - _days(found[nature, rival, s], measure)
                    for s in seeds
                ]
                low, high = np.percentile(_drawn(pairs, rng), [2.5, 97.5])
                gain = float(np.mean([one.sum() for one in pairs]))
                made.append(Gain(nature, rival, measure, gain, float(low), float(high)))
    return made


def _days(course: Course, measure: Measure) -> Vector:
    return {"worth": course.worth, "clicks": course.clicks, "minutes": course.minutes}[measure]


def _drawn(pairs: Sequence[Vector], rng: np.random.Generator) -> Vector:
    """Totals of seeds and weeks drawn with replacement, (DRAWS,)."""
    weeks = np.array(
        [[w.sum() for w in np.array_split(one, max(1, len(one) // WEEK))] for one in pairs]
    )
    count, length = weeks.shape
    seeds = rng.integers(count, size=(DRAWS, count, 1))
    drawn = weeks[seeds, rng.integers(length, size=(DRAWS, count, length))]
    return np.asarray(drawn.sum(axis=2).mean(axis=1), dtype=np.float64)


def told(courses: Sequence[Course]) -> str:
    """Tables in Markdown, and under each whom ranking by worth beats and whom not."""
    sums, compared = totals(courses), gains(courses)
    lines = [_heading(courses)]
    for nature in [one for one in NATURES if any(one.name == row.nature for row in sums)]:
        mine = [one for one in compared if one.nature == nature.name]
        lines += _table(nature, [one for one in sums if one.nature == nature.name], mine)
        lines += ["", *_verdicts(mine)]
    return "\n".join(lines) + "\n"


def _heading(courses: Sequence[Course]) -> str:
    seeds = len({one.seed for one in courses})
    days = len(courses[0].worth)
    return (
        f"A made-up reader over {days} days, {seeds} seed{'s' if seeds > 1 else ''}; every constant"
        " is invented. Means over seeds; gains are of ranking by worth over the row, 95 % interval"
        " by bootstrap over seeds and weeks."
    )


def _table(nature: Nature, rows: Sequence[Total], compared: Sequence[Gain]) -> list[str]:
    lines = [
        f"\n**{nature.name}**: {nature.tells}.\n",
        "| ranked by | worth, min | clicks | minutes | worth a minute | gain in worth | in clicks "
        "| in minutes |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        by = {one.measure: one for one in compared if one.rival == row.policy}
        cells = [_interval(by[measure]) if by else "-" for measure in MEASURES]
        lines.append(
            f"| {row.policy} | {row.worth:.0f} | {row.clicks:.0f} | {row.minutes:.0f} "
            f"| {row.rate:.2f} | {' | '.join(cells)} |"
        )
    return lines


def _verdicts(compared: Sequence[Gain]) -> list[str]:
    """A line a measure: whom ranking by worth beats, does not differ from, and loses to."""
    lines = []
    for measure in MEASURES:
        rows = [one for one in compared if one.measure == measure]
        found = {
            "beats": [one.rival for one in rows if one.low > 0],
            "cannot be told from": [one.rival for one in rows if one.low <= 0 <= one.high],
            "loses to": [one.rival for one in rows if one.high < 0],
        }
        said = "; ".join(f"{verb} {', '.join(names)}" for verb, names in found.items() if names)
        lines.append(f"- In {measure}, ranking by worth {said}.")
    return lines


def _interval(one: Gain) -> str:
    return f"{one.gain:+.0f} [{one.low:+.0f}, {one.high:+.0f}]".replace("-", "−")
