"""A week of real news shared out among 5, 20 and 50 made members of different taste.

    HEED_DATA=/path/to/data python benchmarks/team_week.py [--small] [--members 5 20 50] [--seeds 5]

Each member wants eight titles of the week before: one drawn, and its nearest. A piece is worth to
her what `heed.exchange.liking` says of nearness, by hashed words, times minutes; a piece (a title
once) has one reader at most. Offers are 15 to 60 minutes a day. Rivals: everyone alone (the same
minutes, without the others), round robin, first come first served, and up to 20 members the
integer program of the most plain worth by HiGHS. Team worth counts each piece once, as its likest
reader does. Means a day over the week; 95 % intervals over seeds with Student's t. CPU time, one
thread; the limit of the integer program is by the clock. Without HEED_DATA, and small, the pieces
are made.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import gzip
import json
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from market import first_come, integer_program, round_robin

from heed.budget import clear
from heed.exchange.liking import LEAST_WORTH, NAMED_SHARE
from heed.filter.minutes import reading_seconds
from heed.filter.text import lead_of, plain_text
from heed.models.encoder.hashing import Hashed
from heed.settings import Settings

BEFORE, WEEK = "2026-W23", "2026-W24"
INTERESTS, STUDENT = 8, {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}
Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Pieces:
    """vectors (m, d), minutes (m,), day (m,) as text."""

    vectors: Array
    minutes: Array
    day: Array


def read(week: str) -> Pieces:
    """Every title of the week once, as it came first."""
    path = Path(os.environ["HEED_DATA"]) / "stream_worldnews" / f"{week}.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = {row["title"]: row for row in reversed([json.loads(line) for line in file])}
    kept = list(reversed(rows.values()))
    texts = [f"{row['title']}. {plain_text(row.get('description') or '')}" for row in kept]
    settings = Settings(home=Path())
    minutes = np.array([reading_seconds(text, settings) / 60 for text in texts])
    days = np.array([row["collectedAt"][:10] for row in kept])
    return Pieces(Hashed().encode([lead_of(text) for text in texts]), minutes, days)


def made(count: int, seed: int) -> Pieces:
    """Made pieces, for where there are no data."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 16)) ** 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Pieces(vectors, rng.integers(1, 9, count) * 1.0, np.array(["1", "2"] * (count // 2)))


def worths(past: Pieces, now: Array, members: int, rng: np.random.Generator) -> Array:
    """(n, m) worth a minute: the nearest interest's cosine, nothing below the least worth."""
    rates = np.empty((members, len(now)))
    for i in range(members):
        near = past.vectors @ past.vectors[rng.integers(len(past.vectors))]
        wants = past.vectors[np.argsort(-near)[:INTERESTS]]
        rates[i] = (1 - NAMED_SHARE) * (now @ wants.T).max(axis=1)
    return np.where(rates >= LEAST_WORTH, rates, 0.0)


def measured(values: Array, minutes: Array, taken: Array, alone: Array) -> Array:
    """Pieces, minutes read again, team worth, own worth lost on average and by the worst off."""
    readers, own, free = taken.sum(axis=0), (values * taken).sum(1), (values * alone).sum(1)
    able = free > 0
    lost = 1 - own[able] / free[able] if able.any() else np.zeros(1)
    team = np.where(taken, values, 0.0).max(axis=0).sum()
    again = float(np.maximum(readers - 1, 0) @ minutes)
    return np.array([(readers > 0).sum(), again, team, lost.mean(), lost.max()])


