"""Which linear layers of a net may be kept in fewer bytes within an error. Needs torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

import torch
from torch import nn

from heed.attention.measuring import at_rest
from heed.attention.quantize import WAYS, linears, represent, size_bytes
from heed.budget.arrays import Array

Given: TypeAlias = Array | tuple[Any, ...]
"""The input of one call of a net, or all its arguments."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one linear layer is kept as: "int8", "bf16" or its own dtype, such as "float32".

    alone: the error of the net with this choice and no other.
    """

    layer: str
    kept: str
    bytes_before: int
    bytes_after: int
    alone: float


@dataclass(frozen=True, slots=True)
class Smaller:
    """A copy of a net in fewer bytes, its error as in `within`, and what each layer became.

    Bytes are those of all the net's parameters and buffers.
    """

    module: nn.Module
    error: float
    bytes_before: int
    bytes_after: int
    choices: tuple[Choice, ...]


def within(module: nn.Module, *, error: float, given: Sequence[Given]) -> Smaller:
    """A copy whose linear layers are int8, bfloat16 or as they were, by bytes saved per error.

    given: inputs to calibrate on, one element a call. The error is |y - y0| / |y0| over all outputs
    together. Each way of each layer is tried alone, then, the most bytes per error first, on top of
    those taken: it stays where the whole is within `error` on these inputs; on others it may not
    be. At most 4 passes a layer. `module` stays as it is.
    """
    if not error >= 0:
        raise ValueError(f"error is {error}; expected a number not below 0.")
    aim = _Aim(module, given)
    known = linears(module)
    options = [
        Choice(name, way, size_bytes(part), size_bytes(WAYS[way](part)), aim.missed({name: way}))
        for name, part in known.items()
        for way in WAYS
    ]
    taken = {name: _as_it_was(name, part) for name, part in known.items()}
    for option in sorted(options, key=_bytes_per_error, reverse=True):
        if option.bytes_after < taken[option.layer].bytes_after:
            tried = taken | {option.layer: option}
            if aim.missed(_ways(tried)) <= error:
                taken = tried
    smaller = represent(module, _ways(taken))
    return Smaller(
        module=smaller,
        error=aim.missed(_ways(taken)),
        bytes_before=size_bytes(module),
        bytes_after=size_bytes(smaller),
        choices=tuple(taken.values()),
    )


def _as_it_was(name: str, part: nn.Linear) -> Choice:
    size = size_bytes(part)
    return Choice(name, str(part.weight.dtype).removeprefix("torch."), size, size, 0.0)


def _bytes_per_error(option: Choice) -> float:
    saved = option.bytes_before - option.bytes_after
    return saved / option.alone if option.alone else saved * inf if saved else 0.0


def _ways(choices: dict[str, Choice]) -> dict[str, str]:
    return {name: choice.kept for name, choice in choices.items()}


class _Aim:
    """What a net answers to the inputs given, and by how much another way of keeping it misses."""

    def __init__(self, module: nn.Module, given: Sequence[Given]) -> None:
        if isinstance(given, torch.Tensor) or not len(given):
            raise ValueError("given holds no calls; expected a sequence of inputs, one a call.")
        self.module = module
        self.calls = [one if isinstance(one, tuple) else (one,) for one in given]
        self.answers = self._answers(module)
        if not all(bool(one.isfinite().all()) for one in self.answers):
            raise ValueError("given leads to outputs with NaN or inf; expected finite outputs.")

    def missed(self, ways: dict[str, str]) -> float:
        """|y - y0| / |y0| over all calls; infinite where it is no number."""
        found = self._answers(represent(self.module, ways))
        pairs = list(zip(found, self.answers, strict=True))
        far = sum(float((one - other).square().sum()) for one, other in pairs) ** 0.5
        whole = sum(float(other.square().sum()) for _, other in pairs) ** 0.5
        if far != far:
            return inf
        return far / whole if whole else (inf if far else 0.0)

    def _answers(self, module: nn.Module) -> list[Array]:
        with at_rest(module), torch.no_grad():
            return [one.double() for call in self.calls for one in _tensors(module(*call))]


def _tensors(output: Any) -> list[Array]:
    """The floating tensors of an output, through tuples and lists."""
    if isinstance(output, torch.Tensor):
        return [output] if output.is_floating_point() else []
    if isinstance(output, tuple | list):
        return [one for part in output for one in _tensors(part)]
    raise ValueError(f"module gives {type(output).__name__}; expected tensors, or tuples of them.")
