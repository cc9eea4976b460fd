"""What goods are, as vectors: their texts by an encoder, their features by rarity. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from heed.assist.words import is_cjk
from heed.models.encoder import Encoder, fit_lsa, load_encoder
from heed.types import Good, Matrix

MOST_FEATURES = 256
ENOUGH_TO_FIT = 300
"""Texts in other languages from which an encoder fitted on them is better than spelling."""
NEAR = 40
"""Neighbours a good is known by."""
_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Goods as rows (goods, d) no longer than 1, and the nearest of each with their likeness.

    near, cosines (goods, k): numbers of goods and their products, the nearest first.
    """

    rows: Matrix
    near: npt.NDArray[np.intp]
    cosines: Matrix


def reader_of(goods: Sequence[Good]) -> Encoder:
    """What reads these texts: fitted on them where many are not English."""
    other = [good.text for good in goods if is_cjk(good.text)]
    return load_encoder(fit_lsa(other, seed=0) if len(other) >= ENOUGH_TO_FIT else None)


def likenesses(goods: Sequence[Good], encoder: Encoder) -> Matrix:
    """One row a good, no longer than 1: the product of two rows says how alike goods are.

    Half from the text and half from the features where there are both. Texts that different
    encoders read share no column, so they count as strangers.
    """
    texts, features = _texts(goods, encoder), _features(goods)
    blocks = [block for block in (texts, features) if block.any()]
    if not blocks:
        return np.zeros((len(goods), 1), dtype=np.float32)
    share = np.float32(sqrt(1 / len(blocks)))
    return np.ascontiguousarray(np.hstack([share * block for block in blocks]))


def alike(rows: Matrix, count: int = NEAR) -> Alike:
    """For each good the `count` most alike, itself left out, the nearest first."""
    kept = max(0, min(count, len(rows) - 1))
    numbers = np.zeros((len(rows), kept), dtype=np.intp)
    cosines = np.zeros((len(rows), kept), dtype=np.float32)
    for start in range(0, len(rows) if kept else 0, _BLOCK):
        block = rows[start : start + _BLOCK] @ rows.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -np.inf
        best = np.argpartition(-block, kept - 1, axis=1)[:, :kept]
        near = np.take_along_axis(block, best, axis=1)
        order = np.argsort(-near, axis=1, kind="stable")
        numbers[start : start + _BLOCK] = np.take_along_axis(best, order, axis=1)
        cosines[start : start + _BLOCK] = np.take_along_axis(near, order, axis=1)
    return Alike(rows, numbers, cosines)


def _texts(goods: Sequence[Good], encoder: Encoder) -> Matrix:
    texts = [good.text for good in goods]
    read = encoder.encode(texts, ["zh" if is_cjk(text) else "" for text in texts])
    blocks = []
    for one in read:
        block = np.zeros((len(goods), one.vectors.shape[1]), dtype=np.float32)
        block[one.rows] = one.vectors
        blocks.append(block)
    return np.hstack(blocks) if blocks else np.zeros((len(goods), 1), dtype=np.float32)


def _features(goods: Sequence[Good]) -> Matrix:
    held_by = Counter(feature for good in goods for feature in good.features)
    shared = [name for name, count in held_by.most_common(MOST_FEATURES) if count > 1]
    place = {name: number for number, name in enumerate(shared)}
    table = np.zeros((len(goods), max(1, len(shared))), dtype=np.float32)
    for row, good in zip(table, goods, strict=True):
        for name in good.features:
            if name in place:
                row[place[name]] = log(1 + len(goods) / held_by[name])
    length = np.linalg.norm(table, axis=1, keepdims=True)
    return (table / np.where(length > 0, length, 1)).astype(np.float32)
