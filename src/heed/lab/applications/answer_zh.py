"""The sentence of a Chinese paragraph that answers a question (CMRC 2018, CC BY-SA 4.0).

The words are characters by their spelling, so a name that nobody learned from is known again; a
convolution of three learns what stands beside what. Paragraphs that are tested on are held out.
"""

import gzip
import json
import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from torch import nn

from heed.lab.applications.classify import characters
from heed.lab.paragraphs import Asked, Paragraphs
from heed.lab.sentences import WAYS, WIDTH, Matcher, by_words, pictures, task
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import spelled

MOST = 16  # sentences of a paragraph; what is left over is the last one
LONGEST = (30, 72)  # characters of a question and of a sentence that are kept
HELD, TEST = 80, 230  # paragraphs, of 911
ENDED = re.compile(r"[^。！？!?]*[。！？!?]+|[^。！？!?]+$")
FILLED = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"


def load(data: Path | None, seed: int) -> Task:
    """911 paragraphs of the Chinese Wikipedia; or on made facts."""
    rng = np.random.default_rng(seed)
    if data is None:
        return task(*made(rng), _spelled, longest=(4, 4), most=3)
    found = _read(data / "qa_cmrc2018" / "cmrc2018_devtrial_80.jsonl.gz")
    fixed = np.random.default_rng(7).permutation(len(found[0]))  # one test set for every seed
    order = rng.permutation(fixed[TEST:])
    cuts = (order[HELD:], order[:HELD], fixed[:TEST])
    parts = [[one for one in found[1] if one.of in set(cut.tolist())] for cut in cuts]
    return task(found[0], parts, _spelled, longest=LONGEST, most=MOST)


def made(rng: np.random.Generator) -> tuple[Paragraphs, list[Sequence[Asked]]]:
    """Three runs of four characters a paragraph; a question is one of them, in another order."""
    paragraphs, asked = [], []
    for number in range(200):
        told = ["".join(rng.choice(list(FILLED), 4, replace=False)) for _ in range(3)]
        place = int(rng.integers(3))
        paragraphs.append(told)
        asked.append(Asked("".join(rng.permutation(list(told[place]))), number, place))
    return paragraphs, [asked[:120], asked[120:150], asked[150:]]


def _read(path: Path) -> tuple[Paragraphs, list[Asked]]:
    """Every paragraph by its sentences, and the questions whose answer lies where it is said to."""
    paragraphs: list[list[str]] = []
    asked = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for one in (part for line in file for part in json.loads(line)["paragraphs"]):
            ends, told = _sentences(one["context"])
            for qa in one["qas"]:
                answer = qa["answers"][0]
                begins = answer["answer_start"]
                if one["context"].startswith(answer["text"], begins):
                    place = int(np.searchsorted(ends[:-1], begins, side="right"))
                    asked.append(Asked(qa["question"], len(paragraphs), place))
            paragraphs.append(told)
    return paragraphs, asked


def _sentences(text: str) -> tuple[list[int], list[str]]:
    """Where each sentence ends, and the sentences."""
    ends = [found.end() for found in ENDED.finditer(text)]
    ends = [*ends[: MOST - 1], len(text)] if len(ends) >= MOST else ends
    return ends, [text[begin:end] for begin, end in pairwise((0, *ends))]


def _spelled(texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
    return spelled([list(text) for text in texts], longest)


class Beside(nn.Module):  # type: ignore[misc]
    """Every character with its neighbours: rows (..., L, width) to (..., L, WIDTH)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.turn = nn.Conv1d(width, WIDTH, 3, padding=1)

    def forward(self, rows: Tensor) -> Tensor:
        """Padding is zeros, and so is what lies past either end."""
        flat = rows.flatten(0, -3).transpose(1, 2)
        return self.turn(flat).transpose(1, 2).unflatten(0, rows.shape[:-2])


def words(text: str) -> list[str]:
    """Characters and pairs of them."""
    found = characters(text)
    return [*found, *("".join(pair) for pair in pairwise(found))]


def baseline(task: Task, seed: int) -> Scores:
    """BM25 of characters and pairs among the paragraph's sentences."""
    return by_words(task, words)


def _drawn(net: Net, given: Examples) -> Sequence[str]:
    drawn: Sequence[str] = pictures(net, given, list)
    return drawn


def _matcher(task: Task, way: str) -> Net:
    return Matcher(task, way, Beside(task.width))


APPLICATION = Application(
    name="answer_zh",
    asks="Which sentence of a Chinese paragraph answers a question about it?",
    folder="qa_cmrc2018",
    measure="accuracy",
    load=load,
    nets={way: partial(_matcher, way=way) for way in WAYS},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=12, batch=32, rate=2e-3, patience=3),
    small=Plan(epochs=12, batch=20, rate=1e-2, patience=12),
    pictures=_drawn,
)
