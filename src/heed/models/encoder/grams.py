"""Character n-grams of many texts as numbers, no vocabulary. What they become is not here.

Inside words 2 to 4 characters, a space marking the word's edge; Chinese and Japanese have no such
edges, so there 1 and 2 characters are taken. Runs at about a million characters a second.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = 32
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads neighbours (Knuth 6.4)
_CJK = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

Hashes = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """One entry a different gram of a text: text rows[i] holds hashes[i] counts[i] times."""

    rows: Rows
    hashes: Hashes
    counts: npt.NDArray[np.float32]


def plain(text: str) -> str:
    """Lower case, full-width letters made narrow, everything that is no letter or digit a space."""
    return f" {_NOT_WORD.sub(' ', unicodedata.normalize('NFKC', text).lower()).strip()} "


def grams(texts: Sequence[str], *, buckets: int = 2**62) -> Grams:
    """Count the grams of every text; hashes lie in [0, buckets), equal ones count together."""
    words = [plain(text) for text in texts]
    codes = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(words)), [len(word) for word in words])
    found = [_of_length(n, codes, rows) for n in (1, 2, 3, 4)]
    hashes = np.concatenate([part for part, _ in found]) % np.uint64(buckets)
    return _counted(np.concatenate([part for _, part in found]), hashes)


def _of_length(n: int, codes: Hashes, rows: Rows) -> tuple[Hashes, Rows]:
    count = max(0, codes.size - n + 1)
    windows = [codes[i : i + count] for i in range(n)]
    cjk = np.logical_or.reduce([_is_cjk(window) for window in windows])
    spaces = [window == _SPACE for window in windows]
    inner = np.logical_or.reduce([*spaces[1:-1], np.zeros(count, dtype=np.bool_)])
    blank = np.logical_and.reduce(spaces)
    one_text = rows[:count] == rows[n - 1 : n - 1 + count]
    kept = one_text & ~blank & ~inner & (cjk if n == 1 else ~cjk | (n == 2))
    return _hash([window[kept] for window in windows]), rows[:count][kept]


def _is_cjk(codes: Hashes) -> npt.NDArray[np.bool_]:
    inside = [(codes >= low) & (codes <= high) for low, high in _CJK]
    found: npt.NDArray[np.bool_] = np.logical_or.reduce(inside)
    return found


def _hash(windows: Sequence[Hashes]) -> Hashes:
    mixed = np.full(windows[0].shape, len(windows), dtype=np.uint64)
    for window in windows:
        mixed = (mixed ^ window) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _counted(rows: Rows, hashes: Hashes) -> Grams:
    order = np.lexsort((hashes, rows))
    rows, hashes = rows[order], hashes[order]
    first = np.ones(rows.size, dtype=np.bool_)
    first[1:] = (rows[1:] != rows[:-1]) | (hashes[1:] != hashes[:-1])
    starts = np.flatnonzero(first)
    counts = np.diff(np.append(starts, rows.size)).astype(np.float32)
    return Grams(rows[starts], hashes[starts], counts)
