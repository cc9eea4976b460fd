"""Rows for single words, cheap enough for every word of fifty texts. Reads no sentence.

English: what the encoder knows of a word before it reads a context, the mean of its pieces' rows in
the word table. Any other language: the word's spelling, hashed.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from heed.models.encoder.hashing import Hashed
from heed.models.encoder.minilm import MiniLM
from heed.models.encoder.vectors import unit
from heed.models.encoder.weights import Floats, Weights
from heed.types import Matrix

_NOTHING = 0
"""The padding's row, for a word the tokenizer leaves nothing of."""


def spelled(words: Sequence[str]) -> Matrix:
    """Unit rows of how words are spelled, shape (len(words), 384)."""
    return Hashed().encode(words)


def meant(english: MiniLM, words: Sequence[str]) -> Matrix:
    """Unit rows of what words mean in no context, shape (len(words), 384)."""
    table = english.weights.words
    pieces = [one.ids[1:-1] or [_NOTHING] for one in english.tokenizer.encode_batch(list(words))]
    starts = np.cumsum([0, *(len(one) for one in pieces[:-1])])
    flat = np.array([number for one in pieces for number in one], dtype=np.intp)
    return unit(np.add.reduceat(table[flat] - _middle(english.weights), starts, axis=0))


@lru_cache(maxsize=1)
def _middle(weights: Weights) -> Floats:
    """The mean of all word rows (384,): it costs more than all else that is asked of words."""
    middle: Floats = weights.words.mean(axis=0)
    return middle
