"""Is a long review of a film for it or against it? (IMDB, Maas et al. 2011)

No film of the test set is in the training set. The Chinese sets are classify_zh.py, topics_zh.py.
"""

import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from heed.lab.baseline import by_words
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task
from heed.lab.words import POOLS, Worded, Words, heaviest, numbered, vocabulary

LONGEST, MOST = 300, 20_000
Texts = tuple[Sequence[Words], Sequence[int]]
NETS: Mapping[str, Callable[[Task], Net]] = {
    way: partial(lambda task, way: Worded(task.width, task.classes, way=way), way=way)
    for way in POOLS
}


def load(data: Path | None, seed: int) -> Task:
    """10,000 reviews to learn from and 5,000 of other films; or texts made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        return made(rng)
    known, test = (_read(data / "text_imdb" / name) for name in ("train10k", "test5k"))
    for text in test.keys() & known.keys():  # a few reviews were sent in twice
        del known[text]
    sides = [([words(text) for text in one], list(one.values())) for one in (known, test)]
    return split(sides[0], sides[1], rng, longest=LONGEST)


def _read(path: Path) -> dict[str, int]:
    """Each text once, and 1 where it is for the film."""
    with gzip.open(path.with_suffix(".jsonl.gz"), "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {row["text"]: int(row["label"] == "pos") for row in rows}


def words(text: str) -> list[str]:
    """English words in small letters, without the marks of a page."""
    return re.findall(r"[a-z0-9']+", text.replace("<br />", " ").lower())


def characters(text: str) -> list[str]:
    """Chinese characters one by one, runs of Latin letters and of digits whole."""
    return re.findall(r"[a-z]+|[0-9]+|\w", text.lower())


def made(rng: np.random.Generator) -> Task:
    """One word of praise or blame among thirty that say nothing."""
    praise, blame = ("superb", "moving", "witty"), ("dull", "clumsy", "stale")
    said = rng.integers(2, size=400)
    texts = []
    for n in said:
        text = [f"w{number}" for number in rng.integers(60, size=30)]
        text[rng.integers(30)] = str(rng.choice((blame, praise)[n]))
        texts.append(text)
    sides = [(texts[part], said[part].tolist()) for part in (slice(300), slice(300, None))]
    return split(sides[0], sides[1], rng, longest=30)


def split(known: Texts, test: Texts, rng: np.random.Generator, *, longest: int) -> Task:
    """A tenth of what is known is held; words are numbered by the rest alone."""
    order, tenth = rng.permutation(len(known[1])), len(known[1]) // 10
    held, train = (
        ([known[0][n] for n in some], [known[1][n] for n in some])
        for some in (order[:tenth], order[tenth:])
    )
    numbers = vocabulary(train[0], MOST)
    parts = (
        Examples((numbered(texts, numbers, longest),), torch.tensor(said), texts)
        for texts, said in (train, held, test)
    )
    return Task.of(parts, classes=1 + max(train[1]), width=len(numbers) + 2)


def baseline(task: Task, seed: int) -> Scores:
    """Words and word pairs of the whole text."""
    train, test = ([" ".join(text) for text in part.known] for part in (task.train, task.test))
    return by_words(train, task.train.target.tolist(), test, task.test.target.tolist())


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four texts, each by its heaviest words as they follow one another."""
    weights = net.look(*given.rows(torch.arange(0, len(given), len(given) // 4)).inputs)
    known = given.known[:: len(given) // 4]
    return [heaviest(*one, "class") for one in zip(weights, known, strict=True)][:4]


APPLICATION = Application(
    name="classify",
    asks="Is a long review for a film or against it?",
    folder="text_imdb",
    measure="accuracy",
    load=load,
    nets=NETS,
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=10, batch=64, rate=2e-3, patience=2),
    small=Plan(epochs=10, batch=32, rate=1e-2, patience=10),
    pictures=pictures,
)
