"""Does a share rise or fall the next day, by five days of tweets and prices? (StockNet, MIT)

Xu and Cohen 2018. A null is expected: what everyone can read is in the price already.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.lab.baseline import by_words
from heed.lab.shares import DAYS, TWEETS, Before, made, read
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.words import POOLS, WIDTH, numbered, vocabulary

WORDS, MOST = 16, 5000
CUTS = ("2015-04-01", "2015-06-01")  # train, held and test follow one another in time


def load(data: Path | None, seed: int) -> Task:
    """87 shares over 20 months, split by time; or made ones, one of whose tweets knows it."""
    if data is None:
        some = made(400, np.random.default_rng(seed))
        parts: Sequence[Sequence[Before]] = (some[:260], some[260:300], some[300:])
    else:
        days = read(data / "finance_stocknet")
        ends = ("", *CUTS, "9999")
        parts = [[one for day, one in days if a <= day < b] for a, b in pairwise(ends)]
    known = vocabulary([tweet for one in parts[0] for tweet in one.tweets], MOST)
    examples = (_examples(part, known) for part in parts)
    return Task.of(examples, classes=2, width=len(known) + 2)


def _examples(some: Sequence[Before], known: Mapping[str, int]) -> Examples:
    """Tweets (N, 20, 16) as word numbers, 0 where none, and moves (N, 15) in hundredths."""
    rows = torch.zeros(len(some), TWEETS, WORDS, dtype=torch.int32)
    for row, one in zip(rows, some, strict=True):
        told = numbered(one.tweets, known, WORDS)
        row[: told.shape[0], : told.shape[1]] = told
    moves = torch.tensor([one.moves for one in some]) * 100
    return Examples((rows, moves), torch.tensor([one.rose for one in some]), tuple(some))


class Forecaster(nn.Module):  # type: ignore[misc]
    """A tweet is the mean of its words, the days' tweets are pooled; beside them the prices."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.table = nn.Embedding(task.width, WIDTH, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.1)
        self.pool, self.drop = POOLS[way](), nn.Dropout(0.3)
        self.moved = nn.Sequential(nn.Linear(3 * DAYS, 16), nn.Tanh())
        self.head = nn.Linear(WIDTH + 16, task.classes)

    def forward(self, rows: Tensor, moves: Tensor) -> Tensor:
        """rows (B, 20, 16), moves (B, 15)."""
        words = (rows > 0).sum(-1, keepdim=True)
        tweets = self.table(rows).sum(2) / words.clamp_min(1)
        told = self.pool(self.drop(tweets), words[..., 0] > 0)
        return self.head(torch.cat((told, self.moved(moves)), -1))


def baseline(task: Task, seed: int) -> Scores:
    """Words and word pairs of all the tweets."""
    sides = (
        ([" ".join(w for t in one.tweets for w in t) for one in part.known], part.target.tolist())
        for part in (task.train, task.test)
    )
    train, test = sides
    return by_words(*train, *test)


def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """What always saying the same would get right, at best; knowing which beforehand is luck."""
    rose = float(given.target.double().mean())
    return {"always the same": max(rose, 1 - rose)}


APPLICATION = Application(
    name="predict",
    asks="Does a share rise the next day, by tweets and prices? It should not be known.",
    folder="finance_stocknet",
    measure="accuracy",
    load=load,
    nets={way: partial(Forecaster, way=way) for way in POOLS},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=10, batch=64, rate=1e-3, patience=3),
    small=Plan(epochs=12, batch=32, rate=1e-2, patience=12),
    judged=judged,
    expected_null=True,
)
