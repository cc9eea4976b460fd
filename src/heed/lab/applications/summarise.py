"""Which one sentence of an abstract says most of it? (SciTLDR, Cachola et al. 2020, Apache-2.0)

Scored by ROUGE-1 against the summaries people wrote. `alone` is the same net in which a sentence
sees only itself; `mean` lets it see the mean of all.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import EncoderBlock
from heed.attention.picture import heat_svg
from heed.lab.abstracts import MOST, Abstract, read, says
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import spelled
from heed.lab.train import choices

WIDTH = 64


def load(data: Path | None, seed: int) -> Task:
    """1,992 papers to learn from and 619 to test on; or lists of what was seen, made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        whole = made(300, rng)
        parts = [whole[:200], whole[200:240], whole[240:]]
    else:
        known, test = (
            read(data / "summ_scitldr" / f"{part}.jsonl.gz") for part in ("train", "dev")
        )
        order, tenth = rng.permutation(len(known)), len(known) // 10
        parts = [*([known[n] for n in some] for some in (order[tenth:], order[:tenth])), test]
    width = parts[0][0].vectors.shape[1]
    return Task.of(map(_examples, parts), classes=MOST, width=width)


def made(count: int, rng: np.random.Generator) -> list[Abstract]:
    """Three things seen one by one, and three sums of two: in only one of them both were seen."""
    found = []
    for _ in range(count):
        a, b, c, d, e, f = rng.permutation(["owls", "bees", "cats", "dogs", "eels", "foxes"])
        best = f"{a} and {b}"
        told = [f"{a} came", f"{b} came", f"{c} came", best, f"{c} and {d}", f"{e} and {f}"]
        told = [told[n] for n in rng.permutation(len(told))]
        rows, _ = spelled([text.split() for text in told], 3)
        found.append(Abstract(told, rows.sum(1).numpy(), says(told, [best])))
    return found


def _examples(some: Sequence[Abstract]) -> Examples:
    rows = torch.zeros(len(some), MOST, some[0].vectors.shape[1])
    for row, one in zip(rows, some, strict=True):
        row[: len(one.vectors)] = torch.from_numpy(one.vectors)
    counts = torch.tensor([len(one.vectors) for one in some])
    target = torch.tensor([int(one.says.argmax()) for one in some])
    return Examples((rows, counts), target, tuple(some))


class Chooser(nn.Module):  # type: ignore[misc]
    """Sentence vectors and their places through a Transformer's block; a number for each."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.way = way
        self.turn = nn.Sequential(nn.Dropout(0.2), nn.Linear(task.width, WIDTH))
        self.first, self.last = (nn.Embedding(MOST, WIDTH) for _ in range(2))
        for table in (self.first, self.last):
            nn.init.normal_(table.weight, std=0.1)
        self.block = EncoderBlock(WIDTH, 4, inner=2 * WIDTH, dropout_p=0.2)
        if way == "mean":  # a block whose questions stay zero weighs all alike
            for part in self.block.attend.query.parameters():
                nn.init.zeros_(part).requires_grad_(False)
        self.head = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1))

    def forward(self, rows: Tensor, counts: Tensor) -> Tensor:
        """rows (B, S, width), counts (B,) of sentences; (B, S)."""
        return self.look(rows, counts)[0]

    def look(self, rows: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """The choice and the weights between sentences, (B, heads, S, S)."""
        places = torch.arange(MOST)
        real = places < counts[:, None]
        seen = real[:, None, None] & (torch.eye(MOST, dtype=torch.bool) | (self.way != "alone"))
        x = self.turn(rows) + self.first(places)
        x = x + self.last((counts[:, None] - 1 - places).clamp_min(0))
        x, aux = self.block(x, seen, return_aux=AuxRequest(weights=True))
        return self.head(x)[..., 0].masked_fill(~real, -torch.inf), aux.weights


def worth(chosen: np.ndarray, given: Examples) -> Scores:
    """ROUGE-1 of the sentence chosen in each abstract."""
    return np.array([one.says[place] for one, place in zip(given.known, chosen, strict=True)])


def baseline(task: Task, seed: int) -> Scores:
    """The first sentence."""
    return worth(np.zeros(len(task.test), dtype=np.int64), task.test)


def judged(net: Net, given: Examples) -> Mapping[str, float]:
    """How often the best sentence is chosen, by chance, and what always choosing it would score."""
    right = (torch.from_numpy(choices(net, given)) == given.target).double().mean()
    return {
        "best sentence chosen": float(right),
        "by chance": float(np.mean([1 / len(one.says) for one in given.known])),
        "its ROUGE-1": float(np.mean([one.says.max() for one in given.known])),
    }


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Three abstracts: how much each sentence looked at each."""
    weights = net.look(*given.rows(torch.arange(3)).inputs)[1].mean(1).numpy()
    return [
        heat_svg(table[: len(one.sentences), : len(one.sentences)], one.sentences)
        for table, one in zip(weights, given.known[:3], strict=True)
    ]


APPLICATION = Application(
    name="summarise",
    asks="Which one sentence of an abstract says most of what its authors would say?",
    folder="summ_scitldr",
    measure="ROUGE-1",
    load=load,
    nets={way: partial(Chooser, way=way) for way in ("attention", "mean", "alone")},
    attention="attention",
    trivial="alone",
    baseline=baseline,
    plan=Plan(epochs=40, batch=32, rate=1e-3, patience=6, decay=1e-2),
    small=Plan(epochs=14, batch=32, rate=5e-3, patience=14),
    scored=lambda net, given: worth(choices(net, given), given),
    judged=judged,
    pictures=pictures,
)
