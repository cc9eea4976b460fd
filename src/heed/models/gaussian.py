"""A Gaussian process over answered points, with a linear and a softmax-attention kernel.

    k(x, y) = a <x, y> + b exp((<x, y> - 1) / tau) + c [same source] + d [same topic]

The attention term is what a softmax over <x, y> / tau looks at before it is normalised. Points are
unit vectors; between two encoders only source and topic speak. It knows no noun of heed but arrays.
Closed form: Rasmussen and Williams 2006, ch. 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Self

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Names = npt.NDArray[np.str_]

_CHUNK = 1024  # rows worked at once, in one buffer: its table of 1024 x 500 is 2 MB


@dataclass(frozen=True, slots=True)
class Kernel:
    """What two points share: by words, by looking alike, by source, by topic.

    temperature: how alike counts as alike; 0.2 means that at cosine 0.8 a third of it is left.
    """

    linear: float = 1.0
    attention: float = 4.0
    temperature: float = 0.2
    source: float = 0.0
    topic: float = 0.0

    def text(self, likeness: Floats) -> Floats:
        """The two parts that read the vectors, of a table of cosines; overwrites it."""
        if not self.attention:
            return np.multiply(likeness, np.float32(self.linear), out=likeness)
        near = np.subtract(likeness, np.float32(1))
        near /= np.float32(self.temperature)
        np.exp(near, out=near)
        near *= np.float32(self.attention)
        likeness *= np.float32(self.linear)
        likeness += near
        return likeness


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """vectors (n, dim) of one encoder, sources (n,) and topics (n,) by name; "" is none."""

    vectors: Floats
    sources: Names
    topics: Names

    def __len__(self) -> int:
        return len(self.vectors)

    def alone(self, kernel: Kernel) -> Doubles:
        """k(x, x) of each (n,): the variance before any answer."""
        square = np.einsum("nd,nd->n", self.vectors, self.vectors, dtype=np.float64)
        text = kernel.linear * square
        text += kernel.attention * np.exp((square - 1) / kernel.temperature)
        named = kernel.source * (self.sources != "") + kernel.topic * (self.topics != "")
        whole: Doubles = text + named
        return whole

    def take(self, rows: npt.NDArray[np.intp]) -> Self:
        """Some of them."""
        return type(self)(self.vectors[rows], self.sources[rows], self.topics[rows])

    def joined(self, other: Self) -> Self:
        """These and then those."""
        return type(self)(
            np.concatenate((self.vectors, other.vectors)),
            np.concatenate((self.sources, other.sources)),
            np.concatenate((self.topics, other.topics)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Tables (n, m) between n points and m past ones, by what they share; they sum to k."""

    text: Floats
    source: Floats
    topic: Floats

    @property
    def whole(self) -> Floats:
        """k itself."""
        return self.text + self.source + self.topic


def shares(kernel: Kernel, left: Points, right: Points) -> Shares:
    """What every point of `left` shares with every one of `right`."""
    return Shares(
        kernel.text(left.vectors @ right.vectors.T),
        np.float32(kernel.source) * _same(left.sources, right.sources),
        np.float32(kernel.topic) * _same(left.topics, right.topics),
    )


