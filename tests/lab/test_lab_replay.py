"""A stream replayed: what is not shown teaches nothing, points stay hidden, liking is found."""

import csv
import gzip
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from heed.lab import replay

RNG = np.random.default_rng(3)
HEAD = ["id", "title", "url", "first_seen", "max_points"]


@pytest.fixture
def folder(tmp_path):
    """Twelve days of twenty stories; those on ships get ten times the points of the others."""
    with gzip.open(
        tmp_path / "hn_frontpage_stories_2020-11_2022-08.csv.gz", "wt", newline=""
    ) as file:
        rows = csv.writer(file)
        rows.writerow(HEAD)
        for day in range(12):
            seen = datetime.combine(replay.FIRST, datetime.min.time(), UTC) + timedelta(days=day)
            for n in range(20):
                ship = n % 4 == 0
                points = RNG.integers(10, 40) * (10 if ship else 1)
                title = f"{'ship' if ship else 'shore'} {day} {n}"
                at = (seen + timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%MZ")
                rows.writerow([f"{day}-{n}", title, f"https://{n}.example/", at, points])
    return tmp_path


def by_subject(titles):
    rows = 0.3 * RNG.standard_normal((len(titles), 8))
    rows[:, 0] += [1 if title.startswith("ship") else -1 for title in titles]
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_stories_lie_on_the_day_they_were_first_seen(folder):
    path = next(folder.iterdir())
    found = replay.read(path, replay.FIRST + timedelta(days=2), 3)
    assert [len(day) for day in found] == [20, 20, 20]
    assert found[0][0].title == "ship 2 0"
    assert replay.read(path, date(2030, 1, 1), 1) == [[]]


def test_standing_counts_ties_half():
    found = replay.standing(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0, 3.0]))
    assert found.tolist() == [0.125, 0.5, 0.875]


def test_a_ranker_is_taught_by_what_it_showed_and_by_nothing_else(folder):
    stretch = replay.days(replay.read(next(folder.iterdir()), replay.FIRST, 4), by_subject)
    asked = []

    def way(past, today, now):
        asked.append((len(past), {one.evidence.answer for one in today}))
        return np.arange(len(today), dtype=float)

    replay.live(stretch, way, seed=0)
    assert asked == [(replay.SHOWN * n, {0.0}) for n in range(4)]


def test_what_is_worth_its_points_is_found_where_it_can_be(folder):
    told = list(replay.lines(folder, seeds=1, length=12, encode=by_subject))
    assert told[0] == "12 days in 1 stretches, 20 stories a day, 10 shown"
    stands = {line[:16].strip(): float(line[16:28]) for line in told[2:]}
    assert stands["heed"] > stands["random"] + 0.1
    assert abs(stands["random"] - 0.5) < 0.1
