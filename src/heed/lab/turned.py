"""The English encoder in torch, frozen but for low-rank changes that can be learned.

LoRA (Hu et al. 2021) on all maps of its six layers; the arrays beneath are those NumPy runs on.
"""

import math

import numpy as np
import torch
from torch import nn

from heed.lab.task import Tensor
from heed.models.encoder.weights import HEADS, Layer, Linear, Norm, Weights
from heed.models.tone import PARTS

RANK = 8
DROPPED = 0.1
EPSILON = 1e-12


class Turned(nn.Module):  # type: ignore[misc]
    """A frozen linear map with a low-rank change that begins as none."""

    def __init__(self, given: Linear) -> None:
        super().__init__()
        self.register_buffer("weight", torch.tensor(given.weight))
        self.register_buffer("bias", torch.tensor(given.bias))
        inputs, outputs = given.weight.shape
        self.down = nn.Parameter(torch.randn(inputs, RANK) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(RANK, outputs))

    def forward(self, rows: Tensor) -> Tensor:
        """(..., inputs) to (..., outputs)."""
        return torch.addmm(self.bias, rows, self.weight) + (rows @ self.down) @ self.up


class Encoding(nn.Module):  # type: ignore[misc]
    """One layer of the encoder, as heed.models.encoder.transformer runs it."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.parts = nn.ModuleDict({name: Turned(getattr(layer, name)) for name in PARTS})
        self.norms = [
            (torch.tensor(one.gain), torch.tensor(one.bias))
            for one in (layer.out_norm, layer.down_norm)
        ]
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """rows (B, L, 384), mask (B, L) True at real tokens."""
        batch, length, width = rows.shape
        flat = rows.reshape(-1, width)
        mixed = self.parts["mix"](flat).reshape(batch, length, 3, HEADS, -1)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, mask[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(-1, width)
        flat = self._norm(flat + self.drop(self.parts["out"](seen)), 0)
        wide = nn.functional.gelu(self.parts["up"](flat))
        flat = self._norm(flat + self.drop(self.parts["down"](wide)), 1)
        return flat.reshape(batch, length, width)

    def _norm(self, flat: Tensor, which: int) -> Tensor:
        gain, bias = self.norms[which]
        return nn.functional.layer_norm(flat, (flat.shape[-1],), gain, bias, EPSILON)


class TurnedEncoder(nn.Module):  # type: ignore[misc]
    """Numbers of word pieces to rows, by layers that begin as the frozen ones."""

    def __init__(self, given: Weights) -> None:
        super().__init__()
        self.words, self.places = torch.tensor(given.words), torch.tensor(given.places)
        self.norm = torch.tensor(given.norm.gain), torch.tensor(given.norm.bias)
        self.layers = nn.ModuleList(map(Encoding, given.layers))

    def forward(self, numbers: Tensor, mask: Tensor, added: Tensor | None = None) -> Tensor:
        """(B, L) and a mask (B, L), True at real pieces, to (B, L, width).

        added (B, L, width): what is added to the rows before the first layer.
        """
        rows = self.words[numbers] + self.places[: numbers.shape[1]]
        rows = nn.functional.layer_norm(rows, rows.shape[-1:], *self.norm, EPSILON)
        if added is not None:
            rows = rows + added
        for layer in self.layers:
            rows = layer(rows, mask)
        return rows


def untaught(words: int, *, width: int, layers: int, seed: int) -> Weights:
    """An encoder of the same kind that was taught nothing, for sets made here.

    width: a multiple of the heads' number.
    """
    rng = np.random.default_rng(seed)

    def linear(inputs: int, outputs: int) -> Linear:
        drawn = rng.standard_normal((inputs, outputs)) / math.sqrt(inputs)
        return Linear(drawn.astype(np.float32), np.zeros(outputs, np.float32))

    norm = Norm(np.ones(width, np.float32), np.zeros(width, np.float32))
    made = [
        Layer(linear(width, 3 * width), linear(width, width), norm,
              linear(width, 4 * width), linear(4 * width, width), norm)
        for _ in range(layers)
    ]  # fmt: skip
    rows = rng.standard_normal((words + 512, width)).astype(np.float32)
    return Weights(rows[:words], rows[words:], norm, tuple(made))
