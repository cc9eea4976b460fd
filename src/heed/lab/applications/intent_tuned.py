"""The same customers' messages, with the English encoder's layers turned as the head is learned.

What fine-tuning adds to the frozen encoder of `intent`, and what it costs: here the encoder runs
with the net, so operations, times and memory are of all of it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.lab.applications.intent import ENCODED, WANTS, baseline, made, messages
from heed.lab.pool import Mean, additive
from heed.lab.task import Application, Examples, Net, Plan, Task, Tensor
from heed.lab.turned import TurnedEncoder, untaught
from heed.models.encoder.minilm import MiniLM, load_minilm
from heed.models.encoder.weights import Weights, find_weights

LONGEST = 32
TINY = 48  # numbers a row of the untaught encoder has


def load(data: Path | None, seed: int) -> Task:
    """BANKING77 as numbers of word pieces; or four wishes of a bank's customers, words numbered."""
    rng = np.random.default_rng(seed)
    if data is None:
        texts, said = made(260, rng)
        names: Sequence[str] = tuple(WANTS)
        cuts = (slice(160), slice(160, 200), slice(200, None))
        parts = [(texts[cut], said[cut]) for cut in cuts]
        known = sorted({word for text in texts for word in text.split()})
        number = {word: n for n, word in enumerate(known)}
        read = [[[number[w] for w in text.split()] for text in some] for some, _ in parts]
    else:
        parts, names = messages(data, rng)
        pieces = _english().tokenizer
        read = [[one.ids for one in pieces.encode_batch(some)] for some, _ in parts]
    given = [
        _examples(numbers, some, said) for numbers, (some, said) in zip(read, parts, strict=True)
    ]
    width = ENCODED if data else TINY
    return Task.of(given, classes=len(names), width=width, names=names)


@cache
def _english() -> MiniLM:
    return load_minilm(find_weights())


def _examples(read: Sequence[Sequence[int]], texts: Sequence[str], said: Sequence[int]) -> Examples:
    """Numbers (N, LONGEST) and which there are; known: the texts."""
    numbers = torch.zeros(len(read), LONGEST, dtype=torch.int64)
    mask = torch.zeros(len(read), LONGEST, dtype=torch.bool)
    for row, one in enumerate(read):
        kept = one[:LONGEST]
        numbers[row, : len(kept)], mask[row, : len(kept)] = torch.tensor(kept), True
    return Examples((numbers, mask), torch.tensor(said), tuple(texts))


class Tuned(nn.Module):  # type: ignore[misc]
    """The encoder, turned, and a pooling of its rows."""

    def __init__(self, weights: Weights, pool: Net, width: int, classes: int) -> None:
        super().__init__()
        self.encoder, self.pool = TurnedEncoder(weights), pool
        self.head = nn.Linear(width, classes)

    def forward(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """(B, classes)."""
        wide = int(mask.sum(1).max())
        numbers, mask = numbers[:, :wide], mask[:, :wide]
        return self.head(self.pool(self.encoder(numbers, mask), mask))


def _tuned(task: Task, pool: Net) -> Net:
    if task.width == TINY:
        words = 1 + max(int(part.inputs[0].max()) for part in (task.train, task.held, task.test))
        weights = untaught(words, width=TINY, layers=2, seed=0)
    else:
        weights = _english().weights
    return Tuned(weights, pool, task.width, task.classes)


APPLICATION = Application(
    name="intent_tuned",
    asks="What does a customer's message want, when the encoder itself learns to tell?",
    folder="intent_banking77",
    measure="accuracy",
    load=load,
    nets={
        "attention": lambda task: _tuned(task, additive(task.width)),
        "mean": lambda task: _tuned(task, Mean()),
    },
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=4, batch=32, rate=1e-3, patience=4, falls=True),
    small=Plan(epochs=8, batch=32, rate=1e-2, patience=8),
)
