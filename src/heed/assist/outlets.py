"""What several outlets' texts on one event agree on, and what only one of them says.

Sentences are compared across outlets by their vectors; nothing is judged true or false.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heed.assist.summary import MOST, importance, is_whole, read
from heed.assist.words import sentences
from heed.models.encoder import Encoder
from heed.types import Alone, Compared, Matrix, Shared

AGREE = 0.6
"""A cosine from which two outlets' sentences say the same."""
STRANGE = 0.35
"""A cosine up to which nobody else comes near a sentence."""


def compare(texts: Sequence[str], encoder: Encoder) -> Compared:
    """What several outlets' texts on one event agree on, and what only one of them says."""
    told, owner = [], []
    for outlet, text in enumerate(texts):
        spans = sentences(text)[:MOST]
        whole = [text[start:end] for start, end in spans if is_whole(text[start:end])]
        told += whole
        owner += [outlet] * len(whole)
    if len(set(owner)) < 2:
        return Compared((), ())
    rows, owners = read(told, encoder), np.array(owner)
    near = np.stack([_nearest(rows, owners == outlet) for outlet in sorted(set(owner))], axis=1)
    return Compared(_shared(told, owners, near), _alone(told, owners, rows, near))


def _nearest(rows: Matrix, theirs: npt.NDArray[np.bool_]) -> Matrix:
    """How near the nearest sentence of one outlet comes to each sentence."""
    nearest: Matrix = (rows @ rows[theirs].T).max(axis=1)
    return nearest


def _shared(told: Sequence[str], owners: npt.NDArray[np.intp], near: Matrix) -> tuple[Shared, ...]:
    """Sentences others come near to, those of most outlets first."""
    names = sorted(set(owners.tolist()))
    found: list[Shared] = []
    for number, text in enumerate(told):
        agree = tuple(name for name, one in zip(names, near[number], strict=True) if one >= AGREE)
        if len(agree) > 1:
            least = float(near[number][[names.index(name) for name in agree]].min())
            found.append(Shared(text, int(owners[number]), agree, least))
    found.sort(key=lambda one: (-len(one.outlets), -one.cosine))
    return tuple(found)


def _alone(
    told: Sequence[str], owners: npt.NDArray[np.intp], rows: Matrix, near: Matrix
) -> tuple[Alone, ...]:
    """Sentences nobody else comes near to, the weightiest of each outlet first."""
    names = sorted(set(owners.tolist()))
    found: list[tuple[float, Alone]] = []
    for column, name in enumerate(names):
        mine = np.flatnonzero(owners == name).tolist()
        weights = importance(rows[mine], [told[n] for n in mine])
        others = np.delete(near, column, axis=1)
        for number, weight in zip(mine, weights, strict=True):
            nearest = float(others[number].max())
            if nearest <= STRANGE and rows[number].any():
                found.append((float(weight), Alone(told[number], name, nearest)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(one for _, one in found)