def _same(left: Names, right: Names) -> Floats:
    """1 where two names are the same and there is one."""
    same: Floats = ((left[:, None] == right) & (right != "")).astype(np.float32)
    return same


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """Past points, what each weighs, and what is needed to say how sure one is.

    weights (m,): (K + noise)^-1 residual, so a prediction is sum_j weights_j k(x, x_j).
    lower (m, m): the Cholesky factor of K + noise; residual (m,), noise (m,) variances.
    """

    kernel: Kernel
    points: Points
    residual: Doubles
    noise: Doubles
    lower: Doubles
    weights: Doubles

    def predict(self, points: Points) -> Doubles:
        """The mean at each point (n,)."""
        found, by_name = self._read(points.vectors), self._by_name()
        for names, pulls in zip((points.sources, points.topics), by_name, strict=True):
            if pulls:
                known = {name: pulls.get(name, 0.0) for name in np.unique(names).tolist()}
                found += [known[name] for name in names.tolist()]
        return found

    def _read(self, vectors: Floats) -> Doubles:
        """What the text parts add; exp is the only pass over the table (n, m)."""
        kernel, past = self.kernel, self.points.vectors
        pull = self.weights.astype(np.float32)
        straight = np.float32(kernel.linear) * (pull @ past)
        if not kernel.attention:
            return (vectors @ straight).astype(np.float64)
        sharp = past.T / np.float32(kernel.temperature)
        pull *= np.float32(kernel.attention * np.exp(-1 / kernel.temperature))
        found = np.empty(len(vectors))
        buffer = np.empty((min(_CHUNK, len(vectors)), len(pull)), dtype=np.float32)
        for start in range(0, len(vectors), _CHUNK):
            some = vectors[start : start + _CHUNK]
            near = np.matmul(some, sharp, out=buffer[: len(some)])
            found[start : start + _CHUNK] = np.exp(near, out=near) @ pull + some @ straight
        return found

    def _by_name(self) -> tuple[dict[str, float], dict[str, float]]:
        """What each source and each topic adds."""
        return (
            _sums(self.points.sources, self.kernel.source, self.weights),
            _sums(self.points.topics, self.kernel.topic, self.weights),
        )

    def variance(self, points: Points) -> Doubles:
        """The variance at each point (n,): k(x, x) where nothing nearby was answered."""
        from_past = shares(self.kernel, points, self.points).whole
        inner = _solve_lower(self.lower, from_past.T.astype(np.float64))
        explained = np.einsum("mn,mn->n", inner, inner)
        left: Doubles = np.maximum(points.alone(self.kernel) - explained, 0.0)
        return left

    def append(self, points: Points, residual: Doubles, noise: Doubles) -> Self:
        """The same process after some more answers, by rows added to the factor."""
        grown = self
        for row in range(len(points)):
            one = points.take(np.array([row]))
            grown = grown._with(one, float(residual[row]), float(noise[row]))
        return grown

    def _with(self, one: Points, residual: float, noise: float) -> Self:
        shared = shares(self.kernel, one, self.points).whole[0].astype(np.float64)
        row = _solve_lower(self.lower, shared[:, None])[:, 0]
        own = float(one.alone(self.kernel)[0]) + noise
        corner = sqrt(max(own - float(row @ row), 1e-12))
        size = len(row)
        lower = np.zeros((size + 1, size + 1))
        lower[:size, :size], lower[size, :size], lower[size, size] = self.lower, row, corner
        targets = np.append(self.residual, residual)
        return type(self)(
            self.kernel,
            self.points.joined(one),
            targets,
            np.append(self.noise, noise),
            lower,
            _solve(lower, targets),
        )


def fit(kernel: Kernel, points: Points, residual: Doubles, noise: Doubles) -> Process:
    """The process after these answers: residual (m,) what each said beyond what was expected,
    noise (m,) > 0 the variance of each."""
    table = shares(kernel, points, points).whole.astype(np.float64)
    # In double precision, so that rounding of the vectors does not make the factor fail.
    table[np.diag_indices_from(table)] = points.alone(kernel) + noise
    lower: Doubles = np.asarray(np.linalg.cholesky(table), dtype=np.float64)
    return Process(kernel, points, residual, noise, lower, _solve(lower, residual))


def _sums(names: Names, share: float, weights: Doubles) -> dict[str, float]:
    """What each name adds; nothing is summed of what the kernel does not look at."""
    total: dict[str, float] = {}
    if not share:
        return total
    for name, weight in zip(names.tolist(), weights.tolist(), strict=True):
        if name:
            total[name] = total.get(name, 0.0) + share * weight
    return total


def _solve(lower: Doubles, right: Doubles) -> Doubles:
    """(lower lower^T)^-1 right."""
    inner = _solve_lower(lower, right[:, None])
    found: Doubles = _solve_lower(lower[::-1, ::-1].T, inner[::-1])[::-1, 0]
    return found


def _solve_lower(lower: Doubles, right: Doubles) -> Doubles:
    """lower^-1 right by blocks: NumPy has no triangular solver, and a general one costs more."""
    found = np.array(right, dtype=np.float64)
    block = 64
    for start in range(0, len(lower), block):
        end = min(start + block, len(lower))
        if start:
            found[start:end] -= lower[start:end, :start] @ found[:start]
        found[start:end] = np.linalg.solve(lower[start:end, start:end], found[start:end])
    return found


def kept(newest: int, informative: int, size: Sequence[float]) -> npt.NDArray[np.intp]:
    """Which of the answers, oldest first, a capped process keeps: the newest, and of the older ones
    those with the largest |weight|, in their order."""
    count = len(size)
    older = max(0, count - newest)
    if older <= informative:
        return np.arange(count)
    best = np.argsort(-np.abs(np.asarray(size[:older])), kind="stable")[:informative]
    return np.concatenate((np.sort(best), np.arange(older, count)))
