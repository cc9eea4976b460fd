"""The sentence a piece is asked about: the one its own title and lead attend to most. No clock."""

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


def weights(piece: Matrix, sentences: Matrix) -> list[float]:
    """How the piece attends to its sentences: shares that sum to 1.

    piece: its vector, shape (1, dim); sentences: unit rows, shape (n, dim), of the same embedder.
    """
    query = np.asarray(piece, dtype=np.float32)
    keys = np.asarray(sentences, dtype=np.float32)
    _, seen = attention(query, keys, keys, scale=SHARPNESS, return_aux=AuxRequest(weights=True))
    return [float(share) for share in np.asarray(seen.weights).reshape(-1)]


def most_telling(shares: Sequence[float]) -> int:
    """The number of the sentence attended to most; the first of equals."""
    return max(range(len(shares)), key=lambda n: (shares[n], -n))


def _dense(sentence: str) -> bool:
    """Chinese says in ten characters what takes thirty letters."""
    return sum(1 for one in sentence if "\u4e00" <= one <= "\u9fff") * 2 > len(sentence)
