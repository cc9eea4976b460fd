"""Other ways to learn a reader from some answers, each with its own library's usual settings.

A peer is given what was answered, by rows of all texts, and scores other rows. scikit-learn comes
with the lab; bayesianbandits and vowpalwabbit are no dependency of heed: `pip install` them to
have them compared, `absent()` names those that are not there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Rows = npt.NDArray[np.intp]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What can be asked: texts, and their vectors (n, dim)."""

    texts: Sequence[str]
    vectors: npt.NDArray[np.float32]


Learn = Callable[[Rows, Doubles], Callable[[Rows], Doubles]]
"""From answered rows and the answers (m,) to a score of any rows."""


def logistic(corpus: Corpus) -> Learn:
    """scikit-learn's, on the vectors: is it worth its minutes?"""

    def learn(rows: Rows, answers: Doubles) -> Callable[[Rows], Doubles]:
        machine: Any = LogisticRegression(max_iter=300).fit(corpus.vectors[rows], answers >= 1)
        return lambda asked: machine.decision_function(corpus.vectors[asked])

    return learn


def sanity(corpus: Corpus) -> Learn:
    """arxiv-sanity's: words and pairs into a linear support vector machine; texts read before."""
    table = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=20_000)
    words = table.fit_transform(corpus.texts)

    def learn(rows: Rows, answers: Doubles) -> Callable[[Rows], Doubles]:
        machine: Any = LinearSVC(C=0.01, class_weight="balanced").fit(words[rows], answers >= 1)
        return lambda asked: machine.decision_function(words[asked])

    return learn


def bandit(corpus: Corpus) -> Learn:
    """bayesianbandits' linear regression with a normal prior, by its mean (nothing is drawn)."""
    from bayesianbandits import NormalRegressor

    def learn(rows: Rows, answers: Doubles) -> Callable[[Rows], Doubles]:
        machine = NormalRegressor(alpha=1.0, beta=1.0)
        machine.fit(corpus.vectors[rows].astype(np.float64), answers - answers.mean())
        return lambda asked: np.asarray(machine.predict(corpus.vectors[asked].astype(np.float64)))

    return learn


def wabbit(corpus: Corpus) -> Learn:
    """Vowpal Wabbit, one pass over the answers, squared loss; lines of text are made before."""
    from vowpalwabbit import Workspace

    lines = [
        "|f " + " ".join(f"{n}:{value:.5f}" for n, value in enumerate(row.tolist()))
        for row in corpus.vectors
    ]

    def learn(rows: Rows, answers: Doubles) -> Callable[[Rows], Doubles]:
        machine = Workspace("--quiet --loss_function squared")
        for row, answer in zip(rows.tolist(), answers.tolist(), strict=True):
            machine.learn(f"{answer} {lines[row]}")
        return lambda asked: np.array([machine.predict(lines[row]) for row in asked.tolist()])

    return learn


PEERS: dict[str, tuple[str, Callable[[Corpus], Learn]]] = {
    "scikit-learn LR": ("sklearn", logistic),
    "arxiv-sanity's SVM": ("sklearn", sanity),
    "bayesianbandits": ("bayesianbandits", bandit),
    "vowpalwabbit": ("vowpalwabbit", wabbit),
}


def present() -> dict[str, Callable[[Corpus], Learn]]:
    """Those whose library is installed."""
    return {name: make for name, (library, make) in PEERS.items() if find_spec(library)}


def absent() -> list[str]:
    """Those whose library is not."""
    return [name for name, (library, _) in PEERS.items() if not find_spec(library)]
