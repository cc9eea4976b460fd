"""The sentence of a paragraph that answers a question (SQuAD 1.1, CC BY-SA 4.0), articles held out.

The words are rows of the frozen English encoder. Where an answer's words stand in two sentences the
data do not say which is meant: such questions (a tenth) are left out.
"""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from heed.lab.paragraphs import SENTENCES, WordRows, made, read
from heed.lab.sentences import WAYS, Matcher, by_words, task
from heed.lab.task import Application, Plan, Scores, Task, Tensor
from heed.lab.texts import spelled

COUNTS = (2400, 400, 1200)
"""Questions to learn from, to stop by and to test on, each of other articles."""
LONGEST = (24, 48)  # word pieces of a question and of a sentence
_rows = WordRows()


def load(data: Path | None, seed: int) -> Task:
    """Questions on 38 articles of Wikipedia; or on made facts."""
    rng = np.random.default_rng(seed)
    if data is None:
        return task(*made(rng), _spelled, longest=(3, 3), most=3)
    path = data / "qa_squad11dev" / "squad11dev_38articles.jsonl.gz"
    return task(*read(path, rng, COUNTS, placed=True), _rows, longest=LONGEST, most=SENTENCES)


def _spelled(texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
    return spelled([text.split() for text in texts], longest)


def words(text: str) -> list[str]:
    """Small letters, runs of them."""
    return re.findall(r"\w+", text.lower())


def baseline(task: Task, seed: int) -> Scores:
    """BM25 among the paragraph's sentences."""
    return by_words(task, words)


APPLICATION = Application(
    name="answer_squad",
    asks="Which sentence of a paragraph answers a question about it?",
    folder="qa_squad11dev",
    measure="accuracy",
    load=load,
    nets={way: partial(Matcher, way=way) for way in WAYS},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    plan=Plan(epochs=12, batch=32, rate=2e-3, patience=3),
    small=Plan(epochs=12, batch=20, rate=1e-2, patience=12),
)
