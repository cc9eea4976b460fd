"""What differs between array libraries: which one an array belongs to, dropout, top-k, erf.

The one place that loads torch, and only once an array of it has arrived. No mechanism lives here.
"""

import sys
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from array_api_compat import is_torch_namespace

from heed.budget.arrays import Array, Namespace, namespace

# erf(x / sqrt 2) = tanh(x P(x^2)): P is smooth and tanh one fast call, so this is far cheaper than
# the usual erf. Lowest power first; our own weighted minimax fit on [0, 5.6]; the last term is
# positive, so larger x only come closer to one.
_ARGUMENT = (
    0.7978842684013886,
    0.03633414914033621,
    -3.302671860438782e-05,
    -5.527338149569122e-05,
    3.974070036592455e-06,
    -1.33783153850403e-07,
    1.8139262492404685e-09,
)
_BUDGETED = "heed.attention.budgeted"
_CHUNK = 32_768  # elements worked on at once: the float32 buffers stay in the core's cache


def is_numpy(xp: Namespace) -> bool:
    """Whether arrays of this namespace are NumPy's, so that work may be done in place."""
    return xp is np


def dropout(weights: Array, p: float, rng: np.random.Generator | None) -> Array:
    """Zero each weight with probability p and scale the rest by 1 / (1 - p)."""
    xp = namespace(weights)
    if is_torch_namespace(xp):
        return import_module("torch").nn.functional.dropout(weights, p)
    if rng is None:
        raise ValueError(
            "dropout_p > 0 on NumPy arrays draws numbers: pass rng=np.random.default_rng(seed)."
        )
    kept = rng.random(weights.shape, dtype=np.float32) >= p
    return weights * kept / weights.dtype.type(1 - p)


def best_way(array: Array) -> Any:
    """What works a call: for NumPy the plain way, for tensors whichever of theirs is best."""
    torch = is_torch_namespace(namespace(array))
    if torch:
        return import_module("heed.attention.tensors").work
    return import_module("heed.attention.call").naive


def sum_of_tanh(left: Array, right: Array, vector: Array) -> Array:
    """sum_d vector_d tanh(left_d + right_d), (..., L, D), (..., S, D), (D,) -> (..., L, S)."""
    xp = namespace(left, right, vector)
    if is_torch_namespace(xp):
        return import_module("heed.attention.tiles").sum_of_tanh(left, right, vector)
    total = None
    for d in range(vector.shape[0]):
        part = xp.tanh(left[..., :, None, d] + right[..., None, :, d]) * vector[d]
        total = part if total is None else total + part
    return total


def with_gradients(array: Array) -> Any:
    """The maps that carry gradients, for a tensor; None for what has no gradient.

    Asked of the array and of what is loaded, both of which torch.compile can follow.
    """
    if not hasattr(array, "requires_grad"):
        return None
    return sys.modules.get(_BUDGETED) or import_module(_BUDGETED)


def top_k(x: Array, k: int) -> tuple[Array, Array]:
    """The k largest of the last axis, largest first, and where they are."""
    xp = namespace(x)
    if is_torch_namespace(xp):
        return tuple(import_module("torch").topk(x, k))
    order = np.argsort(-x, axis=-1, kind="stable")[..., :k]
    return np.take_along_axis(x, order, axis=-1), order


def kth_largest(x: Array, k: int) -> Array:
    """The k-th largest of the last axis, (..., 1)."""
    if is_torch_namespace(namespace(x)):
        return import_module("torch").topk(x, k).values[..., -1:]
    place = x.shape[-1] - k
    return np.partition(x, place, axis=-1)[..., place : place + 1]


def erf(x: Array) -> Array:
    """The error function; on NumPy arrays in single precision, within 3e-7."""
    if is_torch_namespace(namespace(x)):
        return x.erf()
    return _erf_of_root(np.multiply(x, 2**0.5, dtype=np.float32))


def gelu(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """x * P(normal <= x) in its exact form, within 1e-6; a contiguous x is overwritten."""
    flat = x.reshape(-1)
    for start in range(0, flat.size, _CHUNK):
        part = flat[start : start + _CHUNK]
        share = _erf_of_root(part)
        share += 1
        share *= np.float32(0.5)
        part *= share
    whole: npt.NDArray[np.float32] = flat.reshape(x.shape)
    return whole


def _erf_of_root(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """erf(x / sqrt 2); where the polynomial overflows, tanh(inf) = 1 is the answer."""
    with np.errstate(over="ignore"):
        square = x * x
        total = square * np.float32(_ARGUMENT[-1])
        for coefficient in _ARGUMENT[-2:0:-1]:
            total += np.float32(coefficient)
            total *= square
        total += np.float32(_ARGUMENT[0])
        total *= x
    np.tanh(total, out=total)
    return total


def plain(array: Array) -> npt.NDArray[np.generic]:
    """A NumPy array of an array from anywhere, outside any gradient."""
    array = array.detach().cpu() if hasattr(array, "detach") else array
    return np.asarray(array)
