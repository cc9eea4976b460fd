"""What every encoder does to its vectors last: unit length, centring, a short name for an array."""

import hashlib

import numpy as np

from heed.models.encoder.weights import Floats
from heed.types import Matrix


def unit(vectors: Matrix) -> Matrix:
    """Rows divided by their length; a row of zeros stays zeros."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(length > 0, length, 1)).astype(np.float32)


def centred(vectors: Matrix, centre: Floats) -> Matrix:
    """Unit rows of unit `vectors` minus `centre`; a row of zeros (nothing was read) stays zeros."""
    read = np.any(vectors != 0, axis=1, keepdims=True)
    return unit(np.where(read, vectors - centre, 0).astype(np.float32))


def short_hash(*arrays: Floats) -> str:
    """Eight hex digits that change when any number of the arrays does."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:8]
