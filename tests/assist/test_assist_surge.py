"""Surges: found where they are, and hardly ever where there is only noise."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from heed.assist.watch import backtest, days, settled, signals
from heed.types import Sighting, Signal, Tone, Watch, WatchDay

NOW = datetime(2026, 11, 20, 7, 55, tzinfo=UTC)
DAY = timedelta(days=1)
WATCH = Watch(1, "Arvo", NOW, words=("Arvo",))


def run(counts: list[int], tones: list[tuple[float, ...]] | None = None) -> list[WatchDay]:
    last = len(counts) - 1
    told = tones or [()] * len(counts)
    return [WatchDay(NOW - (last - n) * DAY, c, told[n]) for n, c in enumerate(counts)]


def told(some: list[WatchDay]) -> dict[str, Signal]:
    return {one.kind: one for one in signals(some, UTC)}


def sighting(number: int, at: datetime, tone: float = 0.0, source: int = 1) -> Sighting:
    return Sighting(number, number, source, at, "Arvo", ("Arvo",), (Tone("Arvo", tone, ()),))


def test_a_surge_of_pieces_is_raised() -> None:
    one = told(run([3, 2, 4] * 9 + [14]))["volume"]
    assert one.raised
    assert (one.value, one.usual) == (14, 3)


@pytest.mark.parametrize(
    "counts", [[0] * 28 + [3], [3] * 28 + [5], [40] * 28 + [46], [9] * 28 + [0]]
)
def test_a_little_more_or_less_is_not_a_surge(counts: list[int]) -> None:
    assert not told(run(counts))["volume"].raised


def test_last_month_s_surge_does_not_hide_this_one() -> None:
    assert told(run([3] * 20 + [50, 60, 40] + [3] * 5 + [20]))["volume"].raised


def test_too_few_days_say_nothing() -> None:
    assert signals(run([1] * 6 + [50]), UTC) == ()
    assert signals(run([1] * 7 + [50]), UTC) != ()


def test_a_workday_is_compared_with_workdays() -> None:
    # NOW is a Friday morning, so its day is mostly Thursday; weekends bring nothing here.
    weekday = [(NOW - (28 - n) * DAY - DAY / 2).weekday() for n in range(29)]
    counts = [0 if day >= 5 else 12 for day in weekday]
    one = told(run([*counts[:-1], 15]))["volume"]
    assert (one.usual, one.days, one.raised) == (12, 20, False)


def test_a_tone_that_falls_is_raised_with_its_share_and_spread() -> None:
    steady = [(0.2, 0.1, 0.3), (0.0, 0.2)] * 14
    some = run([3] * 28 + [5], [*steady, (-0.7, -0.6, -0.8, -0.5, -0.7)])
    made = told(some)
    assert made["tone"].raised
    assert made["tone"].away < -3.5
    assert not made["volume"].raised
    assert (made["negative"].value, made["negative"].raised) == (1.0, True)


def test_two_bad_pieces_are_not_a_tone() -> None:
    some = run([2] * 29, [(0.2, 0.3)] * 28 + [(-0.9, -0.9)])
    assert not told(some)["tone"].raised


def test_more_bad_news_is_raised_before_there_is_more_news() -> None:
    some = run([8] * 28 + [9], [(0.3, 0.2, 0.1, 0.2, -0.3, 0.4, 0.1, 0.3)] * 28 + [(-0.3,) * 9])
    made = told(some)
    assert made["negative"].raised
    assert not made["volume"].raised
    assert made["negative"].usual == pytest.approx(1 / 8)


def test_pieces_that_disagree_more_than_usual_are_told() -> None:
    some = run([4] * 29, [(0.1, 0.0, 0.1, 0.0)] * 28 + [(0.9, -0.9, 0.9, -0.9)])
    one = told(some)["disagreement"]
    assert one.value == pytest.approx(0.9)
    assert one.away > 3.5


def noise(kind: str, mean: float, days: int, rng: np.random.Generator) -> np.ndarray:
    if kind == "poisson":
        return rng.poisson(mean, days)
    return rng.poisson(rng.gamma(3.0, mean / 3.0, days))  # days differ by more than chance


@pytest.mark.parametrize(
    ("kind", "mean", "at_most"),
    [("poisson", 0.5, 0.002), ("poisson", 5.0, 0.002), ("poisson", 40.0, 0.002),
     ("uneven", 5.0, 0.02), ("uneven", 40.0, 0.03)],
)  # fmt: skip
def test_flat_noise_hardly_ever_alerts(kind: str, mean: float, at_most: float) -> None:
    rng = np.random.default_rng(5)
    counts = noise(kind, mean, 2028, rng).tolist()
    some = run(counts)
    false = sum(told(some[n - 28 : n + 1])["volume"].raised for n in range(28, 2028))
    assert false / 2000 <= at_most


def test_tones_of_pure_noise_hardly_ever_alert() -> None:
    rng = np.random.default_rng(6)
    tones = [
        tuple(rng.normal(0, 0.3, rng.integers(1, 9)).clip(-1, 1).tolist()) for _ in range(1028)
    ]
    some = run([5] * 1028, tones)
    made = [told(some[n - 28 : n + 1]) for n in range(28, 1028)]
    for kind in ("tone", "negative"):
        assert sum(one[kind].raised for one in made) / 1000 <= 0.01


def test_a_day_is_the_last_24_hours() -> None:
    seen = [sighting(1, NOW), sighting(2, NOW - DAY + timedelta(seconds=1)), sighting(3, NOW - DAY)]
    late = sighting(4, NOW + timedelta(seconds=1))
    assert [day.pieces for day in days([*seen, late], now=NOW, count=2)] == [1, 2]


def test_a_new_source_is_not_a_surge() -> None:
    oldest = {1: NOW - 60 * DAY, 2: NOW - 50 * DAY, 3: NOW - 3 * DAY}
    assert settled(oldest, NOW) == (28, frozenset({1, 2}))
    assert settled({1: NOW - 3 * DAY}, NOW) == (2, frozenset({1}))
    assert settled({}, NOW) == (0, frozenset())


def test_a_backtest_finds_the_day_that_stood_out_and_its_pieces() -> None:
    seen = [sighting(n, NOW - n * DAY / 2) for n in range(1, 117)]
    peak = NOW - 10 * DAY - timedelta(hours=1)
    seen += [sighting(1000 + n, peak, tone=-n / 20) for n in range(15)]
    oldest = {1: NOW - 60 * DAY}
    made = backtest(WATCH, seen, oldest, now=NOW, zone=UTC, count=30)
    assert [one.at for one in made] == [NOW - 10 * DAY]
    assert [one.item_id for one in made[0].evidence] == [1014, 1013, 1012, 1011, 1010]


def test_evidence_names_a_story_once() -> None:
    seen = [sighting(n, NOW - n * DAY) for n in range(1, 40)]
    same = [
        Sighting(500 + n, 77, 1, NOW, "Arvo", ("Arvo",), (Tone("Arvo", 0.5, ()),)) for n in range(9)
    ]
    (made,) = backtest(WATCH, [*seen, *same], {1: NOW - 60 * DAY}, now=NOW, zone=UTC, count=1)
    assert [one.story_id for one in made.evidence] == [77]
