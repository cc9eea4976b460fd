"""The words of a paragraph that answer a question (SQuAD 1.1, CC BY-SA 4.0), articles held out.

Beginning and end are told of every word piece, from the piece and what it finds in the question.
Quality is F1 of the words, as usual for these data, averaged over questions; beside it the share
told to the letter. Paragraphs are read sentence by sentence by the frozen English encoder.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from heed.lab.applications.answer_squad import COUNTS, LONGEST, words
from heed.lab.paragraphs import SENTENCES, Asked, WordRows, made, read
from heed.lab.sentences import best, task
from heed.lab.spans import Pointer, Told, beside, f1, placed, scored
from heed.lab.task import Application, Plan, Scores, Task, Tensor
from heed.lab.texts import Frozen, spelled

_rows = WordRows()


def load(data: Path | None, seed: int) -> Task:
    """Questions on 38 articles of Wikipedia; or on made facts, whose third word is asked for."""
    rng = np.random.default_rng(seed)
    if data is None:
        paragraphs, parts = made(rng)
        parts = [[_third(one) for one in part] for part in parts]
        return placed(
            paragraphs, parts, partial(task, reads=_spelled, longest=(2, 3), most=3), _cut
        )
    path = data / "qa_squad11dev" / "squad11dev_38articles.jsonl.gz"
    paragraphs, parts = read(path, rng, COUNTS, placed=True)
    whole = partial(task, reads=_rows, longest=LONGEST, most=SENTENCES)
    return placed(paragraphs, parts, whole, Frozen().spans)


def _third(one: Asked) -> Asked:
    first, second, third = one.text.split()
    return replace(one, text=f"{first} {second}", answers=(third,))


def _spelled(texts: Sequence[str], longest: int) -> tuple[Tensor, Tensor]:
    return spelled([text.split() for text in texts], longest)


def _cut(text: str) -> list[tuple[int, int]]:
    return [one.span() for one in re.finditer(r"\S+", text)]


def baseline(task: Task, seed: int) -> Scores:
    """Of the best sentence by BM25: the longest run of names and numbers not in the question."""
    known: Told = task.test.known
    which = task.test.inputs[2].numpy()
    told = [
        _named(known.sentences[which[row, place]], known.asked[row])
        for row, place in enumerate(best(task, words))
    ]
    return np.array([f1(text, true) for text, true in zip(told, known.answers, strict=True)])


def _named(sentence: str, question: str) -> str:
    asked, run, longest = set(words(question)), list[str](), list[str]()
    for word in sentence.split():
        named = word[:1].isupper() or any(sign.isdigit() for sign in word)
        run = [*run, word] if named and not asked & set(words(word)) else []
        longest = run if len(run) > len(longest) else longest
    return " ".join(longest) or sentence


APPLICATION = Application(
    name="answer_span",
    asks="Which words of a paragraph answer a question about it?",
    folder="qa_squad11dev",
    measure="F1 of words",
    load=load,
    nets={way: partial(Pointer, way=way) for way in ("attention", "mean")},
    attention="attention",
    trivial="mean",
    baseline=baseline,
    scored=scored,
    beside=beside,
    plan=Plan(epochs=15, batch=32, rate=2e-3, patience=3),
    small=Plan(epochs=12, batch=20, rate=1e-2, patience=12),
)
