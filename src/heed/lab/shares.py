"""Shares day by day: what was written of them before, and how prices moved. Trains nothing."""

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DAYS, TWEETS = 5, 20  # days before that are looked at, and at most so many of their tweets
UP, DOWN = 0.0055, -0.005  # moves between the two are left out, as the authors do


@dataclass(frozen=True, slots=True)
class Before:
    """Tweets of the days before, newest first; moves of the prices (15,); 1 where it then rose."""

    tweets: Sequence[Sequence[str]]
    moves: Sequence[float]
    rose: int


def made(count: int, rng: np.random.Generator) -> list[Before]:
    """One tweet of six tells; the prices say nothing."""
    tells = (("misses its aim", "orders fall"), ("beats its aim", "orders rise"))
    talk = ("lunch was fine", "who holds it", "see my chart", "buy my book", "a long day")
    days = []
    for rose in rng.integers(2, size=count).tolist():
        said = [*rng.choice(talk, 5).tolist(), str(rng.choice(tells[rose]))]
        tweets = [said[n].split() for n in rng.permutation(6)]
        days.append(Before(tweets[:TWEETS], rng.normal(0, 0.01, 3 * DAYS).tolist(), rose))
    return days


def read(folder: Path) -> list[tuple[str, Before]]:
    """Every day on which a share moved enough and was written of in the five days before."""
    said: dict[tuple[str, str], list[list[str]]] = {}
    with gzip.open(folder / "tweets_2014-01_2015-09.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            said[row["stock"], row["date"]] = [tweet.split() for tweet in row["tweets"]]
    prices = defaultdict(list)
    with gzip.open(folder / "prices_2013-06_2015-09.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            numbers = [float(row[name]) for name in ("high", "low", "close", "adj_close")]
            prices[row["stock"]].append((row["date"], numbers))
    return sorted(
        (found for stock, rows in prices.items() for found in _moved(stock, rows, said)),
        key=lambda one: one[0],
    )


def _moved(
    stock: str,
    rows: Sequence[tuple[str, list[float]]],
    said: Mapping[tuple[str, str], list[list[str]]],
) -> list[tuple[str, Before]]:
    found = []
    for at in range(DAYS + 1, len(rows)):
        day, now = rows[at]
        last = rows[at - DAYS - 1 : at]
        move = now[3] / last[-1][1][3] - 1
        tweets = [tweet for date, _ in reversed(last[1:]) for tweet in said.get((stock, date), [])]
        if tweets and not DOWN < move < UP:
            closes = [prices[2] for _, prices in last]
            moves = [p / c - 1 for c, (_, q) in zip(closes, last[1:], strict=False) for p in q[:3]]
            found.append((day, Before(tweets[:TWEETS], moves, int(move > 0))))
    return found
