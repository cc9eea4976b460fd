"""What differs between array libraries: which one an array belongs to, dropout, top-k, erf.

The one place that loads torch, and only once an array of it has arrived. No mechanism lives here.
"""

from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace, is_numpy_namespace, is_torch_namespace

Array: TypeAlias = Any
"""A NumPy array or a torch tensor; a function returns the kind it was given."""
Namespace: TypeAlias = Any

# Polynomials of Cephes' ndtr.c in single precision (S. Moshier): erf(x) = x P(x^2) inside [-1, 1],
# erfc(x) = exp(-x^2) / x * Q(1 / x^2) outside. Coefficients from the highest power down.
_NEAR = (
    7.853861353153693e-5,
    -8.010193625184903e-4,
    5.188327685732524e-3,
    -2.685381193529856e-2,
    1.128358514861418e-1,
    -3.761262582423300e-1,
    1.128379165726710e0,
)


def namespace(*arrays: Array) -> Namespace:
    """The Array API namespace all arrays share; None is ignored, a mixture is a TypeError."""
    return array_namespace(*arrays)


def is_numpy(xp: Namespace) -> bool:
    """Whether arrays of this namespace are NumPy's, so that work may be done in place."""
    return bool(is_numpy_namespace(xp))


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


def top_k(x: Array, k: int) -> tuple[Array, Array]:
    """The k largest of the last axis, largest first, and where they are."""
    xp = namespace(x)
    if is_torch_namespace(xp):
        return tuple(import_module("torch").topk(x, k))
    order = np.argsort(-x, axis=-1, kind="stable")[..., :k]
    return np.take_along_axis(x, order, axis=-1), order
