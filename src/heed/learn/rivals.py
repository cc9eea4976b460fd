"""What the reader model has to beat on the reader's own answers: trivial scorers, usual learners.

Each takes the answers of the days before and says how good it finds today's pieces; higher is
better, and the scale does not matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.models.reader import Attentive, Rocchio
from heed.types import Candidate, Evidence, Ranker

Doubles = npt.NDArray[np.float64]
_RIDGE = 1.0
_STEPS = 25


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One answered piece as it stood on the morning of its day."""

    candidate: Candidate
    evidence: Evidence
    story_id: int
    day: int

    @property
    def yes(self) -> bool:
        """Whether its minutes were worth it."""
        return self.evidence.answer >= 1


Method = Callable[[Sequence[Trial], Sequence[Trial], datetime], Doubles]


def by(ranker: Ranker) -> Method:
    """A ranker of editions as a method."""

    def score(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
        fitted = ranker.fit([one.evidence for one in past], now=now)
        judged = fitted.judge([one.candidate for one in today])
        return np.array([sum(part.weight for part in one.reasons) for one in judged])

    return score


def base_rate(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """Everything alike."""
    return np.zeros(len(today))


def recency(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """Newest first."""
    return np.array([-one.candidate.age_s for one in today])


def source_prior(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """What the source was worth so far, shrunk to the reader's mean."""
    told = [one for one in past if not one.evidence.picked]
    mean = _mean([one.evidence.answer for one in told])
    answers: dict[int, list[float]] = {}
    for one in told:
        answers.setdefault(one.candidate.source_id, []).append(one.evidence.answer)
    return np.array([_shrunk(answers.get(one.candidate.source_id, []), mean) for one in today])


def _mean(answers: Sequence[float]) -> float:
    return float(np.mean(answers)) if answers else 1.0


def _shrunk(answers: Sequence[float], mean: float, counts: float = 4.0) -> float:
    return (sum(answers) + counts * mean) / (len(answers) + counts)


def centred_mean(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """Cosine to the mean of what was worth it; the encoder's vectors are centred already."""
    liked = _vectors([one for one in past if one.yes])
    asked = _vectors(today)
    return asked @ liked.mean(axis=0) if len(liked) else np.zeros(len(today))


def logistic(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """Ridge logistic regression on the vectors, both answers weighing alike."""
    yes = np.array([one.yes for one in past], dtype=np.float64)
    if len(past) < 2 or yes.min() == yes.max():
        return np.zeros(len(today))
    design, asked = _vectors(past), _vectors(today)
    share = np.where(yes > 0, 0.5 / yes.sum(), 0.5 / (1 - yes).sum()) * len(yes)
    pull = np.zeros(len(past))  # the weights are a sum of past vectors, so few numbers are enough
    table = design @ design.T
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-table @ pull))
        curve = share * p * (1 - p)
        step = np.linalg.solve(
            curve[:, None] * table + _RIDGE * np.eye(len(past)),
            share * (p - yes) + _RIDGE * pull,
        )
        pull = pull - step
        if np.abs(step).max() < 1e-6:
            break
    return (asked @ design.T) @ pull


def _vectors(trials: Sequence[Trial]) -> Doubles:
    """Vectors of one length; what another encoder read is zeros."""
    wide = max((len(one.evidence.vector) for one in trials), default=1)
    rows = np.zeros((len(trials), wide))
    for row, one in zip(rows, trials, strict=True):
        if len(one.evidence.vector) == wide:
            row[:] = one.evidence.vector
    return rows


def svm(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
    """Words and word pairs of the titles into a linear support vector machine (arxiv-sanity)."""
    yes = np.array([one.yes for one in past])
    if len(past) < 2 or yes.all() or not yes.any():
        return np.zeros(len(today))
    text: Any = import_module("sklearn.feature_extraction.text")
    machines: Any = import_module("sklearn.svm")
    words = text.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+")
    rows = words.fit_transform([one.evidence.title for one in past])
    machine = machines.LinearSVC(C=0.01, class_weight="balanced").fit(rows, yes)
    found: Doubles = machine.decision_function(words.transform([o.evidence.title for o in today]))
    return found


def methods() -> Mapping[str, Method]:
    """All of them by name; the machine only where scikit-learn is installed."""
    found: dict[str, Method] = {
        "heed": by(Attentive()),
        "base_rate": base_rate,
        "recency": recency,
        "source_prior": source_prior,
        "centred_mean": centred_mean,
        "rocchio": by(Rocchio()),
        "logistic": logistic,
    }
    if find_spec("sklearn"):
        found["svm"] = svm
    return found
