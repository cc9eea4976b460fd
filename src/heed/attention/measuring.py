"""A net at rest: in evaluation, so that what is measured twice is the same twice. Needs torch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import Any, TypeAlias

import torch
from torch import nn

Loss: TypeAlias = Callable[[nn.Module], Any]
"""What a net loses on data of the caller's choosing: a number, or a tensor that holds one."""


@contextmanager
def at_rest(module: nn.Module) -> Iterator[None]:
    """In evaluation meanwhile; afterwards every part trains again that did before."""
    training = [part for part in module.modules() if part.training]
    module.eval()
    try:
        yield
    finally:
        for part in training:
            part.training = True


def measured(module: nn.Module, loss: Loss) -> float:
    """The loss at rest, without gradients. Raises ValueError where it is no number."""
    with at_rest(module), torch.no_grad():
        return finite(loss(module))


def finite(lost: Any) -> float:
    """One number of what a loss returned. Raises ValueError."""
    if getattr(lost, "numel", lambda: 1)() != 1:
        raise ValueError(f"loss gave shape {tuple(lost.shape)}; expected one number.")
    value = float(lost.detach() if hasattr(lost, "detach") else lost)
    if not isfinite(value):
        raise ValueError(f"loss gave {value}; expected a finite number.")
    return value
