"""The tone of a whole sentence of finance news (PhraseBank, Malo et al. 2014, CC BY-NC-SA 3.0).

Not for sale, so no weights learned from it are given away. No company is asked about: that is tone.
"""

import gzip
import json
from functools import cache, partial
from pathlib import Path

import numpy as np
from torch import nn

from heed.lab.applications import intent
from heed.lab.pool import Largest, Mean, Pooled, additive
from heed.lab.task import Application, Examples, Net, Plan, Task
from heed.lab.texts import Frozen

TONES = ("negative", "neutral", "positive")
LONGEST = 64  # word pieces; one sentence in fifty is longer
WIDTH = 128
VERBS = (("fell", "shrank", "sank"), ("stayed", "remained", "stood"), ("rose", "grew", "soared"))
FIGURES = ("sales", "profit", "orders", "net", "in", "the", "quarter", "Finnish", "company", "EUR")


def load(data: Path | None, seed: int) -> Task:
    """3,863 sentences in the parts they come in; or figures that fell, stayed or rose."""
    if data is None:
        rng = np.random.default_rng(seed)
        parts = tuple(made(count, rng) for count in (200, 60, 100))
    else:
        parts = sentences(data / "finance_phrasebank" / "phrasebank_dev80.jsonl.gz")
    return Task.of(parts, classes=3, width=parts[0].inputs[0].shape[-1], names=TONES)


def made(count: int, rng: np.random.Generator) -> Examples:
    """One verb among twelve words that say nothing."""
    said = rng.integers(3, size=count).tolist()
    texts = []
    for tone in said:
        words = rng.choice(FIGURES, 12).tolist()
        words[rng.integers(12)] = str(rng.choice(VERBS[tone]))
        texts.append(" ".join(words))
    return intent.examples(texts, said, None)


@cache  # the same under every seed, and slow to encode
def sentences(path: Path) -> tuple[Examples, ...]:
    """The parts train, valid and test, through the frozen encoder."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    frozen = Frozen()
    parts = ([one for one in rows if one["split"] == part] for part in ("train", "valid", "test"))
    return tuple(
        intent.examples(
            [one["text"] for one in part],
            [TONES.index(one["label"]) for one in part],
            frozen,
            LONGEST,
        )
        for part in parts
    )


def net(task: Task, pool: Net) -> Net:
    """Rows turned, pooled, and told as one of three tones."""
    body = nn.Sequential(nn.Linear(task.width, WIDTH), nn.ReLU(), nn.Dropout(0.3))
    return Pooled(pool, WIDTH, task.classes, body)


APPLICATION = Application(
    name="phrasebank",
    asks="Is a sentence of finance news good or bad news?",
    folder="finance_phrasebank",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: net(task, additive(WIDTH)),
        "mean": lambda task: net(task, Mean()),
        "largest": lambda task: net(task, Largest()),
    },
    attention="attention",
    trivial="mean",
    baseline=intent.baseline,
    plan=Plan(epochs=25, batch=64, rate=1e-3, patience=4, decay=1e-2),
    small=Plan(epochs=8, batch=32, rate=1e-2, patience=8),
    pictures=partial(intent.pictures, label="tone"),
)
