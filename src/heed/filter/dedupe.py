"""Near-duplicate texts by MinHash, in NumPy. Different texts of one event are story.py's matter.

A signature keeps, for each of 128 hash functions, the smallest hash of a text's shingles; two texts
agree in a place with probability their Jaccard similarity (Broder 1997). Banding finds the pairs
worth comparing without comparing all.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from heed.filter.text import CJK, WORD

PLACES: Final = 128
BANDS, ROWS = 42, 3  # found with probability 1 - (1 - s^3)^42: one half at s = 0.25, 0.99 at 0.47
NEAR: Final = 0.4
"""Estimated Jaccard from which two texts are the same text, lightly edited.

The estimate's standard error is at most 0.044; different reports of one event stay below 0.15.
"""
WORD_SHINGLE, CJK_SHINGLE = 3, 4
LEAST_SHINGLES = 4
SHINGLED_CHARACTERS = 4000
EMPTY: Final = np.uint32(2**32 - 1)

Signatures: TypeAlias = NDArray[np.uint32]
_rng = np.random.default_rng(20_260_101)  # fixed: signatures of two runs can be compared
_MULTIPLY = _rng.integers(0, 2**63, PLACES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_ADD = _rng.integers(0, 2**63, PLACES, dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def signatures(texts: Sequence[str]) -> Signatures:
    """MinHash signatures, shape (len(texts), 128); a text of a few words is near none: EMPTY."""
    signed = np.full((len(texts), PLACES), EMPTY)
    for row, text in zip(signed, texts, strict=True):
        shingled = shingles(text)
        if len(shingled) >= LEAST_SHINGLES:
            row[:] = ((shingled[:, None] * _MULTIPLY + _ADD) >> _HALF).min(axis=0)
    return signed


def shingles(text: str) -> NDArray[np.uint64]:
    """Hashes of the word trigrams of `text`, or of its character 4-grams where it is Chinese."""
    sample = text[:SHINGLED_CHARACTERS].casefold()
    eastern = CJK.findall(sample)
    tokens, size = WORD.findall(CJK.sub(" ", sample)), WORD_SHINGLE
    if len(eastern) > 2 * len(tokens):
        tokens, size = eastern, CJK_SHINGLE
    hashes = np.fromiter((crc32(t.encode()) for t in tokens), dtype=np.uint64, count=len(tokens))
    return np.unique(_rolled(hashes, min(size, len(tokens)))) if tokens else hashes


def jaccard(left: Signatures, right: Signatures) -> NDArray[np.float64]:
    """Estimated Jaccard similarity of signatures, elementwise over leading axes."""
    return np.asarray((left == right).mean(axis=-1), dtype=np.float64)


def near_pairs(signed: Signatures, threshold: float = NEAR) -> Iterator[tuple[int, int]]:
    """Pairs (i, j), i < j, whose estimated Jaccard reaches `threshold`, each once."""
    for i, j in sorted(_candidates(signed)):
        if jaccard(signed[i], signed[j]) >= threshold:
            yield i, j


def _rolled(hashes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    rolled = np.zeros(len(hashes) - size + 1, dtype=np.uint64)
    for offset in range(size):
        rolled = (rolled ^ hashes[offset : offset + len(rolled)]) * _MIX
        rolled ^= rolled >> _HALF
    return rolled


def _candidates(signed: Signatures) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    texts = np.flatnonzero((signed != EMPTY).any(axis=1))
    for band in range(BANDS):
        rows = signed[texts, band * ROWS : (band + 1) * ROWS]
        for bucket in _buckets(rows):
            found.update(combinations(sorted(texts[bucket].tolist()), 2))
    return found


def _buckets(rows: Signatures) -> list[NDArray[np.intp]]:
    """Places of equal rows, where there are at least two."""
    order = np.lexsort(rows.T)
    changes = np.flatnonzero((rows[order][1:] != rows[order][:-1]).any(axis=1)) + 1
    starts, ends = np.append(0, changes), np.append(changes, len(rows))
    several = ends - starts > 1
    return [order[a:b] for a, b in zip(starts[several], ends[several], strict=True)]
