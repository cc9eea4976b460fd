"""Linear layers in fewer bytes, for inference: int8 by rows, bfloat16. Which layer is precise.py's.

Weights are stored small and spread out at each call, so memory is what is saved: on a processor
without bfloat16 a call takes a little longer, never less. Needs torch.
"""

import copy
from collections import Counter
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from heed.budget.arrays import Array


class Int8Linear(nn.Module):  # type: ignore[misc]
    """A Linear with whole numbers from -127 to 127 as weights, and a scale for each row.

    Symmetric: the largest of a row is 127 times its scale, and 0 stays 0.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight = linear.weight.detach()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        top = weight.abs().amax(1) / 127
        self.register_buffer("scale", top.float())
        rows = weight / torch.where(top > 0, top, 1.0)[:, None]
        self.register_buffer("whole", rows.round().clamp(-127, 127).to(torch.int8))
        self.register_buffer("bias", None if linear.bias is None else linear.bias.detach().clone())
        self.train(linear.training)

    def forward(self, x: Array) -> Array:
        """(..., in_features) -> (..., out_features), in the dtype of x."""
        found = nn.functional.linear(x, self.whole.to(x.dtype)) * self.scale.to(x.dtype)
        return found if self.bias is None else found + self.bias

    @property
    def weight(self) -> Array:
        """What it stands for, (out_features, in_features); made anew at each look."""
        return self.whole.to(self.scale.dtype) * self.scale[:, None]


class Bf16Linear(nn.Module):  # type: ignore[misc]
    """A Linear whose weights are kept in bfloat16: the range of float32, 8 bits of precision."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        self.register_buffer("short", linear.weight.detach().bfloat16())
        self.register_buffer("bias", None if linear.bias is None else linear.bias.detach().clone())
        self.train(linear.training)

    def forward(self, x: Array) -> Array:
        """(..., in_features) -> (..., out_features), in the dtype of x."""
        return nn.functional.linear(x, self.short.to(x.dtype), self.bias)

    @property
    def weight(self) -> Array:
        """What it stands for, (out_features, in_features); made anew at each look."""
        return self.short.float()


WAYS: dict[str, Any] = {"int8": Int8Linear, "bf16": Bf16Linear}


def represent(module: nn.Module, kept: Mapping[str, str]) -> nn.Module:
    """A copy whose linear layers, by name, are kept as "int8" or "bf16"; any other word: as it is.

    The state dict of what `within` returns fits a fresh net represented by its choices.
    """
    known = linears(module)
    for name in kept:
        if name not in known:
            raise ValueError(f"kept has {name!r}; expected some of {sorted(known)}.")
    # What a deep copy finds in its memo it takes as copied: wherever the old stood stands the new.
    small = {id(known[name]): WAYS[way](known[name]) for name, way in kept.items() if way in WAYS}
    return copy.deepcopy(module, small)


def linears(module: nn.Module) -> dict[str, nn.Linear]:
    """Plain linear layers by name: no subclass, no hook, no weight that another layer holds too."""
    parts = list(module.named_modules())
    holders = Counter(id(one) for _, part in parts for one in part.parameters(recurse=False))
    return {
        name: part
        for name, part in parts
        if type(part) is nn.Linear
        and holders[id(part.weight)] == 1
        and not (part._forward_pre_hooks or part._forward_hooks)
    }


def size_bytes(module: nn.Module) -> int:
    """Bytes of all parameters and buffers, each counted once."""
    held = {id(one): one for one in (*module.parameters(), *module.buffers())}
    return sum(one.numel() * one.element_size() for one in held.values())
