"""A model of language by counting: one, two and three pieces in a row, mixed. Needs no torch."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np

Rows = Sequence[Sequence[int]]
_TENTHS = [w for w in product(range(1, 9), repeat=3) if sum(w) == 10]


class Counted:
    """What came after how often in rows of pieces, (n-grams with linear interpolation).

    known: how many pieces there are. Each row begins with a piece that nothing is asked about.
    """

    def __init__(self, rows: Rows, held: Rows, known: int) -> None:
        """Counted on `rows`; the mixture, in tenths, is the one `held` finds likeliest."""
        self.known = known
        self.counts = [Counter(gram for row in rows for gram in _grams(row, n)) for n in range(3)]
        self.before: list[Counter[tuple[int, ...]]] = [Counter() for _ in range(3)]
        for whole, before in zip(self.counts, self.before, strict=True):
            for gram, times in whole.items():
                before[gram[:-1]] += times
        shares = np.concatenate([self._shares(row) for row in held], axis=1)
        self.mixture = max(
            (np.array(w) / 10 for w in _TENTHS), key=lambda w: float(np.log(w @ shares).sum())
        )

    def nats(self, row: Sequence[int]) -> float:
        """How surprising a row is: minus the log of its chance."""
        return float(-np.log(self.mixture @ self._shares(row)).sum())

    def _shares(self, row: Sequence[int]) -> np.ndarray:
        """The chance of every piece but the first by one, two and three in a row, (3, T)."""
        alone = [
            (self.counts[0][gram] + 1) / (self.before[0][()] + self.known)
            for gram in _grams(row, 0)
        ]
        more = [
            [self.counts[n][gram] / max(self.before[n][gram[:-1]], 1) for gram in _grams(row, n)]
            for n in (1, 2)
        ]
        return np.array([alone, *more])


def _grams(row: Sequence[int], before: int) -> list[tuple[int, ...]]:
    """Every piece but the first, behind those before it, as far as there are any."""
    return [tuple(row[max(at - before, 0) : at + 1]) for at in range(1, len(row))]
