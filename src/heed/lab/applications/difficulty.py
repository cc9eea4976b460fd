"""Which of two excerpts is harder to read? (CLEAR, Crossley et al. 2021, CC BY-NC-SA 4.0)

Teachers compared 4,724 excerpts two by two, which gives each its easiness.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.lab.sheet import read_sheet
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import right
from heed.lab.words import POOLS, Worded, heaviest, numbered, vocabulary

LONGEST, MOST = 220, 8000
TITLE, TEXT, EASINESS = "C", "O", "S"  # columns of the sheet
PAIRS = 12_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text, the work it is from, and how easy teachers found it; larger is easier."""

    text: str
    work: str
    easiness: float


def load(data: Path | None, seed: int) -> Task:
    """Pairs of excerpts, no work in two parts, each tested once; or texts made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        whole = made(400, rng)
        return _task((whole[:240], whole[240:300], whole[300:]), rng, pairs=600)
    whole = read(data / "readability" / "CLEAR_corpus_final.xlsx")
    works = sorted({one.work for one in whole})
    order = np.random.default_rng(7).permutation(len(works))  # one test set for every seed
    cut = len(works) * 3 // 10
    rest, held = rng.permutation(order[cut:]), len(works) // 10
    places = [{works[n] for n in some} for some in (rest[held:], rest[:held], order[:cut])]
    parts = tuple([one for one in whole if one.work in place] for place in places)
    return _task(parts, rng, pairs=PAIRS)


def made(count: int, rng: np.random.Generator) -> list[Excerpt]:
    """Thirty short words, some of them changed for long ones; the more, the harder."""
    short = ("the cat sat", "we go home now", "it was a good day", "he ran to me")
    found = []
    for _ in range(count):
        words = " ".join(rng.choice(short, 8)).split()
        hard = int(rng.integers(6))
        for place in rng.choice(len(words), hard, replace=False):
            words[place] = str(rng.choice(("constitutional", "metabolism", "jurisdiction")))
        found.append(Excerpt(" ".join(words) + ".", "made", rng.random() - hard))
    return found


@cache  # the same under every seed, and slow to unpack
def read(path: Path) -> list[Excerpt]:
    """The excerpts of the sheet that have an easiness."""
    return [
        Excerpt(row[TEXT], row.get(TITLE, row[TEXT]), float(row[EASINESS]))
        for row in read_sheet(path)[1:]
        if TEXT in row and EASINESS in row
    ]


def words(text: str) -> list[str]:
    """Words and the marks that end or part sentences."""
    return re.findall(r"[a-z']+|[.,;:!?]", text.lower())


def _task(parts: Sequence[Sequence[Excerpt]], rng: np.random.Generator, *, pairs: int) -> Task:
    train, held, test = parts
    known = vocabulary([words(one.text) for one in train], MOST)
    examples = (
        _pairs(train, rng.integers(len(train), size=(pairs, 2)), known),
        _pairs(held, rng.integers(len(held), size=(pairs // 10, 2)), known),
        _pairs(
            test, np.random.default_rng(7).permutation(len(test) // 2 * 2).reshape(-1, 2), known
        ),
    )
    return Task.of(examples, classes=2, width=len(known) + 2)


def _pairs(some: Sequence[Excerpt], which: np.ndarray, known: Mapping[str, int]) -> Examples:
    """Pairs (N, 2) of excerpts; the class is the place of the harder one."""
    rows = numbered([words(one.text) for one in some], known, LONGEST)
    easy = np.array([one.easiness for one in some])[which]
    inputs = tuple(rows[torch.from_numpy(side)] for side in which.T)
    pairs = tuple((some[one].text, some[other].text) for one, other in which)
    return Examples(inputs, torch.from_numpy(easy.argmin(1)), pairs)


class Judge(nn.Module):  # type: ignore[misc]
    """One reader of both: a difficulty each (Bradley and Terry 1952)."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.reader = Worded(task.width, 1, way=way)

    def forward(self, one: Tensor, other: Tensor) -> Tensor:
        """Word numbers (B, S) of both; (B, 2)."""
        return torch.cat((self.reader(one), self.reader(other)), -1)


def flesch(text: str) -> float:
    """Reading ease (Flesch 1948), larger is easier; syllables are counted by their vowels."""
    found = re.findall(r"[a-z']+", text.lower())
    sentences = max(1, len(re.findall(r"[.!?]+(?=[\s\"'”)]|$)", text)))
    vowels = [len(re.findall(r"[aeiouy]+", re.sub(r"(?<![l])e$", "", word))) for word in found]
    syllables = sum(max(1, count) for count in vowels)
    return 206.835 - 1.015 * len(found) / sentences - 84.6 * syllables / len(found)


def baseline(task: Task, seed: int) -> Scores:
    """The one that Flesch's formula finds less easy."""
    chosen = np.array([[flesch(text) for text in pair] for pair in task.test.known]).argmin(1)
    return right(chosen, task.test)


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Two pairs, each excerpt by its heaviest words as they follow one another."""
    return [
        heaviest(net.reader.look(side[row : row + 1])[0], words(text), f"{row + 1} {name}")
        for row in range(2)
        for side, text, name in zip(given.inputs, given.known[row], "ab", strict=True)
    ]


APPLICATION = Application(
    name="difficulty",
    asks="Which of two excerpts is harder to read?",
    folder="readability",
    measure="accuracy",
    load=load,
    nets={way: partial(Judge, way=way) for way in POOLS},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=10, batch=64, rate=2e-3, patience=2),
    small=Plan(epochs=6, batch=32, rate=1e-2, patience=6),
    pictures=pictures,
)
