"""Would a tone learned from Chinese reviews be worth more than heed's own list of words?

`listed` is that list, told by how far it leans; `attention` and `mean` learn from characters. The
reviews carry no licence, so what is learned from them is measured and never given away. None is of
a hotel, so that reviews of hotels (--test) tell what is left on a subject nobody learned from.
"""

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.assist.watch import overall
from heed.lab.applications import classify
from heed.lab.applications.classify_zh import LONGEST
from heed.lab.task import Application, Examples, Net, Plan, Task, Tensor
from heed.lab.words import Worded, heaviest, numbered, vocabulary

TEST = 2500
LEFT_OUT = "酒店"
PRAISE, BLAME = ("大涨", "盈利", "获批"), ("暴跌", "亏损", "造假")
FILLED = "甲乙丙丁戊己庚辛壬癸今日公司上海"
Review = tuple[str, int]


def load(data: Path | None, seed: int) -> Task:
    """10,000 reviews of nine kinds of goods, a quarter of them to test on; or texts made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        known, test = (made(count, rng) for count in (300, 100))
    else:
        some = reviews(data / "zh_reviews" / "online_shopping_dev80.csv.gz")
        fixed = np.random.default_rng(7).permutation(len(some))[: 4 * TEST]  # one test set for all
        test, known = ([some[n] for n in part] for part in (fixed[:TEST], fixed[TEST:]))
    order, tenth = rng.permutation(len(known)), len(known) // 10
    held, train = ([known[n] for n in part] for part in (order[:tenth], order[tenth:]))
    numbers = vocabulary([classify.characters(text) for text, _ in train], classify.MOST)
    parts = (examples(part, numbers) for part in (train, held, test))
    return Task.of(parts, classes=2, width=len(numbers) + 2)


def reviews(path: Path) -> list[Review]:
    """Each review with 1 where it is for what it is about; none of LEFT_OUT's kind."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row.get("cat") != LEFT_OUT]
    return [(row["review"], int(row["label"])) for row in rows if row["review"]]


def read(file: Path, task: Task) -> Examples:
    """A file like the data's: CSV, gzipped, columns label and review, of any subject.

    Or gzipped JSON lines, as EPRSTMT comes (FewCLUE, Xu et al. 2021).
    """
    some = opinions(file) if file.name.endswith(".jsonl.gz") else reviews(file)
    return examples(some, vocabulary(task.train.known, classify.MOST))


def opinions(path: Path) -> list[Review]:
    """Each `sentence` once, with 1 where its `label` is Positive."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return list({row["sentence"]: int(row["label"] == "Positive") for row in rows}.items())


def made(count: int, rng: np.random.Generator) -> list[Review]:
    """One word of praise or blame among characters that say nothing."""
    found = []
    for said in rng.integers(2, size=count).tolist():
        text = rng.choice(list(FILLED), 24).tolist()
        text[rng.integers(24)] = str(rng.choice((BLAME, PRAISE)[said]))
        found.append(("".join(text), said))
    return found


def examples(some: Sequence[Review], numbers: Mapping[str, int]) -> Examples:
    """Numbers of characters (N, S), and which way the list of words leans (N, 2): for, against."""
    texts = [classify.characters(text) for text, _ in some]
    leans = torch.tensor([overall(text).value for text, _ in some])
    listed = torch.stack((leans.clamp_min(0), leans.clamp_max(0)), 1)
    target = torch.tensor([said for _, said in some])
    return Examples((numbered(texts, numbers, LONGEST), listed), target, texts)


class Learned(nn.Module):  # type: ignore[misc]
    """What is learned from characters; the list of words is not looked at."""

    def __init__(self, words: int, classes: int, *, way: str) -> None:
        super().__init__()
        self.read = Worded(words, classes, way=way)

    def forward(self, numbers: Tensor, listed: Tensor) -> Tensor:
        """numbers (B, S), listed (B, 2); (B, 2)."""
        return self.read(numbers)


class Listed(nn.Module):  # type: ignore[misc]
    """The list of words alone: what is learned is where its middle lies, and what silence means."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(2, 2)

    def forward(self, numbers: Tensor, listed: Tensor) -> Tensor:
        """numbers (B, S), listed (B, 2); (B, 2)."""
        return self.head(listed)


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four reviews, each by its heaviest characters as they follow one another."""
    shown = torch.arange(0, len(given), len(given) // 4)[:4]
    weights = net.read.look(given.inputs[0][shown])
    texts = [given.known[n][:LONGEST] for n in shown.tolist()]
    return [heaviest(*one, "tone") for one in zip(weights, texts, strict=True)]


def _learned(task: Task, way: str) -> Net:
    return Learned(task.width, task.classes, way=way)


APPLICATION = Application(
    name="tone_zh",
    asks="Is a Chinese review for or against it, learned from others or by a list of words?",
    folder="zh_reviews",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: _learned(task, "attention"),
        "mean": lambda task: _learned(task, "mean"),
        "listed": lambda task: Listed(),
    },
    attention="attention",
    trivial="mean",
    baseline=classify.baseline,
    read=read,
    plan=Plan(epochs=15, batch=64, rate=2e-3, patience=2),
    small=classify.APPLICATION.small,
    pictures=pictures,
)
