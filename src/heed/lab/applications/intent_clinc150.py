"""What a customer wants, in one of 150 ways, or none of them (CLINC150, Larson et al. 2019).

Quality is told of messages in scope. Beside it stands how many of those out of scope are handed
over to a person when the bar is where a twentieth of the held messages, all in scope, fall under
it. Nothing out of scope is learned from, and no bar is chosen by it. CC BY 3.0.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch

from heed.lab.applications import intent
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import Frozen
from heed.lab.train import answers

LONGEST = 24  # word pieces; one message in five hundred is longer
HANDED_OVER = 0.05
OUTSIDE = ("what is the capital of Norway", "tell me a joke", "did the sun rise", "who wrote this")
Parts: TypeAlias = tuple[Examples, Examples, Examples, Sequence[str]]


def load(data: Path | None, seed: int) -> Task:
    """CLINC150, tested on its validation part, as the copy has no other; or wishes made here."""
    rng = np.random.default_rng(seed)
    known, test, outside, names = made(rng) if data is None else parts(data / "intent_clinc150")
    order, tenth = torch.from_numpy(rng.permutation(len(known))), len(known) // 10
    held, train = (_some(known, index) for index in (order[:tenth], order[tenth:]))
    width = known.inputs[0].shape[-1]
    task = Task.of((train, held, test), classes=len(names), width=width, names=names)
    return replace(task, outside=outside)


def made(rng: np.random.Generator) -> Parts:
    """Four wishes of a bank's customers, and questions that are none of its business."""
    known, test = (intent.examples(*intent.made(count, rng), None) for count in (240, 80))
    asked = [
        " ".join([*rng.choice(intent.FILLERS, 2), str(rng.choice(OUTSIDE))]) for _ in range(60)
    ]
    return known, test, intent.examples(asked, [0] * len(asked), None), tuple(intent.WANTS)


@cache  # the same under every seed, and slow to encode
def parts(folder: Path) -> Parts:
    """Messages to learn from, to test on, out of scope, and what the wishes are called."""
    with gzip.open(folder / "data_full_train_val.json.gz", "rt", encoding="utf-8") as file:
        rows = json.load(file)
    test = dict(rows["val"])
    known = {text: name for text, name in rows["train"] if text not in test}  # three are in both
    names = sorted(set(known.values()))
    number = {name: n for n, name in enumerate(names)}
    outside = {text: names[0] for part in ("oos_train", "oos_val") for text, _ in rows[part]}
    frozen = Frozen()
    learned, asked, none = (
        intent.examples(list(one), [number[name] for name in one.values()], frozen, LONGEST)
        for one in (known, test, outside)
    )
    return learned, asked, none, names


def _some(known: Examples, index: Tensor) -> Examples:
    return replace(known.rows(index), known=tuple(known.known[n] for n in index.tolist()))


def handed_over(net: Net, task: Task) -> Mapping[str, float]:
    """Shares under the bar that a twentieth of the held messages do not reach."""
    bar = float(np.quantile(confidence(net, task.held), HANDED_OVER))
    outside, inside = (confidence(net, one) < bar for one in (task.outside, task.test) if one)
    return {"out of scope handed over": float(outside.mean()), "in scope": float(inside.mean())}


def confidence(net: Net, given: Examples) -> Scores:
    """The likeliest wish's share, (N,)."""
    likely = [said.softmax(-1).amax(-1) for _, said in answers(net, given)]
    found: Scores = torch.cat(likely).double().numpy()
    return found


APPLICATION = Application(
    name="intent_clinc150",
    asks="What does a message want of 150 things, and when is it none of them?",
    folder="intent_clinc150",
    measure="accuracy",
    load=load,
    nets=intent.APPLICATION.nets,
    attention="attention",
    trivial="mean",
    baseline=intent.baseline,
    read=intent.read,
    plan=Plan(epochs=20, batch=64, rate=3e-3, patience=3),
    small=intent.APPLICATION.small,
    beside=handed_over,
    pictures=intent.pictures,
)
