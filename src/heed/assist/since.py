"""What a text says that none of the texts read before it says. Judges nothing true or false."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heed.assist.outlets import AGREE, STRANGE
from heed.assist.summary import MOST, importance, is_whole, read
from heed.assist.words import is_cjk, sentences
from heed.models.encoder import Encoder
from heed.types import Fresh, Matrix

NEW = (AGREE + STRANGE) / 2
"""A cosine below which no sentence read before says it: midway, chosen by hand, not measured."""
SHOWN = 3


def fresh(text: str, earlier: Sequence[str], encoder: Encoder) -> tuple[tuple[Fresh, ...], int]:
    """Sentences that say something new, at most three, in their order; how many were compared.

    A sentence in a language of which nothing was read before cannot be compared, nor can one that
    no encoder knows a part of.
    """
    spans, known = _whole(text), [one for told in earlier for one, _, _ in _whole(told)]
    told = [one for one, _, _ in spans]
    if not told or not known:
        return (), 0
    rows = read([*told, *known], encoder)
    near: Matrix = (rows[: len(told)] @ rows[len(told) :].T).max(axis=1)
    able = _comparable(told, known) & rows[: len(told)].any(axis=1)
    gain = np.where(able & (near < NEW), importance(rows[: len(told)], told) * (1 - near), 0)
    best = sorted(n for n in np.argsort(-gain)[:SHOWN].tolist() if gain[n] > 0)
    found = [(*spans[n], float(near[n])) for n in best]
    return tuple(Fresh(*one) for one in found), int(able.sum())


def _whole(text: str) -> list[tuple[str, int, int]]:
    """A text's sentences that are more than a heading or a credit, and where they lie."""
    spans = [(text[start:end], start, end) for start, end in sentences(text)[:MOST]]
    return [one for one in spans if is_whole(one[0])]


def _comparable(told: Sequence[str], known: Sequence[str]) -> npt.NDArray[np.bool_]:
    scripts = {is_cjk(one) for one in known}
    return np.array([is_cjk(one) in scripts for one in told], dtype=np.bool_)
