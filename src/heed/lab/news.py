"""Texts to learn to write from: BBC news, or a tiny language made here. Trains nothing."""

import gzip
import json
from pathlib import Path

import numpy as np

Parts = tuple[list[str], list[str], list[str]]


def read(path: Path, rng: np.random.Generator) -> Parts:
    """Articles, none in two parts; the test articles are the same for every seed."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    fixed = np.random.default_rng(7).permutation(len(texts))
    order = rng.permutation(fixed[200:])
    train, held, test = (
        [texts[n] for n in some] for some in (order[150:], order[:150], fixed[:200])
    )
    return train, held, test


def made(rng: np.random.Generator) -> Parts:
    """`Ana keeps three. Ben keeps five. ... Ben still keeps five.`: 200, 40 and 60 texts."""
    people, numbers = ("Ana", "Ben", "Cem", "Dora"), ("three", "five", "six", "nine")
    texts = []
    for _ in range(300):
        keeps = dict(zip(people, rng.choice(numbers, 4), strict=True))
        first, again = (rng.permutation(people) for _ in range(2))
        told = [f"{who} keeps {keeps[who]}." for who in first]
        texts.append(" ".join([*told, *(f"{who} still keeps {keeps[who]}." for who in again[:2])]))
    return texts[:200], texts[200:240], texts[240:]
