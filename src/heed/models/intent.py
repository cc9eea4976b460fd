"""What a message wants: attention over known messages whose values are solved for.

A message looks at known ones with the weight exp((cosine - 1) / SOFTNESS), and what it finds there
is a score for every intent. The values are those of a kernel ridge regression (Saunders et al.
1998), so training is closed form on frozen vectors and takes no torch, and the score of each known
message as if it were not known comes with it. From those come the confidence's temperature (Guo et
al. 2017) and the confidence below which nothing is answered. Texts and files are not here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.budget import softmax
from heed.types import Matrix

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.intp]

SOFTNESS = 0.5
RIDGE = 0.1
MOST_KEYS = 6000
FALSE_HANDOVER = 0.03
"""Share of the known wishes that fall under the bar, each read without itself. New ones are harder:
this came to about .05 of them on the half of CLINC150's validation messages it was chosen by."""
USUAL_SURE = 0.2
"""What a desk begins with; five messages an intent of BANKING77 come to about this."""
PRIOR = 50
"""Messages' worth of belief in the usual values, before the desk's own are known."""
_BLOCK = 64
_TEMPERATURES = np.geomspace(0.01, 1.0, 61)


@dataclass(frozen=True, slots=True, eq=False)
class Intents:
    """A trained head: names (c,), keys (m, d) and values (m, c) to look at, how sure is sure.

    drawn (m,): which of the rows it was trained on are the keys.
    """

    names: tuple[str, ...]
    keys: Floats
    values: Floats
    drawn: Labels
    temperature: float
    sure: float

    def read(self, rows: Matrix) -> Floats:
        """How likely each row (n, d) has each intent, (n, c); calibrated, rows sum to 1."""
        return _likely(_looked(rows, self.keys) @ self.values, self.temperature)

    def leaned_on(self, row: Floats, intent: int) -> Floats:
        """What each key (m,) added to the score of an intent for one row (d,)."""
        added: Floats = _looked(row[None], self.keys)[0] * self.values[:, intent]
        return added


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """How a desk reads each key it may not look at: likely (m, c), labels (m,).

    tested (m,): whether another known message has the same intent; only those can be foretold.
    """

    likely: Floats
    labels: Labels
    tested: npt.NDArray[np.bool_]

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Whether the likeliest intent is its own, of the tested."""
        right: npt.NDArray[np.bool_] = self.likely.argmax(axis=1) == self.labels
        return right[self.tested]

    @property
    def confidence(self) -> Floats:
        """The likeliest intent's share, of the tested."""
        confidence: Floats = self.likely.max(axis=1)[self.tested]
        return confidence


def train(
    rows: Matrix, labels: Sequence[str], *, seed: int, hints: int = 0
) -> tuple[Intents, Foretold]:
    """Fit to unit rows (n, d) with their intents; seed draws the keys where n is large.

    hints: so many of the last rows are no messages (the intents' own names); they are learned from
    and not tested. Raises ValueError without any row.
    """
    if not len(rows):
        raise ValueError("train needs at least one row.")
    names, numbers = np.unique(np.array(labels, dtype=object), return_inverse=True)
    tested = np.bincount(numbers)[numbers] > 1
    tested[len(tested) - hints :] = False
    drawn = _drawn(numbers, seed)
    keys, known, tested = np.asarray(rows[drawn], dtype=np.float32), numbers[drawn], tested[drawn]
    values, scores = _solved(keys, known, len(names))
    temperature = _temperature(scores[tested], known[tested])
    foretold = Foretold(_likely(scores, temperature), known, tested)
    told = tuple(map(str, names))
    return Intents(told, keys, values, drawn, temperature, _sure(foretold)), foretold


def error(likely: Floats, right: npt.NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error (Naeini et al. 2015) of confidences (n,) over equal bins."""
    place = np.minimum((likely * bins).astype(np.intp), bins - 1)
    gap = np.bincount(place, likely - right, minlength=bins)
    return float(np.abs(gap).sum() / max(1, len(likely)))


def _drawn(labels: Labels, seed: int) -> Labels:
    """Rows that become keys: all, or as even a share of each intent as MOST_KEYS allows.

    The time of training grows with the third power of the keys, the memory with the second.
    """
    if len(labels) <= MOST_KEYS:
        return np.arange(len(labels))
    order = np.random.default_rng(seed).permutation(len(labels))
    turn = np.empty(len(labels), dtype=np.intp)
    for name in range(labels.max() + 1):
        mine = order[labels[order] == name]
        turn[mine] = np.arange(len(mine))
    return np.sort(order[np.argsort(turn[order], kind="stable")][:MOST_KEYS])


def _looked(rows: Matrix, keys: Floats) -> Floats:
    """The weight each row gives each key, (n, m)."""
    weights: Floats = np.exp((rows @ keys.T - 1) / np.float32(SOFTNESS), dtype=np.float32)
    return weights


def _solved(keys: Floats, labels: Labels, count: int) -> tuple[Floats, Floats]:
    """Each key's values (m, c), and each key's scores as if it had been left out (m, c).

    With G the Gram matrix and V = (G + RIDGE I)^-1 Y, the score without i is Y_i - V_i / inverse_ii
    (Rasmussen & Williams 2006, 5.12).
    """
    gram: Floats = _looked(keys, keys)
    gram[np.diag_indices_from(gram)] += np.float32(RIDGE)
    lower: Floats = np.linalg.cholesky(gram).astype(np.float32, copy=False)
    _invert(lower)
    wanted = np.zeros((len(labels), count), dtype=np.float32)
    wanted[np.arange(len(labels)), labels] = 1
    values: Floats = lower.T @ (lower @ wanted)
    diagonal = np.einsum("nm,nm->m", lower, lower)
    return values, wanted - values / diagonal[:, None]


def _invert(lower: Floats) -> None:
    """Invert a lower triangle in place, by halves: its cost is that of matrix products."""
    half = len(lower) // 2
    if len(lower) <= _BLOCK:
        lower[:] = np.tril(np.linalg.inv(lower))
        return
    _invert(lower[:half, :half])
    _invert(lower[half:, half:])
    lower[half:, :half] = -(lower[half:, half:] @ lower[half:, :half]) @ lower[:half, :half]


def _likely(scores: Floats, temperature: float) -> Floats:
    likely: Floats = np.asarray(softmax(scores / np.float32(temperature)), dtype=np.float32)
    return likely


def _temperature(scores: Floats, labels: Labels) -> float:
    """The temperature under which what was left out is likeliest, held near the usual one.

    With more intents to share with, the same score has to count for more.
    """
    rows, usual = np.arange(len(labels)), 0.3 / np.log(2 * scores.shape[1])

    def loss(temperature: float) -> float:
        odds = scores / temperature
        top = odds.max(axis=1, initial=0.0)
        log_sum = top + np.log(np.exp(odds - top[:, None]).sum(axis=1))
        belief = PRIOR / 2 * np.log(temperature / usual) ** 2
        return float((log_sum - odds[rows, labels]).sum() + belief)

    return float(min(_TEMPERATURES, key=loss))


def _sure(foretold: Foretold) -> float:
    """The confidence that all but FALSE_HANDOVER of the known wishes reach."""
    confidence = foretold.confidence
    if not len(confidence):
        return USUAL_SURE
    own = float(np.quantile(confidence, FALSE_HANDOVER))
    part = len(confidence) / (len(confidence) + PRIOR)
    return part * own + (1 - part) * USUAL_SURE