def timed(work: Callable[[], Array]) -> tuple[Array, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def days_of(past: Pieces, week: Pieces, members: int, seed: int):
    """(values, minutes, offers) of each day; tastes and offers stay for the week."""
    rng = np.random.default_rng([seed, members])
    rates = worths(past, week.vectors, members, rng)
    offers = np.round(rng.uniform(15, 60, members))
    for day in sorted(set(week.day)):
        today = week.day == day
        yield rates[:, today] * week.minutes[today], week.minutes[today], offers


def ways(values: Array, minutes: Array, offers: Array, seed: int, *, milp_s: float):
    """Each way's (assignment, CPU seconds)."""
    most = np.ones(len(minutes), dtype=int)
    team = {"values": values, "minutes": minutes, "offers": offers}
    both = {"needs": np.stack([0 * most, most], axis=1)}

    def shared(**given) -> Array:
        return clear(values, minutes, offers, priced=False, seed=seed, **given).assignment

    found = {
        "alone": timed(lambda: shared(needs=most * len(offers))),
        "round robin": timed(lambda: round_robin(team | both) & (values > 0)),
        "first come": timed(lambda: first_come(team | both)),
        "split": timed(lambda: shared(needs=most)),
        "best": timed(lambda: shared(needs=most, mode="best")),
    }
    if milp_s:
        found[f"HiGHS, integer (≤ {milp_s:g} s)"] = timed(
            lambda: integer_program(team | both, milp_s) & (values > 0)
        )
    return found


def tripled(values: Array, minutes: Array, offers: Array, seed: int) -> dict[str, float]:
    """What the first member's own worth gains, of itself, where she triples what she claims."""
    claimed, most = values.copy(), np.ones(len(minutes), dtype=int)
    claimed[0] *= 3
    gains = {}
    for mode in ("split", "best"):
        own = [
            (
                values
                * clear(said, minutes, offers, most, mode=mode, priced=False, seed=seed).assignment
            )[0].sum()
            for said in (values, claimed)
        ]
        gains[mode] = own[1] / own[0] - 1 if own[0] else 0.0
    return gains


def interval(rows: Sequence[float]) -> str:
    mean = float(np.mean(rows))
    half = STUDENT[len(rows)] * float(np.std(rows, ddof=1)) / len(rows) ** 0.5
    return f"{mean:.3g} ± {half:.2g}"


def table(past: Pieces, week: Pieces, members: int, seeds: int, milp_s: float) -> None:
    rows: dict[str, list[Array]] = {}
    spent: dict[str, list[float]] = {}
    gains: dict[str, list[float]] = {"split": [], "best": []}
    for seed in range(seeds):
        whole: dict[str, list[Array]] = {}
        for number, (values, minutes, offers) in enumerate(days_of(past, week, members, seed)):
            found = ways(values, minutes, offers, seed, milp_s=milp_s)
            for way, (taken, took) in found.items():
                whole.setdefault(way, []).append(
                    measured(values, minutes, taken, found["alone"][0])
                )
                spent.setdefault(way, []).append(took)
            if number == 0:
                for mode, gain in tripled(values, minutes, offers, seed).items():
                    gains[mode].append(gain)
        for way, each in whole.items():
            rows.setdefault(way, []).append(np.mean(each, axis=0))
    print(f"\n{members} members, a day of the week\n")
    print("| way | distinct pieces | minutes read again | "
          "team worth | own worth lost, % | by the worst off, % | CPU s a clearing, most |\n"
          "|---|---|---|---|---|---|---|")  # fmt: skip
    for way, each in rows.items():
        cells = np.array(each) * [1, 1, 1, 100, 100]
        said = " | ".join(interval(column) for column in cells.T)
        print(f"| {way} | {said} | {max(spent[way]):.3f} |", flush=True)
    told = ", ".join(f"{mode} {np.mean(g):+.2%} (most {max(g):+.2%})" for mode, g in gains.items())
    print(f"\nThe first member triples what she claims on the first day; her own worth: {told}.")


def largest(past: Pieces, week: Pieces, members: int, count: int) -> None:
    """One clearing of the first `count` pieces."""
    rng = np.random.default_rng(0)
    values = worths(past, week.vectors[:count], members, rng) * week.minutes[:count]
    found = ways(values, week.minutes[:count], rng.uniform(15, 60, members), 0, milp_s=0)
    told = ", ".join(f"{way} {took:.3f}" for way, (_, took) in found.items())
    print(f"\n{members} members, {values.shape[1]} pieces, CPU s: {told}.")


def main(given: Sequence[str] | None = None) -> None:
    asks = argparse.ArgumentParser()
    asks.add_argument("--small", action="store_true", help="made pieces, a few seconds")
    asks.add_argument("--members", type=int, nargs="*", default=[5, 20, 50])
    asks.add_argument("--seeds", type=int, default=5, choices=list(STUDENT))
    asked = asks.parse_args(given)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores{load}, numpy {np.__version__}, one thread")
    seeds = 2 if asked.small else asked.seeds
    past, week = (made(80, 1), made(80, 2)) if asked.small else (read(BEFORE), read(WEEK))
    source = "made" if asked.small else f"world news {WEEK} (tastes: {BEFORE})"
    print(f"seeds 0 to {seeds - 1}, {source}, {len(week.minutes)} pieces of "
          f"{week.minutes.mean():.1f} minutes")  # fmt: skip
    for members in [3] if asked.small else asked.members:
        milp_s = (2 if asked.small else 10) if members <= 20 else 0
        table(past, week, members, seeds, milp_s)
    largest(past, week, *((4, 40) if asked.small else (50, 2000)))


if __name__ == "__main__":
    main()
