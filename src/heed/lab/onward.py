"""A net that goes on from what is there, piece by piece, and how well it knew what comes next."""

import numpy as np
import torch
from torch import nn

from heed.attention.blocks import EncoderBlock
from heed.lab.task import Examples, Net, Scores, Task, Tensor
from heed.lab.train import answers

WIDTH, HEADS, LAYERS = 64, 4, 2


class Writer(nn.Module):  # type: ignore[misc]
    """Two Transformer blocks that see what was written before; `way` is attention or its mean."""

    def __init__(self, task: Task, way: str) -> None:
        super().__init__()
        self.table, self.place = nn.Embedding(task.classes, WIDTH), nn.Embedding(task.width, WIDTH)
        for one in (self.table, self.place):
            nn.init.normal_(one.weight, std=0.05)
        self.blocks = nn.ModuleList(
            EncoderBlock(WIDTH, HEADS, dropout_p=0.1) for _ in range(LAYERS)
        )
        self.norm = nn.LayerNorm(WIDTH)
        if way == "mean":  # keys begin at zero: left there, every word before weighs the same
            for block in self.blocks:
                block.attend.key.requires_grad_(False)
                block.attend.query.requires_grad_(False)

    def forward(self, rows: Tensor) -> Tensor:
        """rows (B, T) pieces; what comes after each, (B, T, pieces)."""
        found = self.table(rows) + self.place.weight[: rows.shape[1]]
        for block in self.blocks:
            found = block(found, is_causal=True)
        return self.norm(found) @ self.table.weight.T


@torch.no_grad()  # type: ignore[untyped-decorator]
def scored(net: Net, given: Examples) -> Scores:
    """How surprised the net was by each row, in nats, and its count of pieces, (N, 2)."""
    rows = [
        nn.functional.cross_entropy(said.mT, part.target, reduction="none").sum(1)
        for part, said in answers(net, given, batch=32)
    ]
    return np.stack([torch.cat(rows).double().numpy(), counts(given)], axis=1)


def counts(given: Examples) -> np.ndarray:
    """How many pieces each row has to tell, (N,)."""
    found: np.ndarray = (given.target >= 0).sum(1).double().numpy()
    return found


def chance(sums: Scores) -> Scores:
    """(..., 2) nats and pieces to the mean chance of the next piece, (...)."""
    found: Scores = np.exp(-sums[..., 0] / sums[..., 1])
    return found
