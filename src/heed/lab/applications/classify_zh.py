"""Is a Chinese review of goods or a hotel for it or against it? Read by characters, no word cut."""

import csv
import gzip
from pathlib import Path

import numpy as np

from heed.lab.applications import classify
from heed.lab.task import Application, Plan, Task

LONGEST = 120  # nine reviews in ten are shorter
TEST = 5000


def load(data: Path | None, seed: int) -> Task:
    """20,000 reviews of ten kinds of goods, a quarter of them to test on; or texts made here."""
    rng = np.random.default_rng(seed)
    if data is None:
        return classify.made(rng)
    path = data / "zh_reviews" / "online_shopping_dev80.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    fixed = np.random.default_rng(7).permutation(len(rows))[: 4 * TEST]  # one test set for all
    test, known = (
        (
            [classify.characters(rows[n]["review"]) for n in some],
            [int(rows[n]["label"]) for n in some],
        )
        for some in (fixed[:TEST], fixed[TEST:])
    )
    return classify.split(known, test, rng, longest=LONGEST)


APPLICATION = Application(
    name="classify_zh",
    asks="Is a Chinese review for what it is about or against it?",
    folder="zh_reviews",
    measure="accuracy",
    load=load,
    nets=classify.NETS,
    attention="attention",
    trivial="mean",
    baseline=classify.baseline,
    plan=Plan(epochs=15, batch=64, rate=2e-3, patience=2),
    small=classify.APPLICATION.small,
    pictures=classify.pictures,
)
