"""The subject of a Chinese news title, one of ten, by characters. Short: a null is expected."""

import gzip
from pathlib import Path

import numpy as np

from heed.lab.applications import classify
from heed.lab.task import Application, Plan, Task

LONGEST = 24


def load(data: Path | None, seed: int) -> Task:
    """THUCNews: 10,000 titles to learn from, 5,000 to test on; or texts made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        return classify.made(rng)
    known, test = (_read(data / "zh_thucnews_titles" / name) for name in ("dev10k", "test_dev5k"))
    for title in test.keys() & known.keys():
        del known[title]
    sides = [
        ([classify.characters(title) for title in one], list(one.values())) for one in (known, test)
    ]
    return classify.split(sides[0], sides[1], rng, longest=LONGEST)


def _read(path: Path) -> dict[str, int]:
    """Each title once, and its subject."""
    with gzip.open(path.with_suffix(".tsv.gz"), "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").rsplit("\t", 1) for line in file if line.strip()]
    return {title: int(subject) for title, subject in rows}


APPLICATION = Application(
    name="topics_zh",
    asks="Which of ten subjects does a Chinese news title belong to?",
    folder="zh_thucnews_titles",
    measure="accuracy",
    load=load,
    nets=classify.NETS,
    attention="attention",
    trivial="mean",
    baseline=classify.baseline,
    plan=Plan(epochs=20, batch=64, rate=2e-3, patience=2),
    small=classify.APPLICATION.small,
    pictures=classify.pictures,
    expected_null=True,
)
