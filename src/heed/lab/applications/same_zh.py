"""Do two short Chinese messages want the same? (BUSTM of FewCLUE, Xu et al. 2021)

160 pairs to learn from and 160 to test on: so few that what a character means cannot be learned. A
character is a fixed vector, and what is left is whether attention helps to see which characters of
one message have a partner in the other (after Parikh et al. 2016). No licence is stated.
"""

import gzip
import json
from collections.abc import Sequence, Set
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest, attention
from heed.attention.picture import heat_svg
from heed.lab.applications.classify import characters
from heed.lab.baseline import by_numbers
from heed.lab.pool import Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import SPELLED, spelled

LONGEST = 32
MADE = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
Pair: TypeAlias = tuple[str, str, int]


def load(data: Path | None, seed: int) -> Task:
    """BUSTM, a fifth of what is learned from held; or pairs made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        known, test = (made(count, rng) for count in (400, 100))
    else:
        known, test = (
            pairs(data / "zh_fewclue" / f"bustm_{part}_few_all.jsonl.gz")
            for part in ("train", "dev")
        )
    order, fifth = rng.permutation(len(known)), len(known) // 5
    held, train = ([known[n] for n in part] for part in (order[:fifth], order[fifth:]))
    return Task.of(map(examples, (train, held, test)), classes=2, width=SPELLED)


def made(count: int, rng: np.random.Generator) -> list[Pair]:
    """Eight characters, and the same in another order, half of them changed where it is another."""
    found = []
    for same in rng.integers(2, size=count).tolist():
        drawn = rng.permutation(list(MADE))
        other = drawn[:8] if same else np.concatenate((drawn[:4], drawn[8:12]))
        found.append(("".join(drawn[:8]), "".join(rng.permutation(other)), same))
    return found


def pairs(path: Path) -> list[Pair]:
    """Both messages, and 1 where they want the same."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(row["sentence1"], row["sentence2"], int(row["label"])) for row in rows]


def examples(some: Sequence[Pair]) -> Examples:
    """Rows (N, 32, 32) and which count (N, 32) of the one and of the other message."""
    one = spelled([characters(text) for text, _, _ in some], LONGEST)
    other = spelled([characters(text) for _, text, _ in some], LONGEST)
    return Examples((*one, *other), torch.tensor([same for _, _, same in some]), tuple(some))


class Compared(nn.Module):  # type: ignore[misc]
    """What each character lacks in the other message, told as the same or not.

    With attention it is set against the characters it looks at there, without against their mean.
    """

    def __init__(self, task: Task, *, attends: bool) -> None:
        super().__init__()
        self.attends = attends
        self.sharp = nn.Parameter(torch.tensor(task.width**-0.5))
        self.mean = Mean()
        self.lacks = nn.Sequential(nn.Linear(task.width, 16), nn.ReLU(), nn.Dropout(0.2))
        self.head = nn.Linear(32, task.classes)

    def forward(self, one: Tensor, here: Tensor, other: Tensor, there: Tensor) -> Tensor:
        """one and other (B, S, width), here and there (B, S); (B, 2)."""
        sides = ((one, here, other, there), (other, there, one, here))
        gaps = [self.mean(self.lacks((a - self.look(a, b, mask)[0]).abs()), m)
                for a, m, b, mask in sides]  # fmt: skip
        return self.head(torch.cat((gaps[0] + gaps[1], (gaps[0] - gaps[1]).abs()), -1))

    def look(self, one: Tensor, other: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """What each character of the one finds in the other (B, S, width), and the weights."""
        asked = one * self.sharp if self.attends else torch.zeros_like(one)
        found, seen = attention(
            asked, other, other, there[:, None], scale=1.0, return_aux=AuxRequest(weights=True)
        )
        return found, seen.weights


def baseline(task: Task, seed: int) -> Scores:
    """Characters and character pairs in common, and the lengths."""
    train, test = (
        np.array([_shared(pair) for pair in one.known]) for one in (task.train, task.test)
    )
    return by_numbers(train, task.train.target.numpy(), test, task.test.target.numpy())


def _shared(pair: Pair) -> tuple[float, ...]:
    one, other = characters(pair[0]), characters(pair[1])
    short, long = sorted((len(one), len(other)))
    pairs_alike = _alike(set(pairwise(one)), set(pairwise(other)))
    return _alike(set(one), set(other)), pairs_alike, float(short), float(long)


def _alike(one: Set[Any], other: Set[Any]) -> float:
    return len(one & other) / max(1, len(one | other))


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four pairs: where the characters of the one look in the other."""
    shown = range(0, len(given), len(given) // 4)
    weights = net.look(*(given.inputs[part][list(shown)] for part in (0, 2, 3)))[1]
    drawn = []
    for table, row in zip(weights, shown, strict=True):
        one, other = (characters(text)[:LONGEST] for text in given.known[row][:2])
        drawn.append(heat_svg(table[: len(one), : len(other)].numpy(), one, other))
    return drawn[:4]


APPLICATION = Application(
    name="same_zh",
    asks="Do two short Chinese messages want the same? 160 pairs to learn from.",
    folder="zh_fewclue",
    measure="accuracy",
    load=load,
    nets={
        "attention": partial(Compared, attends=True),
        "mean": partial(Compared, attends=False),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=40, batch=16, rate=3e-3, patience=8, decay=1e-2),
    small=Plan(epochs=15, batch=16, rate=1e-2, patience=15),
    pictures=pictures,
    expected_null=True,
)
