"""Which words of a paragraph answer a question? The examples, the net and the judge.

Needs torch. The questions come from paragraphs.py and the application.
"""

import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from heed.lab.paragraphs import Asked, Paragraphs
from heed.lab.sentences import WIDTH, Known, Matcher
from heed.lab.task import Examples, Net, Scores, Task, Tensor
from heed.lab.train import answers

MOST = 12
"""Word pieces an answer may have."""
Spans = Callable[[str], Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True, eq=False)
class Told(Known):
    """answers: of each question; spans: where the words of a sentence lie, in characters."""

    answers: Sequence[Sequence[str]] = ()
    spans: Spans = lambda text: []


def placed(
    paragraphs: Paragraphs,
    parts: Sequence[Sequence[Asked]],
    whole: Callable[[Paragraphs, Sequence[Sequence[Asked]]], Task],
    spans: Spans,
) -> Task:
    """Target (N, 2): the first and last piece of the answer among all of the paragraph; both below
    0 where it lies past what is kept of its sentence, so that nothing is learned from it."""
    found = whole(paragraphs, parts)
    long = found.train.known.rows.shape[1]
    made_ = []
    for part, given in zip(parts, (found.train, found.held, found.test), strict=True):
        target = [_pieces(one, paragraphs[one.of][one.place], spans, long) for one in part]
        known = Told(**{name: getattr(given.known, name) for name in Known.__slots__},
                     answers=[one.answers for one in part], spans=spans)  # fmt: skip
        made_.append(Examples(given.inputs, torch.tensor(target), known))
    return Task.of(made_, classes=found.classes * long, width=found.width)


def _pieces(one: Asked, sentence: str, spans: Spans, long: int) -> tuple[int, int]:
    start = sentence.index(one.answers[0])
    end = start + len(one.answers[0])
    inside = [n for n, (a, b) in enumerate(spans(sentence)) if a < end and b > start and a < b]
    if not inside or inside[-1] >= long:
        return -100, -100
    return one.place * long + inside[0], one.place * long + inside[-1]


class Pointer(Matcher):
    """Every word of a paragraph beside what it finds in the question, and its neighbours; how
    likely the answer begins and ends there. `mean` has the same of all the question's words."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__(task, way)
        self.beside = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.head = nn.Linear(WIDTH, 2)

    def forward(self, asked: Tensor, heard: Tensor, which: Tensor) -> Tensor:
        """asked (B, Q, width), heard (B, Q), which (B, S); (B, 2, S L)."""
        number = which.clamp_min(0)
        rows = self._turned(self.rows[number]).flatten(1, 2)
        real = (self.real[number] & (which >= 0)[..., None]).flatten(1)
        found, _ = self._found(rows, self._turned(asked), heard)
        told = self.compare(torch.cat((rows, found, rows * found * WIDTH**0.5), -1))
        told = told + torch.relu(self.beside(told.mT)).mT
        said: Tensor = self.head(told).mT.masked_fill(~real[:, None], -1e9)
        return said


def scored(net: Net, given: Examples) -> Scores:
    """F1 of the words of each answer."""
    return np.array([f1(text, true) for text, true in _texts(net, given)])


def beside(net: Net, task: Task) -> Mapping[str, float]:
    """The share told to the letter, but for case, articles and full stops."""
    hits = [any(_bare(text) == _bare(one) for one in true) for text, true in _texts(net, task.test)]
    return {"to the letter": float(np.mean(hits))}


def _texts(net: Net, given: Examples) -> list[tuple[str, Sequence[str]]]:
    """What is told of each question and what was wanted."""
    known: Told = given.known
    long = known.rows.shape[1]
    near = torch.ones(long, long).triu().tril(MOST - 1).bool()
    found = []
    for part, said in answers(net, given):
        first, last = said.unflatten(-1, (-1, long)).unbind(1)
        both = (first[..., None] + last[..., None, :]).masked_fill(~near, -torch.inf)
        for which, best in zip(part.inputs[2], both.flatten(1).argmax(1).tolist(), strict=True):
            text = known.sentences[int(which[best // long**2])]
            spans = known.spans(text)[:long]
            begin, end = best // long % long, best % long
            found.append(text[spans[begin][0] : spans[end][1]] if end < len(spans) else "")
    return list(zip(found, known.answers, strict=True))


def _bare(text: str) -> list[str]:
    kept = "".join(" " if sign in string.punctuation else sign for sign in text.lower())
    return [word for word in kept.split() if word not in ("a", "an", "the")]


def f1(text: str, true: Sequence[str]) -> float:
    """The best over those who were asked (Rajpurkar et al. 2016)."""

    def one(told: list[str], wanted: list[str]) -> float:
        both = sum((Counter(told) & Counter(wanted)).values())
        return 2 * both / (len(told) + len(wanted)) if both else 0.0

    return max(one(_bare(text), _bare(wanted)) for wanted in true)
