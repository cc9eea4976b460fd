"""A small model of language: which of the words before tell the next one? (BBC news)

`mean` is the same net whose words see the mean of all before. Quality is the chance given to the
next piece of a word, a geometric mean: one over the perplexity.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from heed.lab.news import made, read
from heed.lab.ngrams import Counted
from heed.lab.onward import Writer, chance, counts, scored
from heed.lab.pieces import BEGIN, Pieces
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task

LONGEST, PIECES = 64, 1000
COUNTS = (2000, 200, 300)  # stretches of 64 pieces: of other articles each


def load(data: Path | None, seed: int) -> Task:
    """Stretches of news articles; or people with a number each, who are named again, made here."""
    rng = np.random.default_rng(seed)
    parts = read(data / "bbc_news" / "bbc_dev80.jsonl.gz", rng) if data else made(rng)
    most = COUNTS if data else tuple(map(len, parts))
    pieces = Pieces(parts[0], PIECES)
    longest = LONGEST if data else 32
    examples = (
        _examples(part, count, pieces, longest) for part, count in zip(parts, most, strict=True)
    )
    return Task.of(examples, classes=len(pieces), width=longest)


def _examples(texts: Sequence[str], count: int, pieces: Pieces, longest: int) -> Examples:
    """(N, longest) pieces, and for each the one after it; -100 where there is none."""
    rows = torch.zeros(count, longest, dtype=torch.long)
    after = torch.full((count, longest), -100)
    found = (
        [BEGIN, *numbers][start : start + longest + 1]
        for numbers in map(pieces.numbers, texts)
        for start in range(0, len(numbers), longest)
    )
    for row, numbers in zip(range(count), found, strict=False):
        rows[row, : len(numbers) - 1] = torch.tensor(numbers[:-1])
        after[row, : len(numbers) - 1] = torch.tensor(numbers[1:])
    return Examples((rows,), after)


def baseline(task: Task, seed: int) -> Scores:
    """Counts of one, two and three pieces in a row."""
    train, held, test = (_written(part) for part in (task.train, task.held, task.test))
    counted = Counted(train, held, task.classes)
    return np.stack([np.array([counted.nats(row) for row in test]), counts(task.test)], axis=1)


def _written(given: Examples) -> list[list[int]]:
    rows = zip(given.inputs[0].tolist(), given.target.tolist(), strict=True)
    return [[row[0], *(piece for piece in after if piece >= 0)] for row, after in rows]


def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """The perplexity, which is one over the quality."""
    return {"perplexity": float(1 / chance(scored(net, given).sum(0)))}


APPLICATION = Application(
    name="generate",
    asks="Which of the words before tell the next one?",
    folder="bbc_news",
    measure="chance of the next piece",
    load=load,
    nets={way: partial(Writer, way=way) for way in ("attention", "mean")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=8, batch=16, rate=3e-3, patience=3, falls=True),
    small=Plan(epochs=10, batch=20, rate=1e-2, patience=10),
    scored=scored,
    corpus=chance,
    judged=judged,
)
