"""What a shop's learned ranking earned, estimated from clicks on pieces drawn evenly, and back.

    HEED_DATA=... python benchmarks/offpolicy.py

Data: Open Bandit, men (`rank_openbandit`): one week of 10,000 pieces shown with probabilities that
were logged, once drawn evenly from 34, once by Bernoulli Thompson sampling (BTS). From the even log
the clicks of BTS are estimated; the truth beside it is what BTS was clicked that week. BTS changed
its mind all week: its policy here is how often it showed each piece in each place that week; its
clicks are not used. The way back is asked too, with the propensities BTS logged; that log is the
thin one. No random numbers but for the halves of the reward model (seed 0). Nothing was tuned.
"""

import csv
import gzip
import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heed.learn.offpolicy import (
    Estimate,
    Log,
    doubly_robust,
    ips,
    snips,
    with_best_baseline,
)

PIECES, PLACES = 34, 3
PRIOR = 50.0
"""The reward model is a piece's share of clicks, shrunk to the mean as if so many had been even."""


@dataclass(frozen=True, slots=True)
class Shown:
    piece: np.ndarray
    place: np.ndarray
    propensity: np.ndarray
    click: np.ndarray


def read(path: Path) -> Shown:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Shown(
        np.array([int(row["item_id"]) for row in rows]),
        np.array([int(row["position"]) - 1 for row in rows]),
        np.array([float(row["propensity_score"]) for row in rows]),
        np.array([float(row["click"]) for row in rows]),
    )


def shares(log: Shown) -> np.ndarray:
    """How often each piece was shown in each place, (places, pieces); rows sum to 1."""
    counts = np.zeros((PLACES, PIECES))
    np.add.at(counts, (log.place, log.piece), 1.0)
    return counts / counts.sum(1, keepdims=True)


def cross_fitted(log: Shown, seed: int = 0) -> np.ndarray:
    """For each row what pieces are clicked, by the other half of the log, (n, pieces)."""
    half = np.random.default_rng(seed).random(len(log.click)) < 0.5
    rates = []
    for rows in (~half, half):
        seen = np.bincount(log.piece[rows], minlength=PIECES)
        clicked = np.bincount(log.piece[rows], weights=log.click[rows], minlength=PIECES)
        rates.append((clicked + PRIOR * log.click[rows].mean()) / (seen + PRIOR))
    return np.where(half[:, None], rates[0], rates[1])


def estimates(log: Shown, policy: np.ndarray) -> dict[str, Estimate]:
    row = np.arange(len(log.click))
    rated = cross_fitted(log)
    asked = Log(log.click, log.propensity, policy[log.place, log.piece])
    expected = (policy[log.place] * rated).sum(1)
    return {
        "IPS": ips(asked),
        "SNIPS": snips(asked),
        "beta*-IPS": with_best_baseline(asked),
        "doubly robust": doubly_robust(asked, shown=rated[row, log.piece], expected=expected),
    }


def report(title: str, log: Shown, policy: np.ndarray, truth: Shown) -> None:
    print(f"\n{title}; clicks per 1,000 shown")
    print(f"{'':<26}{'value':>7}{'95 % interval':>18}{'ESS':>8}{'coverage':>10}  verdict")
    for name, clicks in (
        ("truth (its own log)", truth.click),
        ("dumb: the log's mean", log.click),
    ):
        reach = 1.96 * clicks.std() / np.sqrt(len(clicks))
        mean = clicks.mean()
        print(f"{name:<26}{1e3 * mean:>7.2f}{span(mean - reach, mean + reach):>18}")
    for name, one in estimates(log, policy).items():
        print(
            f"{name:<26}{1e3 * one.value:>7.2f}{span(one.low, one.high):>18}{one.ess:>8.0f}"
            f"{one.coverage:>10.3f}  {one.verdict} {one.lack}"
        )


def span(low: float, high: float) -> str:
    return f"[{1e3 * low:.2f}, {1e3 * high:.2f}]"


def main() -> None:
    data = os.environ.get("HEED_DATA")
    if not data:
        raise SystemExit("HEED_DATA is not set: it names a folder of real data.")
    folder = Path(data) / "rank_openbandit"
    even, chosen = (read(folder / f"{name}.men.csv.gz") for name in ("random", "bts"))
    print(f"{platform.machine()}, {os.cpu_count()} cores; Open Bandit men, 10,000 rows a log")
    report("From even draws to BTS", even, shares(chosen), chosen)
    report("From BTS to even draws", chosen, np.full((PLACES, PIECES), 1 / PIECES), even)


if __name__ == "__main__":
    main()
