"""What a customer wants, in one of 77 ways (BANKING77, Casanueva et al. 2020, CC BY 4.0)."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch

from heed.attention import AuxRequest
from heed.attention.picture import heat_svg
from heed.lab.baseline import by_words
from heed.lab.pool import Last, Mean, Pooled, additive
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task
from heed.lab.texts import Frozen, spelled

LONGEST = 32
ENCODED = 384  # numbers a row of the frozen encoder has
WANTS = {
    "lost": ("my card is gone", "I lost the card", "someone took my card"),
    "fee": ("why was I charged a fee", "what is this charge for", "the fee looks wrong"),
    "limit": ("raise my limit", "how much can I spend", "what is the limit of my card"),
    "close": ("close my account", "I want to leave you", "end the contract please"),
}
FILLERS = ("hello", "please", "today", "quickly", "thanks", "I think", "by the way", "sorry")


Messages: TypeAlias = tuple[list[str], list[int]]
"""Texts, and the number of what each wants."""


def load(data: Path | None, seed: int) -> Task:
    """BANKING77 through the frozen encoder; or four wishes of a bank's customers, spelled."""
    rng = np.random.default_rng(seed)
    if data is None:
        texts, said = made(260, rng)
        cuts = (texts[:160], texts[160:200], texts[200:])
        wants = (said[:160], said[160:200], said[200:])
        return _task(list(zip(cuts, wants, strict=True)), None, tuple(WANTS))
    parts, names = messages(data, rng)
    return _task(parts, Frozen(), names)


def messages(data: Path, rng: np.random.Generator) -> tuple[list[Messages], Sequence[str]]:
    """What to learn from, a tenth to stop by, what to test on; and what a message may want."""
    rows = [_rows(data / "intent_banking77" / f"{part}.csv.gz") for part in ("train", "test")]
    names = sorted({name for _, name in rows[0]})
    train, test = (_numbered(part, names) for part in rows)
    order, cut = rng.permutation(len(train[0])), len(train[0]) // 10
    kept, held = (
        ([train[0][n] for n in some], [train[1][n] for n in some])
        for some in (order[cut:], order[:cut])
    )
    return [kept, held, test], names


def read(file: Path, task: Task) -> Examples:
    """A file like the data's: CSV, gzipped, columns text and category, of wants the task knows."""
    texts, said = _numbered(_rows(file), task.names)
    return examples(texts, said, Frozen() if task.width == ENCODED else None)


def made(count: int, rng: np.random.Generator) -> Messages:
    """A wish in one of three wordings among polite fillers."""
    names = tuple(WANTS)
    said = rng.integers(len(names), size=count)
    texts = [
        " ".join(
            [*rng.choice(FILLERS, 2), str(rng.choice(WANTS[names[n]])), *rng.choice(FILLERS, 3)]
        )
        for n in said
    ]
    return texts, said.tolist()


def _rows(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def _numbered(rows: list[tuple[str, str]], names: Sequence[str]) -> Messages:
    number = {name: n for n, name in enumerate(names)}
    return [text for text, _ in rows], [number[name] for _, name in rows]


def _task(parts: Sequence[Messages], frozen: Frozen | None, names: Sequence[str]) -> Task:
    made_ = [examples(texts, said, frozen) for texts, said in parts]
    width = made_[0].inputs[0].shape[-1]
    return Task.of(made_, classes=len(names), width=width, names=names)


def examples(
    texts: list[str], said: list[int], frozen: Frozen | None, longest: int = LONGEST
) -> Examples:
    """Rows of each word (N, longest, width), which there are (N, longest); known: the texts."""
    seen = frozen.rows(texts, longest) if frozen else spelled([t.split() for t in texts], longest)
    return Examples(seen, torch.tensor(said), tuple(texts))


def baseline(task: Task, seed: int) -> Scores:
    """Words and word pairs."""
    return by_words(
        task.train.known, task.train.target.tolist(), task.test.known, task.test.target.tolist()
    )


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples, label: str = "wish") -> list[str]:
    """Four messages and the words that the wish, or what `label` calls it, was read from."""
    frozen = Frozen() if given.inputs[0].shape[-1] == ENCODED else None
    drawn = []
    for row in range(0, min(len(given), 40), 10):
        rows, mask = (part[row : row + 1] for part in given.inputs)
        request = AuxRequest(weights=True)
        weights = net.pool(net.body(rows.float()), mask, return_aux=request)[1].weights[0]
        text = given.known[row]
        words = [text[a:b] or "·" for a, b in frozen.spans(text)] if frozen else text.split()
        words = words[: rows.shape[1]]
        drawn.append(heat_svg(weights[:, : len(words)].numpy(), [label], words))
    return drawn


APPLICATION = Application(
    name="intent",
    asks="What does a customer's message want?",
    folder="intent_banking77",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: Pooled(additive(task.width), task.width, task.classes),
        "mean": lambda task: Pooled(Mean(), task.width, task.classes),
        "last": lambda task: Pooled(Last(), task.width, task.classes),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=30, batch=64, rate=3e-3, patience=4),
    small=Plan(epochs=8, batch=32, rate=1e-2, patience=8),
    pictures=pictures,
)
