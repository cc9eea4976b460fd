"""The paragraph that answers a question: the 20 best by words, ranked again (SQuAD, CC BY-SA 4.0).

BM25 alone is the baseline. `mean` adds how close the question is to the mean of a paragraph's
sentences, `attention` to what it finds among them; `vectors` is `mean` without words, untrained.
What heed's own search does, without torch, is measured in docs/search.md on the same articles.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import attention
from heed.lab.bm25 import Bm25
from heed.lab.paragraphs import SENTENCES, Asked, Paragraphs, Vectors, made, read
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import spelled
from heed.lab.train import answers

RANKED = 20
SHARPEST = 10.0  # so that sharpness learns as fast as the rest
MISSED = -100  # the paragraph is not among those ranked: nothing to learn, nothing found
_vectors = Vectors()


def load(data: Path | None, seed: int) -> Task:
    """Questions on 38 articles of Wikipedia; or on made facts."""
    rng = np.random.default_rng(seed)
    path = data and data / "qa_squad11dev" / "squad11dev_38articles.jsonl.gz"
    paragraphs, parts = read(path, rng) if path else made(rng)
    vectors = _vectors if data else _spelled
    library = _library(paragraphs, vectors)
    words = Bm25([" ".join(one) for one in paragraphs])
    examples = (_examples(part, words, vectors, library) for part in parts)
    return Task.of(examples, classes=RANKED, width=library[0].shape[-1])


def _spelled(texts: Sequence[str]) -> np.ndarray:
    """The sum of the words' fixed random vectors, at unit length."""
    rows = spelled([text.split() for text in texts], SENTENCES)[0].sum(1)
    found: np.ndarray = nn.functional.normalize(rows, dim=-1).numpy()
    return found


def _library(
    paragraphs: Paragraphs, vectors: Callable[[Sequence[str]], np.ndarray]
) -> tuple[Tensor, Tensor]:
    """Sentences of every paragraph (P, 8, width), and which of them there are (P, 8)."""
    real = torch.arange(SENTENCES) < torch.tensor([len(one) for one in paragraphs])[:, None]
    flat = vectors([text for one in paragraphs for text in one])
    rows = torch.zeros(*real.shape, flat.shape[-1])
    rows[real] = torch.from_numpy(flat)
    return rows, real


def _examples(
    some: Sequence[Asked],
    words: Bm25,
    vectors: Callable[[Sequence[str]], np.ndarray],
    library: tuple[Tensor, Tensor],
) -> Examples:
    """Questions (N, width), the numbers of the 20 best paragraphs and their BM25, (N, 20).

    BM25 is a share of the best one's; the target is the place of the right one.
    """
    texts = [one.text for one in some]
    scores = words.scores(texts)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :RANKED]
    by_words = np.take_along_axis(scores, best, 1)
    by_words /= np.maximum(by_words[:, :1], 1e-9)
    hit = best == np.array([one.of for one in some])[:, None]
    target = np.where(hit.any(1), hit.argmax(1), MISSED)
    inputs = (vectors(texts), best, by_words.astype(np.float32))
    return Examples(tuple(map(torch.from_numpy, inputs)), torch.from_numpy(target), library)


class Ranker(nn.Module):  # type: ignore[misc]
    """Words and meaning added, each times a learned weight; (B, 20) scores.

    It starts with the question as it is, looking at all sentences alike.
    """

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        for name, part in zip(("rows", "real"), task.train.known, strict=True):
            self.register_buffer(name, part, persistent=False)
        self.turn = nn.Linear(task.width, task.width, bias=False)
        nn.init.eye_(self.turn.weight)
        self.turn.requires_grad_(way != "vectors")
        self.sharpness = nn.Parameter(torch.zeros(()), requires_grad=way == "attention")
        self.words = nn.Parameter(torch.tensor(10.0), requires_grad=way != "vectors")
        self.meaning = nn.Parameter(torch.tensor(10.0))
        if way == "vectors":
            nn.init.zeros_(self.words)

    def forward(self, asked: Tensor, which: Tensor, by_words: Tensor) -> Tensor:
        """asked (B, width), which and by_words (B, 20)."""
        query = self.turn(asked)[:, None, None]
        rows, real = self.rows[which], self.real[which][:, :, None]
        sharp = query.expand(-1, which.shape[1], -1, -1) * self.sharpness * SHARPEST
        found = attention(sharp, rows, rows, real, scale=1.0)
        near = nn.functional.cosine_similarity(query, found, dim=-1)[..., 0]
        return self.words * by_words + self.meaning * near


def scored(net: Net, given: Examples) -> Scores:
    """One over the place of the right paragraph, 0 where it is not among the 20."""
    return reciprocal(torch.cat([said for _, said in answers(net, given)]).numpy(), given)


def reciprocal(scores: np.ndarray, given: Examples) -> Scores:
    """scores (N, 20); of equals the one that BM25 put first comes first."""
    target = given.target.numpy()
    order = np.argsort(-scores, axis=1, kind="stable")
    place = (order == target[:, None]).argmax(1)
    return np.where(target == MISSED, 0.0, 1 / (1 + place))


def baseline(task: Task, seed: int) -> Scores:
    """BM25's own order."""
    return reciprocal(task.test.inputs[2].numpy(), task.test)


APPLICATION = Application(
    name="search",
    asks="Which paragraph answers a question, of the twenty that share most words with it?",
    folder="qa_squad11dev",
    measure="MRR",
    load=load,
    nets={way: partial(Ranker, way=way) for way in ("attention", "mean", "vectors")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=15, batch=32, rate=1e-3, patience=3),
    small=Plan(epochs=12, batch=20, rate=1e-2, patience=12),
    scored=scored,
)
