"""Paragraphs, sentence by sentence, and questions asked of them. Ranks nothing."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heed.lab.texts import Frozen

SENTENCES = 8
"""A paragraph has at most; what is left over is the last one."""
COUNTS = (1500, 300, 800)
"""Questions to learn from, to stop by and to test on, each of other articles."""

Paragraphs = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the number of the paragraph it was asked of."""

    text: str
    of: int


def made(rng: np.random.Generator) -> tuple[Paragraphs, list[Sequence[Asked]]]:
    """Three facts a paragraph, each of who keeps what where: a question is on one of them.

    Every word of it is in many paragraphs, all in one sentence only in its own.
    """
    words = [[f"{letter}{n}" for n in range(12)] for letter in "abc"]
    paragraphs, asked = [], []
    for number in range(300):
        facts = [[str(rng.choice(some)) for some in words] for _ in range(3)]
        paragraphs.append([" ".join(fact) for fact in facts])
        asked.append(Asked(" ".join(facts[int(rng.integers(3))]), number))
    return paragraphs, [asked[:200], asked[200:240], asked[240:]]


def read(path: Path, rng: np.random.Generator) -> tuple[Paragraphs, list[Sequence[Asked]]]:
    """SQuAD's articles; the 12 that are tested on are the same for every seed."""
    paragraphs: list[list[str]] = []
    by_article: list[list[Asked]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for article in map(json.loads, file):
            by_article.append([])
            for one in article["paragraphs"]:
                by_article[-1] += [Asked(qa["question"], len(paragraphs)) for qa in one["qas"]]
                paragraphs.append(_sentences(one["context"]))
    fixed = np.random.default_rng(7).permutation(len(by_article))
    order = rng.permutation(fixed[12:])
    cuts = zip((order[5:], order[:5], fixed[:12]), COUNTS, strict=True)
    return paragraphs, [_some([by_article[n] for n in cut], count) for cut, count in cuts]


def _sentences(text: str) -> list[str]:
    ended = text.replace("? ", "?\n").replace(". ", ".\n").split("\n")
    rest = " ".join(ended[SENTENCES - 1 :])
    return [one for one in (*ended[: SENTENCES - 1], rest) if one]


def _some(by_article: Sequence[Sequence[Asked]], count: int) -> list[Asked]:
    whole = [one for asked in by_article for one in asked]
    return [whole[n] for n in np.random.default_rng(7).permutation(len(whole))[:count]]


class Vectors:
    """Unit vectors of texts by the frozen encoder, each text read once."""

    def __init__(self) -> None:
        self._known: dict[str, np.ndarray] = {}

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """(N, 384)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, Frozen().whole(new), strict=True))
        return np.stack([self._known[text] for text in texts])
