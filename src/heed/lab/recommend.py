"""What attention buys a recommender: new papers for readers who saved a few, on citeulike-a.

Three in ten papers are new to everybody. A reader is known by K papers they saved, K they did not
(drawn by popularity) and 200 drawn from all; asked are all new papers, right are those they saved.
There are no dates in these data, so nothing is claimed about time. No torch.
"""

import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.lab.english import english
from heed.models.gaussian import Kernel, Points, fit

Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
NEW_SHARE, BACKGROUND, FEWEST_RIGHT = 0.3, 200, 3
DRAWS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """Titles, the papers each reader saved, and a centred unit vector a title."""

    titles: tuple[str, ...]
    saved: tuple[Rows, ...]
    vectors: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What is known of one reader, and which new papers are right."""

    saved: Rows
    not_saved: Rows
    background: Rows
    right: Rows


@dataclass(frozen=True, slots=True)
class Told:
    """What a process is told: the noise of an answer (three times that of the background), and what
    not saved and unknown papers are worth, a saved one being 1."""

    noise: float
    not_saved: float
    unknown: float


WITH, WITHOUT = Told(2.0, -0.6, -0.15), Told(2.0, -0.3, -0.05)
"""With attention and without, each at its best with seed 7, which is not reported."""
Method = Callable[[Papers, Reader, Rows], Doubles]


def read_papers(folder: Path, kept: Path | None = None) -> Papers:
    """The set in `folder`; `kept` names a .npy file for the vectors, made where it is missing."""
    with gzip.open(folder / "titles.txt.gz", "rt", encoding="utf-8", errors="replace") as file:
        titles = tuple(line.strip() for line in file)
    with gzip.open(folder / "users.dat.gz", "rt") as file:
        saved = tuple(np.array([int(n) for n in line.split()[1:]], dtype=np.intp) for line in file)
    return Papers(titles, saved, english(titles, kept))


def readers(papers: Papers, *, known: int, count: int, seed: int) -> tuple[Rows, list[Reader]]:
    """The new papers, and some readers who saved enough of the old and of the new."""
    rng = np.random.default_rng([seed, 99])
    whole = len(papers.titles)
    new = np.zeros(whole, dtype=np.bool_)
    new[rng.permutation(whole)[: round(NEW_SHARE * whole)]] = True
    popular = np.bincount(np.concatenate(papers.saved), minlength=whole).astype(np.float64)
    popular[new] = 0
    found: list[Reader] = []
    for who in rng.permutation(len(papers.saved)):
        mine = papers.saved[who]
        old, right = mine[~new[mine]], mine[new[mine]]
        if len(old) >= known and len(right) >= FEWEST_RIGHT and len(found) < count:
            draw = np.random.default_rng([seed, int(who)])
            found.append(_reader(draw, old, right, popular, np.flatnonzero(~new), known=known))
    return np.flatnonzero(new), found


def shuffled(some: Sequence[Reader], asked: Rows, *, seed: int) -> list[Reader]:
    """The same readers with as many right papers, drawn from all that is asked."""
    rng = np.random.default_rng([seed, 7])
    return [replace(one, right=rng.choice(asked, len(one.right), replace=False)) for one in some]


def _reader(
    draw: np.random.Generator,
    old: Rows,
    right: Rows,
    popular: Doubles,
    everything: Rows,
    *,
    known: int,
) -> Reader:
    others = popular.copy()
    others[old] = 0
    return Reader(
        saved=draw.permutation(old)[:known],
        not_saved=draw.choice(len(popular), size=known, replace=False, p=others / others.sum()),
        background=draw.choice(everything, size=BACKGROUND, replace=False),
        right=right,
    )


def mean(papers: Papers, one: Reader, asked: Rows) -> Doubles:
    """Cosine to the mean of what was saved."""
    middle = papers.vectors[one.saved].mean(axis=0)
    found: Doubles = (papers.vectors[asked] @ middle).astype(np.float64)
    return found


def chance(papers: Papers, one: Reader, asked: Rows) -> Doubles:
    """Any order."""
    return np.random.default_rng(int(one.saved.sum())).random(len(asked))


def process(kernel: Kernel, told: Told) -> Method:
    """The reader model's process on what is known, the background as weak dislikes."""

    def score(papers: Papers, one: Reader, asked: Rows) -> Doubles:
        rows = np.concatenate((one.saved, one.not_saved, one.background))
        counts = (len(one.saved), len(one.not_saved), len(one.background))
        said = np.repeat([1.0, told.not_saved, told.unknown], counts)
        noises = np.repeat([told.noise, told.noise, 3 * told.noise], counts)
        return fit(kernel, _points(papers, rows), said, noises).predict(_points(papers, asked))

    return score


def _points(papers: Papers, rows: Rows) -> Points:
    nothing = np.full(len(rows), "", dtype=np.str_)
    return Points(papers.vectors[rows], nothing, nothing)


def logistic(papers: Papers, one: Reader, asked: Rows) -> Doubles:
    """Logistic regression with the background as dislikes, C tuned to 1."""
    from sklearn.linear_model import LogisticRegression

    rows = np.concatenate((one.saved, one.not_saved, one.background))
    yes = np.arange(len(rows)) < len(one.saved)
    machine: Any = LogisticRegression(C=1.0, max_iter=300, class_weight="balanced")
    found: Doubles = machine.fit(papers.vectors[rows], yes).decision_function(papers.vectors[asked])
    return found


def words(papers: Papers) -> Method:
    """Words and pairs of titles into a linear support vector machine, as arxiv-sanity does."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    table: Any = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=20_000)
    tables = table.fit_transform(papers.titles)

    def score(papers: Papers, one: Reader, asked: Rows) -> Doubles:
        rows = np.concatenate((one.saved, one.not_saved, one.background))
        yes = np.arange(len(rows)) < len(one.saved)
        machine: Any = LinearSVC(C=0.01, class_weight="balanced").fit(tables[rows], yes)
        found: Doubles = machine.decision_function(tables[asked])
        return found

    return score


def quick() -> Mapping[str, Method]:
    """Those that take no time."""
    return {
        "chance": chance,
        "mean of saved": mean,
        "process with attention": process(Kernel(), WITH),
    }


def methods(papers: Papers) -> Mapping[str, Method]:
    """All of them by name, the dumb ones first."""
    return {
        "chance": chance,
        "words (SVM)": words(papers),
        "mean of saved": mean,
        "logistic regression": logistic,
        "process, no attention": process(Kernel(attention=0.0), WITHOUT),
        "process with attention": process(Kernel(), WITH),
    }


def ndcg(scores: Doubles, asked: Rows, right: Rows, top: int = 10) -> float:
    """Of the ten best."""
    first = asked[np.argsort(-scores, kind="stable")[:top]]
    discount = 1 / np.log2(np.arange(2, top + 2))
    return float(np.isin(first, right) @ discount / discount[: min(top, len(right))].sum())


def auc(scores: Doubles, asked: Rows, right: Rows) -> float:
    """How often a right paper is above a wrong one."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    good = np.isin(asked, right)
    count = int(good.sum())
    below = ranks[good].sum() - count * (count + 1) / 2
    return float(below / (count * (len(asked) - count)))


def interval(gaps: Sequence[float], seed: int = 0) -> tuple[float, float, float]:
    """Mean and 95 % interval, readers drawn anew."""
    values = np.asarray(gaps)
    drawn = np.random.default_rng(seed).integers(len(values), size=(DRAWS, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(values.mean()), float(low), float(high)
