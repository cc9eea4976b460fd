"""Would a text's difficulty foretell the minutes it takes better than its words alone do?

    HEED_DATA=... python benchmarks/minutes.py [--words 100]

Natural Stories (Futrell et al. 2021, CC BY-NC-SA 4.0): ten stories, some eighty readers each, the
time of every word. A window's seconds are foretold from its words, as heed does, and from its words
and a measure of difficulty; what a word costs is fitted on nine stories, the tenth is foretold. The
measures: letters; Flesch's reading ease; and a judge learned from OneStopEnglish (CC BY-SA 4.0),
where every article is written for beginners and for the advanced: letters a word, words a sentence
and the share of words seldom used there, by logistic regression on windows of the same length.
Gains are paired by window; intervals draw stories.
"""

import argparse
import csv
import gzip
import json
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from heed.lab.applications.difficulty import flesch

DRAWS, SEED, SELDOM = 10_000, 0, 3


@dataclass(frozen=True, slots=True)
class Window:
    """So many words of a story that follow one another, and the seconds they took."""

    story: str
    words: tuple[str, ...]
    seconds: float


def windows(path: Path, length: int) -> list[Window]:
    """Whole windows alone; what is left at a story's end is not used."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: int(row["zone"]))
    found = []
    for story in sorted({row["item"] for row in rows}):
        mine = [row for row in rows if row["item"] == story]
        for some in parts(mine, length):
            seconds = sum(float(row["meanItemRT"]) for row in some) / 1000
            found.append(Window(story, tuple(row["word"] for row in some), seconds))
    return found


def parts(some: Sequence, length: int) -> Iterator[Sequence]:
    """Whole parts of this length."""
    for start in range(0, len(some) - length + 1, length):
        yield some[start : start + length]


def letters(words: Sequence[str]) -> int:
    return sum(len(re.sub(r"\W", "", word)) for word in words)


class Judge:
    """How advanced a window reads, learned from articles in two versions."""

    def __init__(self, path: Path, length: int) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        rows = [row for row in rows if row["level"] in ("Ele", "Adv")]
        self.counts = Counter(word for row in rows for word in _plain(row["text"].split()))
        texts = [(w, row["level"]) for row in rows for w in parts(row["text"].split(), length)]
        self.net = make_pipeline(StandardScaler(), LogisticRegression())
        self.net.fit([self.seen(words) for words, _ in texts], [name == "Adv" for _, name in texts])

    def seen(self, words: Sequence[str]) -> list[float]:
        ends = sum(bool(re.search(r"[.!?]\W*$", word)) for word in words)
        seldom = np.mean([self.counts[word] <= SELDOM for word in _plain(words)])
        return [letters(words) / len(words), len(words) / max(1, ends), float(seldom)]

    def __call__(self, words: Sequence[str]) -> float:
        return float(self.net.decision_function([self.seen(words)])[0])


def _plain(words: Sequence[str]) -> list[str]:
    return [re.sub(r"\W", "", word.lower()) for word in words]


def misses(some: Sequence[Window], difficulty: Sequence[float] | None) -> np.ndarray:
    """Each window's error as a share of the mean seconds, its own story not learned from."""
    count = np.array([len(one.words) for one in some], dtype=np.float64)
    columns = [count] if difficulty is None else [count, count * np.array(difficulty)]
    given, seconds = np.stack(columns, 1), np.array([one.seconds for one in some])
    story, missed = np.array([one.story for one in some]), np.zeros(len(some))
    for name in np.unique(story):
        out = story == name
        cost = np.linalg.lstsq(given[~out], seconds[~out], rcond=None)[0]
        missed[out] = np.abs(given[out] @ cost - seconds[out])
    return missed / seconds.mean()


def interval(gain: np.ndarray, story: np.ndarray) -> tuple[float, float]:
    """95 % of the mean gain over stories drawn with replacement."""
    each = np.array([gain[story == name].mean() for name in np.unique(story)])
    drawn = np.random.default_rng(SEED).integers(len(each), size=(DRAWS, len(each)))
    low, high = np.percentile(each[drawn].mean(1), [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--words", type=int, default=100)
    length = asked.parse_args().words
    data = Path(os.environ["HEED_DATA"])
    some = windows(data / "reading_times" / "processed_wordinfo.tsv.gz", length)
    judge = Judge(data / "readability" / "onestopenglish_dev80.jsonl.gz", length)
    ways = {
        "letters a word": lambda words: letters(words) / len(words),
        "Flesch": lambda words: flesch(" ".join(words)),
        "learned from OneStop": judge,
    }
    print(f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}; "
          f"{len(some)} windows of {length} words of Natural Stories; seed {SEED}")  # fmt: skip
    story, usual = np.array([one.story for one in some]), misses(some, None)
    pace = np.array([1000 * one.seconds / len(one.words) for one in some])
    print(f"words alone: missed by {usual.mean():.4f} of the time; {pace.mean():.0f} ms a word, "
          f"sd {pace.std():.0f}")  # fmt: skip
    for name, way in ways.items():
        difficulty = [way(one.words) for one in some]
        missed = misses(some, difficulty)
        low, high = interval(usual - missed, story)
        print(f"words and {name}: {missed.mean():.4f}; gained {np.mean(usual - missed):+.4f} "
              f"[{low:+.4f}, {high:+.4f}]; with ms a word r = "
              f"{np.corrcoef(difficulty, pace)[0, 1]:+.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
