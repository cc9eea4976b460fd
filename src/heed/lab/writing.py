"""Sentences to be written word by word: how they are stacked, and how a net writes its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from heed.lab.pieces import BEGIN, END, PAD
from heed.lab.task import Examples, Tensor

SKIPPED = -100  # a target that is padding; torch's cross entropy leaves it out


class Writer(Protocol):
    """A net that reads once and writes word by word."""

    def read(self, source: Tensor) -> Any:
        """What is kept of sources (B, S) of word numbers, as `write` wants it."""
        ...

    def write(self, kept: Any, said: Tensor) -> tuple[Tensor, Any]:
        """Logits (B, T, classes) of what follows each of the words `said` (B, T), and what is kept
        afterwards, so that writing can go on."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Sentences(Examples):
    """Inputs (source, said) and a target, all (N, longest); `rows` cuts to the longest chosen."""

    def rows(self, index: Tensor) -> Examples:
        """Those at `index`, without columns that are padding in all of them."""
        source, said = (_cut(part[index], PAD) for part in self.inputs)
        return Examples((source, said), _cut(self.target[index], SKIPPED))


def _cut(rows: Tensor, padding: int) -> Tensor:
    return rows[:, : max(1, int((rows != padding).sum(1).max()))]


def sentences(
    sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]], *, longest: int, known: Any
) -> Sentences:
    """Word numbers stacked: the net is given each target from its begin, and asked what follows."""
    source = _stacked([[*one[: longest - 1], END] for one in sources], PAD)
    said = _stacked([[BEGIN, *one[: longest - 1]] for one in targets], PAD)
    follows = _stacked([[*one[: longest - 1], END] for one in targets], SKIPPED)
    return Sentences((source, said), follows, known)


def _stacked(rows: Sequence[Sequence[int]], padding: int) -> Tensor:
    stacked = torch.full((len(rows), max(map(len, rows))), padding)
    for place, row in enumerate(rows):
        stacked[place, : len(row)] = torch.tensor(row)
    return stacked


@torch.no_grad()  # type: ignore[untyped-decorator]
def greedy(net: Writer, source: Tensor, *, longest: int) -> Tensor:
    """The likeliest word at each step, (B, T) without begin; padding after each one's end.

    Stops when all have ended, or after `longest` words.
    """
    word = torch.full((len(source), 1), BEGIN)
    ended = torch.zeros(len(source), 1, dtype=torch.bool)
    kept, written = net.read(source), []
    for _ in range(longest):
        logits, kept = net.write(kept, word)
        word = logits[:, -1:].argmax(-1).masked_fill(ended, PAD)
        written.append(word)
        ended = ended | (word == END)
        if bool(ended.all()):
            break
    return torch.cat(written, 1)
