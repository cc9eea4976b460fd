"""An honest null: news of one subject, shown six at a time, where nothing personal can be learned.

NeMig in English: readers with up to ten pieces of history and five impressions. Half the readers
lend their clicks to count how often a piece is clicked at all; the others are foretold. No torch.
"""

import gzip
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from heed.lab.english import english
from heed.lab.recommend import interval
from heed.models.gaussian import Kernel, Points, fit

Doubles = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
_TITLE = re.compile(r'<[^>]*news_title_(\d+)> <[^>]*headline> "(.*)" \.')
PRIOR_SHOWN = 20.0
"""A piece's click rate is shrunk to the usual as if it had been shown so often more."""


@dataclass(frozen=True, slots=True, eq=False)
class Impression:
    """What was shown to a reader with some history (rows of pieces), and what was clicked (n,)."""

    reader: str
    history: Rows
    shown: Rows
    clicked: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """Titles and their vectors (n, 384), and every impression."""

    titles: tuple[str, ...]
    vectors: npt.NDArray[np.float32]
    impressions: tuple[Impression, ...]


Method = Callable[[News, Impression], Doubles]


def read_news(folder: Path, kept: Path | None = None) -> News:
    """The set in `folder`; `kept` names a .npy file for the vectors, made where it is missing."""
    titles: dict[str, str] = {}
    with gzip.open(folder / "en.content_literals.nt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if found := _TITLE.match(line):
                titles[f"news_{found[1]}"] = found[2]
    row = {name: n for n, name in enumerate(titles)}
    impressions = tuple(_impressions(folder / "en.behaviors.tsv.gz", row))
    return News(tuple(titles.values()), english(tuple(titles.values()), kept), impressions)


def _impressions(path: Path, row: Mapping[str, int]) -> Iterator[Impression]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            _, reader, history, shown = line.rstrip("\n").split("\t")[:4]
            pairs = [one.rsplit("-", 1) for one in shown.split() if one.rsplit("-", 1)[0] in row]
            clicked = np.array([one[1] == "1" for one in pairs])
            if len(pairs) > 1 and clicked.any() and not clicked.all():
                yield Impression(
                    reader,
                    np.array([row[one] for one in history.split() if one in row], dtype=np.intp),
                    np.array([row[one[0]] for one in pairs], dtype=np.intp),
                    clicked,
                )


def chance(news: News, one: Impression) -> Doubles:
    """Any order."""
    return np.random.default_rng(int(one.shown.sum())).random(len(one.shown))


def clicks(lent: Sequence[Impression], count: int) -> Method:
    """How often a piece is clicked where it is shown, by other readers: the same for everybody."""
    shown, clicked = np.zeros(count), np.zeros(count)
    for one in lent:
        np.add.at(shown, one.shown, 1)
        np.add.at(clicked, one.shown[one.clicked], 1)
    usual = clicked.sum() / max(shown.sum(), 1)
    rate = (clicked + PRIOR_SHOWN * usual) / (shown + PRIOR_SHOWN)
    return lambda news, one: np.asarray(rate[one.shown], dtype=np.float64)


def mean(news: News, one: Impression) -> Doubles:
    """Mean cosine to what was read."""
    if not len(one.history):
        return np.zeros(len(one.shown))
    middle = news.vectors[one.history].mean(axis=0)
    return np.asarray(news.vectors[one.shown] @ middle, dtype=np.float64)


def process(kernel: Kernel) -> Method:
    """The reader model's process on what was read."""

    def score(news: News, one: Impression) -> Doubles:
        if not len(one.history):
            return np.zeros(len(one.shown))
        count = len(one.history)
        known = fit(kernel, _points(news, one.history), np.ones(count), np.full(count, 2.0))
        return known.predict(_points(news, one.shown))

    return score


def _points(news: News, rows: Rows) -> Points:
    nothing = np.full(len(rows), "", dtype=np.str_)
    return Points(news.vectors[rows], nothing, nothing)


def auc(scores: Doubles, clicked: npt.NDArray[np.bool_]) -> float:
    """Of one impression; ties count half."""
    good, bad = scores[clicked], scores[~clicked]
    above = (good[:, None] > bad).mean() + 0.5 * (good[:, None] == bad).mean()
    return float(above)


def by_reader(news: News, asked: Sequence[Impression], way: Method) -> Doubles:
    """The mean AUC of every reader, in the order of their names."""
    found: dict[str, list[float]] = {}
    for one in asked:
        found.setdefault(one.reader, []).append(auc(way(news, one), one.clicked))
    return np.array([np.mean(found[name]) for name in sorted(found)])


def lines(folder: Path, *, many: int, seed: int = 0, vectors: Path | None = None) -> Iterator[str]:
    """The table, and what it says of attention."""
    news = read_news(folder, vectors)
    names = sorted({one.reader for one in news.impressions})
    order = np.random.default_rng(seed).permutation(len(names))
    asked_names = {names[n] for n in order[:many]}
    asked = [one for one in news.impressions if one.reader in asked_names]
    lent = [one for one in news.impressions if one.reader not in asked_names]
    ways: dict[str, Method] = {
        "chance": chance,
        "clicks of others": clicks(lent, len(news.titles)),
        "mean of read": mean,
        "process, no attention": process(Kernel(attention=0.0)),
        "process with attention": process(Kernel()),
    }
    found = {name: by_reader(news, asked, way) for name, way in ways.items()}
    yield f"{len(found['chance'])} readers, {len(asked)} impressions, seed {seed}"
    yield f"{'':26}AUC    95 %             minus clicks of others, 95 %"
    for name, values in found.items():
        middle, low, high = interval(values.tolist())
        gap, below, above = interval((values - found["clicks of others"]).tolist())
        beside = "" if name == "clicks of others" else f"   {gap:+.3f} [{below:+.3f}, {above:+.3f}]"
        yield f"{name:26}{middle:.3f}  [{low:.3f}, {high:.3f}]{beside}"
    gained = interval((found["process with attention"] - found["clicks of others"]).tolist())
    bought = f"bought {gained[0]:+.3f}" if gained[1] > 0 else "bought nothing here"
    yield f"attention over what was read {bought}"
