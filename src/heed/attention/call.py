"""One call of attention, checked and ready, and its plain working: scores, weights, weighted sum.

The plain working makes the whole table of weights; blocked.py and rows.py do without it.
"""

from dataclasses import dataclass, replace

import numpy as np

from heed.attention._backend import dropout, top_k
from heed.attention.inspect import entropy, received
from heed.attention.masks import exclude
from heed.attention.normalize import Budget, Normalizer
from heed.attention.score import Score
from heed.budget.arrays import Array, namespace


@dataclass(frozen=True, slots=True)
class AuxRequest:
    """What to return beside the output; what you do not ask for costs nothing."""

    lse: bool = False
    weights: bool = False
    topk: int = 0
    received: bool = False
    entropy: bool = False


@dataclass(frozen=True, slots=True)
class AuxOutput:
    """What was asked for, None elsewhere.

    lse (B, H, L): log of the sum of exp(scores), softmax only; weights (B, H, L, S): undropped;
    topk (values, indices), each (B, H, L, k); received (B, H, S): what each key got from all
    queries; entropy (B, H, L) in nats: 0 looks at one key, log S at all alike.
    """

    lse: Array | None = None
    weights: Array | None = None
    topk: tuple[Array, Array] | None = None
    received: Array | None = None
    entropy: Array | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """What one call works on; `first` is the place of its first query among all of them."""

    query: Array
    key: Array
    value: Array
    mask: Array | None
    score: Score
    normalize: Normalizer
    scale: float | None = None
    is_causal: bool = False
    dropout_p: float = 0.0
    rng: np.random.Generator | None = None
    first: int = 0

    @property
    def table(self) -> tuple[int, ...]:
        """The shape of the scores, (..., L, S)."""
        query, key = tuple(self.query.shape), tuple(self.key.shape)
        return (*np.broadcast_shapes(query[:-2], key[:-2]), query[-2], key[-2])

    def scores(self) -> Array:
        """Scores with -inf where nothing may be seen."""
        scores = self.score(self.query, self.key, self.scale)
        return exclude(scores, self.mask, is_causal=self.is_causal, first=self.first)

    def rows(self, start: int, stop: int) -> "Call":
        """The same call for some of its queries only."""
        whole = self.query.shape[-2]
        normalize = self.normalize
        if isinstance(normalize, Budget):
            normalize = normalize.rows(start, stop, whole)
        return replace(
            self,
            query=self.query[..., start:stop, :],
            mask=_some_rows(self.mask, start, stop),
            normalize=normalize,
            first=self.first + start,
        )


def _some_rows(mask: Array | None, start: int, stop: int) -> Array | None:
    return (
        mask if mask is None or mask.ndim < 2 or mask.shape[-2] == 1 else mask[..., start:stop, :]
    )


def naive(call: Call, wanted: AuxRequest) -> tuple[Array, AuxOutput]:
    """The output and what was asked for, by the whole table."""
    weights, seen = _look(call, wanted)
    kept = dropout(weights, call.dropout_p, call.rng) if call.dropout_p else weights
    return namespace(kept, call.value).matmul(kept, call.value), seen


def look(call: Call, wanted: AuxRequest) -> AuxOutput:
    """What was asked for, without any output."""
    return _look(call, wanted)[1]


def _look(call: Call, wanted: AuxRequest) -> tuple[Array, AuxOutput]:
    scores = call.scores()
    lse = _log_sum_exp(scores) if wanted.lse else None
    weights = call.normalize(scores)
    return weights, AuxOutput(
        lse=lse,
        weights=weights if wanted.weights else None,
        topk=top_k(weights, min(wanted.topk, weights.shape[-1])) if wanted.topk else None,
        received=received(weights) if wanted.received else None,
        entropy=entropy(weights) if wanted.entropy else None,
    )


def _log_sum_exp(scores: Array) -> Array:
    xp = namespace(scores)
    top = xp.max(scores, axis=-1, keepdims=True)
    top = xp.where(xp.isinf(top), xp.zeros_like(top), top)
    total = xp.sum(xp.exp(scores - top), axis=-1)
    logs = xp.log(xp.where(total > 0, total, xp.ones_like(total)))
    return xp.where(total > 0, logs + top[..., 0], -xp.inf)
