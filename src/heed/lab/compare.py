"""What attention bought: a paired difference with an interval, over seeds and examples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from heed.lab.task import Run, Scores

DRAWS = 2000
Corpus = Callable[[Scores], Scores]


@dataclass(frozen=True, slots=True)
class Bought:
    """The mean gain of one net over another, its 95 % interval, and the extra CPU-seconds."""

    gain: float
    low: float
    high: float
    extra_cpu_s: float

    @property
    def sentence(self) -> str:
        """What to tell: something, nothing, or a loss."""
        if self.low > 0:
            return "attention bought this"
        return "attention cost this" if self.high < 0 else "attention bought nothing here"


def bought(
    with_it: Sequence[Run], without: Sequence[Run], *, corpus: Corpus | None = None, seed: int = 0
) -> Bought:
    """Runs of two nets, paired by seed and example. Raises ValueError where they do not pair.

    The interval is of a bootstrap that draws seeds and, within them, examples (Efron 1979): it is
    wide where a net depends on its seed. corpus: where scores are counts, the quality of their sum;
    the counts of the drawn examples are then summed anew (Koehn 2004).
    """
    pairs = _paired(with_it, without)
    rng = np.random.default_rng(seed)
    if corpus:
        drawn = np.stack([_resummed(*pair, corpus, rng) for pair in pairs])
        gains = [float(corpus(a.sum(0)) - corpus(b.sum(0))) for a, b in pairs]
    else:
        drawn = np.stack([_resampled(a - b, rng) for a, b in pairs])
        gains = [float(np.mean(a - b)) for a, b in pairs]
    seeds = rng.integers(len(pairs), size=(len(pairs), DRAWS))
    means = drawn[seeds, np.arange(DRAWS)].mean(axis=0)
    low, high = np.percentile(means, [2.5, 97.5])
    extra = np.mean([run.train_cpu_s for run in with_it]) - np.mean(
        [run.train_cpu_s for run in without]
    )
    return Bought(float(np.mean(gains)), float(low), float(high), float(extra))


def _resummed(a: Scores, b: Scores, corpus: Corpus, rng: np.random.Generator) -> Scores:
    """Gains of a over b, both drawn anew with the same examples."""
    times = rng.multinomial(len(a), np.full(len(a), 1 / len(a)), size=DRAWS).astype(np.float64)
    return corpus(times @ a) - corpus(times @ b)


def _resampled(one: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Means of `one` drawn anew with replacement, by how often each of its values is drawn."""
    values, counts = np.unique(one, return_counts=True)
    drawn: np.ndarray = rng.multinomial(len(one), counts / len(one), size=DRAWS) @ values
    return drawn / len(one)


def _paired(with_it: Sequence[Run], without: Sequence[Run]) -> list[tuple[Scores, Scores]]:
    others = {run.seed: run for run in without}
    pairs = [
        (np.asarray(run.scores), np.asarray(others[run.seed].scores))
        for run in with_it
        if run.seed in others
    ]
    if not pairs:
        raise ValueError("the runs share no seed; expected at least one of both nets.")
    return pairs
