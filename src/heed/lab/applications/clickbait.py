"""Headlines that tease, against those that tell. Single words give it away: a null is expected."""

import csv
import gzip
from pathlib import Path

import numpy as np
import torch

from heed.lab.baseline import by_words
from heed.lab.pool import Largest, Mean, Pooled, additive
from heed.lab.task import Application, Examples, Plan, Scores, Task
from heed.lab.texts import SPELLED, spelled

LONGEST = 20
TEASES = ("you won't believe {}", "what {} did next", "7 secrets of {}", "this is why {}")
TELLS = ("{} reports a loss", "minister visits {}", "{} wins the vote", "court rules on {}")
THINGS = ("Arvo", "the town", "a farmer", "the bridge", "Belz", "the harbour")


def load(data: Path | None, seed: int) -> Task:
    """32,000 headlines (Chakraborty et al. 2016); or two ways to write one, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        said = rng.integers(2, size=300)
        texts = [str(rng.choice((TELLS, TEASES)[n])).format(rng.choice(THINGS)) for n in said]
        cuts = (180, 220)
    else:
        rows = _rows(data / "clickbait" / "clickbait_dev80.csv.gz")
        fixed = np.random.default_rng(7).permutation(len(rows))  # one test set for every seed
        texts, said = [rows[n][0] for n in fixed], np.array([int(rows[n][1]) for n in fixed])
        cuts = (len(rows) * 7 // 10, len(rows) * 8 // 10)
    parts = np.split(np.arange(len(texts)), cuts)
    examples = (_examples([texts[n] for n in part], said[part]) for part in parts)
    return Task.of(examples, classes=2, width=SPELLED)


def read(file: Path, task: Task) -> Examples:
    """A file of headlines like the data's: CSV, gzipped, a text and 0 or 1, one line of names."""
    rows = _rows(file)
    return _examples([row[0] for row in rows], np.array([int(row[1]) for row in rows]))


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def _examples(texts: list[str], said: np.ndarray) -> Examples:
    return Examples(
        spelled([text.split() for text in texts], LONGEST), torch.from_numpy(said), tuple(texts)
    )


def baseline(task: Task, seed: int) -> Scores:
    """Words and word pairs."""
    return by_words(
        task.train.known, task.train.target.tolist(), task.test.known, task.test.target.tolist()
    )


def _body(width: int) -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Linear(width, 96), torch.nn.ReLU())


APPLICATION = Application(
    name="clickbait",
    asks="Does a headline tease? Single words give it away.",
    folder="clickbait",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Pooled(additive(96), 96, 2, _body(task.width)),
        "mean": lambda task: Pooled(Mean(), 96, 2, _body(task.width)),
        "largest": lambda task: Pooled(Largest(), 96, 2, _body(task.width)),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=15, batch=64, rate=2e-3, patience=3),
    small=Plan(epochs=6, batch=32, rate=1e-2, patience=6),
    expected_null=True,
)
