"""From what a caller of `allocate` wrote to clean float64 rows, or one sentence of what is wrong.

Decides nothing about weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import is_array_api_obj

from heed.budget.arrays import Array, namespace
from heed.budget.dual import Rows
from heed.budget.regularizer import find_regularizer

Numbers: TypeAlias = Array | float | Sequence[float] | Sequence[bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """The scores as they came, and the axis their rows run along."""

    scores: Array
    axis: int

    @property
    def dtype(self) -> Any:
        """The floating dtype answers are given in; whole numbers are answered in float64."""
        xp = namespace(self.scores)
        return self.scores.dtype if xp.isdtype(self.scores.dtype, "real floating") else xp.float64


def read_scores(scores: Numbers, axis: int) -> Asked:
    """Scores as an array with an axis to allocate along."""
    array: Array = scores if is_array_api_obj(scores) else np.asarray(scores)
    xp = namespace(array)
    _check_values("scores", array)
    if not xp.isdtype(array.dtype, ("real floating", "integral")):
        raise ValueError(f"scores has dtype {array.dtype}; expected real numbers.")
    if array.ndim == 0:
        raise ValueError("scores is a single number; expected at least one axis.")
    if not -array.ndim <= axis < array.ndim:
        raise ValueError(f"axis is {axis}; expected one of the {array.ndim} axes of the scores.")
    asked = Asked(array, axis)
    # The largest is NaN where any is; one pass instead of four.
    if 0 not in array.shape and not bool(xp.max(array) < xp.inf):
        raise ValueError("scores has NaN or +inf; expected numbers, or -inf to leave an item out.")
    return asked


def read_rows(
    asked: Asked,
    regularizer: str | float,
    *,
    budget: Numbers,
    cost: Numbers | None,
    cap: Numbers,
    mask: Numbers | None,
    temperature: Numbers,
) -> Rows:
    """The rows of one allocation, rows last. Raises ValueError naming the argument."""
    xp = namespace(asked.scores)
    scores = _turn(asked, xp.astype(asked.scores, xp.float64))
    costs = _number(asked, "cost", 1.0 if cost is None else cost)
    caps = _number(asked, "cap", cap, most=True)
    spread = find_regularizer(regularizer)
    if spread.needs_cap and bool((caps == xp.inf).any()):
        raise ValueError("cap is infinite; expected finite caps with the regularizer 'fermi'.")
    open_ = (scores > -xp.inf) & (caps > 0)
    if mask is not None:
        open_ = open_ & _mask(asked, mask)
    paid = open_ & (costs > 0)
    return Rows(
        xp=xp,
        scores=xp.where(open_, scores, 0.0),
        cost=costs + xp.zeros_like(scores),
        cap=xp.where(open_, caps, 0.0),
        paid=paid,
        divisor=xp.where(paid, costs, 1.0),
        budget=_number(asked, "budget", budget, a_row=True),
        temperature=_number(asked, "temperature", temperature, a_row=True, positive=True),
        regularizer=spread,
    )


def read_rows_of_one(scores: Numbers, temperature: Numbers, axis: int) -> tuple[Array, Any]:
    """Scores over temperature, rows last, in their own precision (at least single), and the dtype
    to answer in."""
    asked = read_scores(scores, axis)
    xp = namespace(asked.scores)
    warmth = _number(asked, "temperature", temperature, a_row=True, positive=True)
    single = asked.dtype == xp.float32
    precision = xp.float32 if single else xp.float64
    rows = _turn(asked, xp.astype(asked.scores, precision))
    return rows / xp.astype(warmth, precision), asked.dtype


def _number(
    asked: Asked,
    name: str,
    value: Numbers,
    *,
    a_row: bool = False,
    positive: bool = False,
    most: bool = False,
) -> Array:
    """An argument as float64, turned like the scores; finite unless it is a cap (`most`)."""
    xp = namespace(asked.scores)
    if isinstance(value, float | int) and (0 < value < inf or (value == 0 and not positive)):
        return xp.asarray(value, dtype=xp.float64, device=asked.scores.device)
    _check_values(name, value)
    array = xp.asarray(value, dtype=xp.float64, device=asked.scores.device)
    low = array > 0 if positive else array >= 0
    if not bool((low if most else low & (array < xp.inf)).all()):
        wanted = "above 0" if positive else "not negative"
        finite = "" if most else " and finite"
        raise ValueError(f"{name} is {_shown(array)}; expected numbers {wanted}{finite}.")
    return _turn(asked, _fitting(asked, name, array, a_row=a_row))


def _check_values(name: str, value: Numbers) -> None:
    """No gradient is lost in silence."""
    if getattr(value, "requires_grad", False):
        raise ValueError(f"{name} asks for gradients; expected values, as of {name}.detach().")


def _mask(asked: Asked, mask: Numbers) -> Array:
    xp = namespace(asked.scores)
    array = xp.asarray(mask, device=asked.scores.device)
    if not xp.isdtype(array.dtype, "bool"):
        raise ValueError(f"mask has dtype {array.dtype}; expected bool, True = may take part.")
    return _turn(asked, _fitting(asked, "mask", array, a_row=False))


def _fitting(asked: Asked, name: str, array: Array, *, a_row: bool) -> Array:
    """An argument that broadcasts to the scores, or to one number a row."""
    if array.ndim == 0 or (array.shape == asked.scores.shape and not a_row):
        return array
    shape = list(asked.scores.shape)
    if a_row:
        shape[asked.axis] = 1
    try:
        fits = np.broadcast_shapes(tuple(array.shape), tuple(shape)) == tuple(shape)
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"{name} has shape {tuple(array.shape)}; expected one that fits {tuple(shape)}."
        )
    return array


def _turn(asked: Asked, array: Array) -> Array:
    """The axis of the rows last. A plain number stays one."""
    if array.ndim == 0 or asked.axis in (-1, asked.scores.ndim - 1):
        return array
    xp = namespace(array)
    missing = asked.scores.ndim - array.ndim
    full = xp.reshape(array, (1,) * missing + tuple(array.shape))
    return xp.moveaxis(full, asked.axis, -1)


def _shown(array: Array) -> str:
    return str(float(array)) if array.ndim == 0 else f"an array of shape {tuple(array.shape)}"
