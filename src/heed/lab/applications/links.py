"""What else is true of a word, by what is known of it? (WN18RR, Dettmers et al. 2018)

A triple is scored as DistMult does (Yang et al. 2015). `attention` and `mean` add to the word what
is known of it: attention weighs that by the relation asked for, the mean takes all alike; `alone`
is DistMult itself. Trained against candidates that are drawn, ranked against all words there are.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import attention
from heed.lab.pool import Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.train import answers
from heed.lab.triples import Graph, Rules, Triple, graph, made, neighbours, read, reciprocal

WIDTH = 48
KNOWN = 10  # what is known of a word that is looked at, at most
DRAWN = 1000  # candidates that a batch is trained against
HELD = 2000  # questions to stop by
DROPPED = 0.4
SMOOTHED = 0.1  # the share of each target spread over the candidates


def load(data: Path | None, seed: int) -> Task:
    """Both directions of 86,835 triples on 40,559 words; or who votes for whom, made here."""
    rng = np.random.default_rng(seed)
    found = read(data / "graph_kg" / "WN18RR.tar.gz") if data else made(rng)
    whole, parts = graph(*found)
    near = tuple(map(torch.from_numpy, neighbours(whole, KNOWN, rng)))
    some = np.random.default_rng(7).permutation(len(parts[1]))[:HELD]
    parts[1] = [parts[1][n] for n in some]
    return Task.of(
        (_examples(part, whole, near) for part in parts),
        classes=whole.entities,
        width=whole.relations,
    )


def _examples(some: list[Triple], whole: Graph, near: tuple[Tensor, Tensor]) -> Examples:
    head, relation, tail = torch.tensor(some).T
    return Examples((head, relation), tail, (whole, near, some))


class Linked(nn.Module):  # type: ignore[misc]
    """(head, relation) to a row, and how well every word answers it."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.way = way
        for name, part in zip(("relations", "tails"), task.train.known[1], strict=True):
            self.register_buffer(name, part, persistent=False)
        self.word = nn.Embedding(task.classes, WIDTH)
        self.likely = nn.Parameter(torch.zeros(task.classes))
        nn.init.normal_(self.word.weight, std=0.3)
        self.asked, self.told = (nn.Embedding(task.width, WIDTH) for _ in range(2))
        for table in (self.asked, self.told):
            nn.init.normal_(table.weight, mean=1.0, std=0.1)
        self.query, self.key = (nn.Embedding(task.width, WIDTH) for _ in range(2))
        self.mean, self.drop = Mean(), nn.Dropout(DROPPED)
        unused = {"attention": (), "mean": (self.query, self.key)}
        for part in unused.get(way, (self.query, self.key, self.told)):
            part.requires_grad_(False)

    def forward(self, head: Tensor, relation: Tensor) -> Tensor:
        """head and relation (B,); (B, words)."""
        row = self.row(head, relation, torch.full_like(head, -1))
        return row @ self.word.weight.T + self.likely

    def row(self, head: Tensor, relation: Tensor, without: Tensor) -> Tensor:
        """(B, WIDTH); of what is known of a head, that `without` (B,) is its tail is left out."""
        row = self.word(head)
        if self.way != "alone":
            row = row + self._known(head, relation, without)
        return self.drop(row * self.asked(relation))

    def _known(self, head: Tensor, relation: Tensor, without: Tensor) -> Tensor:
        relations, tails = self.relations[head], self.tails[head]
        said = (relations == relation[:, None]) & (tails == without[:, None])
        real = (tails >= 0) & ~said
        rows = self.word(tails.clamp_min(0)) * self.told(relations)
        if self.way == "mean":
            return self.mean(rows, real)
        query = self.query(relation)[:, None]
        return attention(query, self.key(relations), rows, real[:, None])[:, 0]


def loss(net: Net, part: Examples) -> Tensor:
    """The cross entropy, with drawn words standing for all that are wrong.

    What a question is trained on is hidden from it: nobody will know that when it is asked.
    """
    words = net.word.num_embeddings
    drawn = torch.randint(words, (min(DRAWN, words),))
    row = net.row(*part.inputs, part.target)
    own = (row * net.word(part.target)).sum(-1, keepdim=True) + net.likely[part.target][:, None]
    others = row @ net.word(drawn).T + net.likely[drawn] + np.log(words / len(drawn))
    others = others.masked_fill(drawn == part.target[:, None], -torch.inf)
    told = torch.cat((own, others), 1).log_softmax(1)
    wrong = told[:, 1:].clamp_min(-100).mean(1)  # one that is right is no candidate, and at -inf
    return -((1 - SMOOTHED) * told[:, 0] + SMOOTHED * wrong).mean()


def scored(net: Net, given: Examples) -> Scores:
    """One over the place of the right word; other right ones are left out."""
    whole, _, asked = given.known
    found, done = [], 0
    for part, said in answers(net, given):
        found.append(reciprocal(said.numpy(), asked[done : done + len(part)], whole))
        done += len(part)
    return np.concatenate(found)


def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How often the right word is among the ten first."""
    return {"hits at 10": float((scored(net, given) >= 0.1).mean())}


def baseline(task: Task, seed: int) -> Scores:
    """Rules of one step and how usual a word is, both counted."""
    whole, _, asked = task.test.known
    rules = Rules(whole)
    rows = (reciprocal(rules.scores(*one[:2])[None], [one], whole) for one in asked)
    return np.concatenate(list(rows))


APPLICATION = Application(
    name="links",
    asks="What else is true of a word, by what is known of it?",
    folder="graph_kg",
    measure="MRR",
    load=load,
    nets={way: partial(Linked, way=way) for way in ("attention", "mean", "alone")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=7, batch=1024, rate=1e-2, patience=2, falls=True),
    small=Plan(epochs=15, batch=64, rate=2e-2, patience=15),
    loss=loss,
    scored=scored,
    judged=judged,
)
