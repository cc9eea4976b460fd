"""The sentence a piece is asked about: the one all its others attend to most. No clock."""

from collections.abc import Sequence

import numpy as np

from heed.attention import AuxRequest, attention
from heed.learn.cloze import proposed
from heed.types import Matrix

SHORTEST, LONGEST = 30, 320
"""Characters of a sentence that can be asked about: enough to hold one fact, and no more."""
SHARPNESS = 10.0
"""What cosines are multiplied by before the softmax; the order does not depend on it."""


def askable(sentence: str) -> bool:
    """Whether a sentence has the length of a question, and something to hide."""
    return len(sentence) * (1 + 2 * _dense(sentence)) >= SHORTEST and (
        len(sentence) <= LONGEST and bool(proposed(sentence))
    )


def received(sentences: Matrix) -> list[float]:
    """What each sentence receives of the others' attention: shares that sum to 1.

    sentences: unit rows, shape (n, dim), of one embedder. None attends to itself; a single one
    receives all there is.
    """
    rows = np.asarray(sentences, dtype=np.float32)
    if len(rows) == 1:
        return [1.0]
    others = ~np.eye(len(rows), dtype=bool)
    wanted = AuxRequest(weights=True)
    _, seen = attention(rows, rows, rows, others, scale=SHARPNESS, return_aux=wanted)
    return [float(share) for share in np.asarray(seen.weights).mean(axis=0)]


def most_telling(shares: Sequence[float]) -> int:
    """The number of the sentence attended to most; the first of equals."""
    return max(range(len(shares)), key=lambda n: (shares[n], -n))


def _dense(sentence: str) -> bool:
    """Chinese says in ten characters what takes thirty letters."""
    return sum(1 for one in sentence if "\u4e00" <= one <= "\u9fff") * 2 > len(sentence)
