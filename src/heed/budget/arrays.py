"""Which array library an array belongs to. Nothing is computed here."""

from typing import Any, TypeAlias

import numpy as np
from array_api_compat import array_namespace

Array: TypeAlias = Any
"""A NumPy array or a torch tensor; a function returns the kind it was given."""
Namespace: TypeAlias = Any

_NUMPY = (np.ndarray, np.generic)


def namespace(*arrays: Array) -> Namespace:
    """The Array API namespace all arrays share; None is ignored, a mixture is a TypeError.

    NumPy speaks the Array API itself, so its arrays need no wrapper: loading that one costs more
    than most allocations.
    """
    for array in arrays:
        if not (array is None or isinstance(array, _NUMPY)):
            return array_namespace(*arrays)
    return np
