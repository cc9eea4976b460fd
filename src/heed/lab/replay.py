"""A news stream replayed by days: each way of ranking makes its own editions and learns by them.

What a story is worth is how its points stand among all that this run has shown so far. Points are
never shown to a ranker before; what it did not show teaches it nothing.
"""

import csv
import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from heed.lab.english import english
from heed.lab.recommend import interval
from heed.learn import Method, Trial, by, methods
from heed.models.reader import Attentive
from heed.types import Candidate, Evidence

SHOWN = 10
FIRST = date(2020, 11, 10)
APART = timedelta(days=120)
"""Between the beginnings of two seeds' stretches: what one saw, another does not."""
OURS = "heed"
Doubles = npt.NDArray[np.float64]
Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Story:
    """A front-page story; points are the most it had."""

    title: str
    host: str
    points: float
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day's new stories: as candidates, and what is kept from the rankers."""

    trials: tuple[Trial, ...]
    points: Doubles


def read(path: Path, first: date, days: int) -> list[list[Story]]:
    """The stories of `days` days from `first` on, each on the day it was first seen."""
    found: list[list[Story]] = [[] for _ in range(days)]
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen_at = datetime.fromisoformat(row["first_seen"]).astimezone(UTC)
            place = (seen_at.date() - first).days
            if 0 <= place < days:
                host = urlsplit(row["url"]).hostname or ""
                found[place].append(Story(row["title"], host, float(row["max_points"]), seen_at))
    return found


def days(stories: Sequence[Sequence[Story]], encode: Encode) -> list[Day]:
    """The same as rankers see them; their answer is filled in once they were shown."""
    hosts = {host: number for number, host in enumerate(sorted(_hosts(stories)), 1)}
    vectors = iter(encode([one.title for day in stories for one in day]))
    number = count(1)
    return [
        Day(
            tuple(_trial(next(number), one, hosts[one.host], next(vectors)) for one in day),
            np.array([one.points for one in day]),
        )
        for day in stories
        if day
    ]


def _hosts(stories: Sequence[Sequence[Story]]) -> set[str]:
    return {one.host for day in stories for one in day}


def _trial(number: int, one: Story, host: int, vector: npt.NDArray[np.float32]) -> Trial:
    morning = datetime.combine(one.seen_at.date() + timedelta(days=1), datetime.min.time(), UTC)
    age_s = (morning - one.seen_at).total_seconds()
    piece = Candidate(number, host, one.host, "", "minilm", vector, age_s, title=one.title)
    said = Evidence(number, one.title, host, "", "minilm", vector, 0.0, morning)
    return Trial(piece, said, number, morning.toordinal())


def live(stretch: Sequence[Day], way: Method, *, seed: int) -> list[float]:
    """How the points of each day's edition stand among that day's stories, 0 to 1, on average."""
    rng = np.random.default_rng([seed, 7])
    past: list[Trial] = []
    seen: list[float] = []
    gained = []
    for day in stretch:
        now = day.trials[0].evidence.at
        scores = way(past, day.trials, now) + 1e-9 * rng.standard_normal(len(day.trials))
        picked = np.argsort(-scores)[:SHOWN]
        gained.append(float(standing(day.points[picked], day.points).mean()))
        seen += day.points[picked].tolist()
        worth = 2 * standing(day.points[picked], np.array(seen))
        past += [_answered(day.trials[n], one) for n, one in zip(picked, worth, strict=True)]
    return gained


def standing(some: Doubles, among: Doubles) -> Doubles:
    """The share of `among` that each is above, ties counting half."""
    below = (among[None, :] < some[:, None]).mean(axis=1)
    even = (among[None, :] == some[:, None]).mean(axis=1)
    found: Doubles = below + even / 2
    return found


def _answered(one: Trial, worth: float) -> Trial:
    return replace(one, evidence=replace(one.evidence, answer=float(worth)))


def ways() -> Mapping[str, Method]:
    """heed's process with and without attention, the usual rivals, and chance."""
    found = dict(methods())
    found.pop("base_rate")  # the same for every piece: chance
    found["no attention"] = by(Attentive(replace(Attentive().kernel, attention=0.0)))
    found["random"] = lambda past, today, now: np.zeros(len(today))
    return found


def lines(
    folder: Path, *, seeds: int, length: int = 40, encode: Encode | None = None
) -> Iterator[str]:
    """Every way on `seeds` stretches of `length` days, and heed minus it, days paired."""
    path = folder / "hn_frontpage_stories_2020-11_2022-08.csv.gz"
    gained: dict[str, list[float]] = {name: [] for name in ways()}
    told_of = 0
    for seed in range(seeds):
        stretch = days(read(path, FIRST + seed * APART, length), encode or english)
        told_of += sum(len(day.trials) for day in stretch)
        for name, way in ways().items():
            gained[name] += live(stretch, way, seed=seed)
    held = len(gained[OURS])
    yield f"{held} days in {seeds} stretches, {told_of / held:.0f} stories a day, {SHOWN} shown"
    yield f"{'':16}stands above   heed minus it, 95 % by drawing days anew"
    for name, values in sorted(gained.items(), key=lambda one: -np.mean(one[1])):
        told = f"{name:16}{np.mean(values):12.3f}"
        if name != OURS:
            middle, low, high = interval(np.subtract(gained[OURS], values).tolist())
            told += f"   {middle:+.3f} [{low:+.3f}, {high:+.3f}]"
        yield told
