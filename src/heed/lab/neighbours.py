"""A model of pictures by counting: a patch given its place and the ones left of it and above."""

from itertools import product

import numpy as np

_TENTHS = np.array([w for w in product(range(1, 9), repeat=3) if sum(w) == 10]) / 10


class Neighbours:
    """Rows of patches (N, side * side), line by line; chances by three counts, mixed."""

    def __init__(self, rows: np.ndarray, held: np.ndarray, *, kinds: int) -> None:
        """Counted on `rows`; the mixture, in tenths, is the one `held` finds likeliest."""
        self.side, self.kinds = round(rows.shape[1] ** 0.5), kinds
        self.counts = [np.ones(shape) for shape in self._shapes()]  # nothing is quite unheard of
        for counts, at in zip(self.counts, self._cells(rows), strict=True):
            np.add.at(counts, (*at, rows), 1)
        self.mixture = max(_TENTHS, key=lambda w: float(np.log(self._mixed(held, w)).sum()))

    def nats(self, rows: np.ndarray) -> np.ndarray:
        """How surprising each picture is: minus the log of its chance, (N,)."""
        found: np.ndarray = -np.log(self._mixed(rows, self.mixture)).sum(1)
        return found

    def _mixed(self, rows: np.ndarray, mixture: np.ndarray) -> np.ndarray:
        """The chance of every patch, (N, side * side)."""
        chances = [
            counts[(*at, rows)] / counts[at].sum(-1)
            for counts, at in zip(self.counts, self._cells(rows), strict=True)
        ]
        return np.tensordot(mixture, np.array(chances), 1)

    def _shapes(self) -> list[tuple[int, ...]]:
        beside = (self.kinds + 1, self.kinds + 1)
        places = (self.side**2,)
        return [(*one, self.kinds) for one in (places, beside, (*places, *beside))]

    def _cells(self, rows: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        """Where in each table a patch counts: its place; its neighbours; both."""
        field = rows.reshape(-1, self.side, self.side)
        edged = np.pad(field, ((0, 0), (1, 0), (1, 0)), constant_values=self.kinds)
        left, above = (part.reshape(rows.shape) for part in (edged[:, 1:, :-1], edged[:, :-1, 1:]))
        place = np.broadcast_to(np.arange(rows.shape[1]), rows.shape)
        return [(place,), (left, above), (place, left, above)]
