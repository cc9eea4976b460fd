"""Paragraphs, sentence by sentence, and questions asked of them. Ranks nothing."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.utils.rnn import pad_sequence

from heed.lab.task import Tensor
from heed.lab.texts import Frozen

SENTENCES = 8
"""A paragraph has at most; what is left over is the last one."""
COUNTS = (1500, 300, 800)
"""Questions to learn from, to stop by and to test on, each of other articles."""

Paragraphs = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the number of the paragraph it was asked of, and the place of the one sentence
    that holds its answer, below 0 where none or more than one does; answers: in the words of those
    who were asked, the first of which is meant."""

    text: str
    of: int
    place: int = -1
    answers: tuple[str, ...] = ()


def made(rng: np.random.Generator) -> tuple[Paragraphs, list[Sequence[Asked]]]:
    """Three facts a paragraph, each of who keeps what where: a question is on one of them.

    Every word of it is in many paragraphs, all in one sentence only in its own.
    """
    words = [[f"{letter}{n}" for n in range(12)] for letter in "abc"]
    paragraphs, asked = [], []
    for number in range(300):
        facts = [[str(rng.choice(some)) for some in words] for _ in range(3)]
        paragraphs.append([" ".join(fact) for fact in facts])
        place = int(rng.integers(3))
        asked.append(Asked(" ".join(facts[place]), number, place))
    return paragraphs, [asked[:200], asked[200:240], asked[240:]]


def read(
    path: Path, rng: np.random.Generator, counts: Sequence[int] = COUNTS, *, placed: bool = False
) -> tuple[Paragraphs, list[Sequence[Asked]]]:
    """SQuAD's articles; the 12 that are tested on are the same for every seed.

    placed: only questions whose answer's words stand in one sentence alone.
    """
    paragraphs: list[list[str]] = []
    by_article: list[list[Asked]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for article in map(json.loads, file):
            by_article.append([])
            for one in article["paragraphs"]:
                told = _sentences(one["context"])
                asked = (
                    Asked(
                        qa["question"],
                        len(paragraphs),
                        _place(qa, told),
                        tuple(answer["text"] for answer in qa["answers"]),
                    )
                    for qa in one["qas"]
                )
                by_article[-1] += [qa for qa in asked if qa.place >= 0 or not placed]
                paragraphs.append(told)
    fixed = np.random.default_rng(7).permutation(len(by_article))
    order = rng.permutation(fixed[12:])
    cuts = zip((order[5:], order[:5], fixed[:12]), counts, strict=True)
    return paragraphs, [_some([by_article[n] for n in cut], count) for cut, count in cuts]


def _place(asked: Mapping[str, Any], told: Sequence[str]) -> int:
    """Where the first answer given stands; its letters are known, not which of their places."""
    answer = asked["answers"][0]["text"]
    places = [place for place, text in enumerate(told) if answer in text]
    return places[0] if len(places) == 1 else -1


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


class WordRows:
    """Rows of the word pieces of texts by the frozen encoder, each text read once."""

    def __init__(self) -> None:
        self._known: dict[str, Tensor] = {}

    def __call__(self, texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
        """(N, longest, 384) in half precision and which of them there are; cut past `longest`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            rows, mask = Frozen().rows(new, longest)
            counts = mask.sum(1).tolist()
            self._known |= {
                text: row[:n].clone() for text, row, n in zip(new, rows, counts, strict=True)
            }
        found = pad_sequence([self._known[text] for text in texts], batch_first=True)
        counts = torch.tensor([len(self._known[text]) for text in texts])
        return found, torch.arange(found.shape[1]) < counts[:, None]
