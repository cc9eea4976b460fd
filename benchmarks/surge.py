"""How often flat noise alerts and a doubled or tripled day is found, against a dumb rule.

    python benchmarks/surge.py

Data: made here, seed 0. Counts a day are Poisson, or Poisson around a mean that itself varies
(gamma, shape 3), or with empty weekends; the dumb rule is mean + 2 standard deviations of the same
28 days. Tones are normal with sd 0.3, one to eight pieces a day. One trial is one day.
"""

import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from heed.assist.watch import signals
from heed.types import WatchDay

NOW = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)
DAY = timedelta(days=1)
TRIALS = 5000
RNG = np.random.default_rng(0)
Draw = Callable[[float, int], Sequence[int]]


def steady(mean: float, days: int) -> Sequence[int]:
    return [int(n) for n in RNG.poisson(mean, days)]


def uneven(mean: float, days: int) -> Sequence[int]:
    return [int(n) for n in RNG.poisson(RNG.gamma(3.0, mean / 3.0, days))]


def weekly(mean: float, days: int) -> Sequence[int]:
    work = [(NOW + (n - days + 1) * DAY - DAY / 2).weekday() < 5 for n in range(days)]
    return [int(RNG.poisson(mean)) if one else 0 for one in work]


def run(counts: Sequence[int], tones: Sequence[tuple[float, ...]] = ()) -> list[WatchDay]:
    last = len(counts) - 1
    told = tones or [()] * len(counts)
    return [WatchDay(NOW - (last - n) * DAY, c, told[n]) for n, c in enumerate(counts)]


def ours(counts: Sequence[int]) -> bool:
    return any(one.raised for one in signals(run(counts), UTC))


def dumb(counts: Sequence[int]) -> bool:
    *before, today = counts
    return today > statistics.fmean(before) + 2 * statistics.stdev(before)


def trials(draw: Draw, mean: float, times: float, before: int) -> Iterator[Sequence[int]]:
    for _ in range(TRIALS):
        counts = list(draw(mean, before + 1))
        counts[-1] = int(RNG.poisson(mean * times)) if times > 1 else counts[-1]
        yield counts


def rates(draw: Draw, mean: float, times: float, before: int = 28) -> tuple[float, float]:
    made = list(trials(draw, mean, times, before))
    return sum(map(ours, made)) / TRIALS, sum(map(dumb, made)) / TRIALS


def tone_rate(shift: float) -> float:
    found = 0
    for _ in range(TRIALS):
        tones = [tuple(RNG.normal(0, 0.3, RNG.integers(1, 9)).clip(-1, 1)) for _ in range(28)]
        today = tuple((RNG.normal(0, 0.3, 5) - shift).clip(-1, 1))
        found += any(one.raised for one in signals(run([5] * 29, [*tones, today]), UTC))
    return found / TRIALS


def main() -> None:
    print(f"{platform.machine()}, seed 0, {TRIALS} days a figure: share that alerts, ours | dumb")
    print(f"{'':<24}{'flat':>16}{'twice':>16}{'three times':>16}")
    for name, draw, mean, before in (
        ("1 a day", steady, 1.0, 28),
        ("5 a day", steady, 5.0, 28),
        ("5 a day, 7 days known", steady, 5.0, 7),
        ("40 a day", steady, 40.0, 28),
        ("5 a day, uneven", uneven, 5.0, 28),
        ("40 a day, uneven", uneven, 40.0, 28),
        ("12 a workday", weekly, 12.0, 28),
    ):
        cells = (rates(draw, mean, times, before) for times in (1.0, 2.0, 3.0))
        print(f"{name:<24}" + "".join(f"{a:>8.2%}{b:>8.2%}" for a, b in cells))
    for shift in (0.0, 0.3, 0.6):
        print(f"tone of five pieces lower by {shift:.1f}: {tone_rate(shift):.2%}")


if __name__ == "__main__":
    main()
