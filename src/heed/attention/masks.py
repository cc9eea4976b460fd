"""Which key a query may look at: causal, padding, window, and how a mask enters the scores.

A bool mask is True where a query may attend, everywhere; a floating mask is added to the scores.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heed.attention._backend import is_numpy
from heed.budget.arrays import Array, namespace

BoolMask = npt.NDArray[np.bool_]


def causal(queries: int, keys: int, first: int = 0) -> BoolMask:
    """(L, S): query first + i sees keys 0..first + i, aligned top-left as in torch's SDPA."""
    return np.tri(queries, keys, first, dtype=np.bool_)


def padding(lengths: Sequence[int], keys: int) -> BoolMask:
    """(B, 1, 1, S): the first `lengths[b]` keys of text b are real, the rest is padding."""
    real: BoolMask = np.arange(keys) < np.asarray(lengths)[:, None, None, None]
    return real


def window(queries: int, keys: int, reach: int) -> BoolMask:
    """(L, S): query i sees keys at most `reach` places away on either side."""
    return np.tri(queries, keys, reach, dtype=np.bool_) & ~np.tri(
        queries, keys, -reach - 1, dtype=np.bool_
    )


def exclude(scores: Array, mask: Array | None, *, is_causal: bool = False, first: int = 0) -> Array:
    """Scores with -inf where nothing may be seen, additive masks added. May overwrite `scores`."""
    if is_causal:
        seen = causal(scores.shape[-2], scores.shape[-1], first)
        scores = _apply(scores, namespace(scores).asarray(seen, device=scores.device))
    return scores if mask is None else _apply(scores, mask)


def _apply(scores: Array, mask: Array) -> Array:
    xp = namespace(scores, mask)
    if xp.isdtype(mask.dtype, "bool"):
        return _keep(scores, mask)
    if not is_numpy(xp):
        return scores + mask
    scores += mask
    return scores


def _keep(scores: Array, mask: Array) -> Array:
    xp = namespace(scores, mask)
    if not is_numpy(xp):
        return xp.where(mask, scores, -xp.inf)
    np.copyto(scores, -np.inf, where=~mask)
    return scores
