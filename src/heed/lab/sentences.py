"""Which sentence of a paragraph answers a question? The examples, the net and the rival by words.

Needs torch. The questions themselves come from paragraphs.py and the applications.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest, attention
from heed.attention.picture import heat_svg
from heed.lab.bm25 import Bm25
from heed.lab.paragraphs import Asked, Paragraphs
from heed.lab.pool import Largest, Mean
from heed.lab.task import Choices, Examples, Net, Scores, Task, Tensor

WIDTH = 48
POOLS: Mapping[str, Callable[[], Net]] = {"mean": Mean, "largest": Largest}
WAYS = ("attention", *POOLS)
SHARP = 5.0  # where the sharpness of the look starts; rows are of length 1
Reads = Callable[[Sequence[str], int], tuple[Tensor, Tensor]]
"""Texts and the longest -> rows of their words (N, longest, width), and which there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What all examples of a task share: sentences as words (S, L, width), which of the words
    there are (S, L), the same as texts, and the questions as texts and in order."""

    rows: Tensor
    real: Tensor
    sentences: Sequence[str]
    asked: Sequence[str]


def task(
    paragraphs: Paragraphs,
    parts: Sequence[Sequence[Asked]],
    reads: Reads,
    *,
    longest: tuple[int, int],
    most: int,
) -> Task:
    """Questions of each part; longest: words of a question and of a sentence that are kept.

    Inputs: words of the question (N, Q, width), which there are (N, Q), and the numbers of the
    paragraph's sentences (N, most), -1 where there are no more. Target: the sentence's place.
    """
    used = sorted({one.of for part in parts for one in part})
    flat = [text for number in used for text in paragraphs[number][:most]]
    rows, real = reads(flat, longest[1])
    starts = dict(
        zip(used, np.cumsum([0, *(len(paragraphs[n][:most]) for n in used)]), strict=False)
    )
    made = []
    for part in parts:
        texts = [one.text for one in part]
        which = torch.full((len(part), most), -1)
        for row, one in zip(which, part, strict=True):
            count = len(paragraphs[one.of][:most])
            row[:count] = int(starts[one.of]) + torch.arange(count)
        target = torch.tensor([one.place for one in part])
        known = Known(rows, real, flat, texts)
        made.append(Examples((*reads(texts, longest[0]), which), target, known))
    return Task.of(made, classes=most, width=rows.shape[-1])


class Matcher(nn.Module):  # type: ignore[misc]
    """Every word of a question beside what it finds in a sentence; a number for each sentence.

    `attention` looks at the sentence's words anew for every word of the question; `mean` and
    `largest` have the same of all of them. `body` turns rows (..., width) into (..., WIDTH).
    """

    def __init__(self, task: Task, way: str, body: Net | None = None) -> None:
        super().__init__()
        known = task.train.known
        self.register_buffer("rows", known.rows, persistent=False)
        self.register_buffer("real", known.real, persistent=False)
        self.body = body or nn.Linear(task.width, WIDTH)
        self.pool = POOLS[way]() if way in POOLS else None
        self.sharp = nn.Parameter(torch.tensor(SHARP), requires_grad=way == "attention")
        self.compare = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.ReLU(), nn.Dropout(0.2))
        self.over, self.head = Mean(), nn.Linear(WIDTH, 1)

    def forward(self, asked: Tensor, heard: Tensor, which: Tensor) -> Tensor:
        """asked (B, Q, width), heard (B, Q), which (B, S); (B, S)."""
        return self.look(asked, heard, which)[0]

    def look(self, asked: Tensor, heard: Tensor, which: Tensor) -> tuple[Tensor, Tensor | None]:
        """The choice, and the weights (N, Q, L) of the N sentences there are, row by row; no
        weights without attention."""
        row, place = torch.nonzero(which >= 0, as_tuple=True)
        number = which[row, place]
        question = self._turned(asked)[row]
        found, weights = self._found(question, self._turned(self.rows[number]), self.real[number])
        pairs = torch.cat((question, found, question * found * WIDTH**0.5), -1)
        told = self.head(self.over(self.compare(pairs), heard[row]))[:, 0]
        said = told.new_full(which.shape, -torch.inf)
        return said.index_put((row, place), told), weights

    def _turned(self, rows: Tensor) -> Tensor:
        return nn.functional.normalize(self.body(rows.float()), dim=-1)

    def _found(self, question: Tensor, rows: Tensor, real: Tensor) -> tuple[Tensor, Tensor | None]:
        if self.pool:
            return self.pool(rows, real)[:, None].expand_as(question), None
        found, aux = attention(
            question * self.sharp, rows, rows, real[:, None], scale=1.0,
            return_aux=AuxRequest(weights=True),
        )  # fmt: skip
        return found, aux.weights


def by_words(task: Task, cut: Callable[[str], Sequence[str]]) -> Scores:
    """1 where the paragraph's best sentence by BM25 is the right one; `cut` makes words."""
    return np.asarray(best(task, cut) == task.test.target.numpy(), dtype=np.float64)


def best(task: Task, cut: Callable[[str], Sequence[str]]) -> Choices:
    """The place of the paragraph's best sentence by BM25, for each question of the test.

    How rare a word is, is told by all sentences; of equals the first comes first.
    """
    known, which = task.test.known, task.test.inputs[2].numpy()
    texts = [[" ".join(cut(text)) for text in some] for some in (known.sentences, known.asked)]
    scores = np.take_along_axis(Bm25(texts[0]).scores(texts[1]), which.clip(0), 1)
    found: Choices = np.where(which >= 0, scores, -1.0).argmax(1)
    return found


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples, names: Callable[[str], Sequence[str]]) -> list[str]:
    """Three questions, a row a word, over the words of the sentence that was chosen."""
    net.eval()
    drawn = []
    for row in range(3):
        one = given.rows(torch.tensor([row]))
        said, weights = net.look(*one.inputs)
        place = int(said.argmax())
        asked = names(given.known.asked[row])
        told = names(given.known.sentences[int(one.inputs[2][0, place])])
        table = weights[place, : len(asked), : len(told)].numpy()
        drawn.append(heat_svg(table, asked[: table.shape[0]], told[: table.shape[1]]))
    return drawn
