"""Abstracts of papers, sentence by sentence, and how much of a summary each sentence says."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from heed.lab.rouge import best_rouge_1
from heed.lab.texts import Frozen

MOST = 16  # sentences of an abstract that are read


@dataclass(frozen=True, slots=True, eq=False)
class Abstract:
    """Sentences, their vectors (S, width), and the ROUGE-1 of each by itself, (S,)."""

    sentences: Sequence[str]
    vectors: np.ndarray
    says: np.ndarray


@cache  # the encoder reads 17,000 sentences, the same under every seed
def read(path: Path) -> list[Abstract]:
    """SciTLDR's file of one part, its sentences through the frozen English encoder."""
    given = papers(path)
    vectors = Frozen().whole([text for sentences, _ in given for text in sentences])
    parts = np.split(vectors, np.cumsum([len(sentences) for sentences, _ in given])[:-1])
    return [
        Abstract(sentences, part, says(sentences, summaries))
        for (sentences, summaries), part in zip(given, parts, strict=True)
    ]


def papers(path: Path) -> list[tuple[Sequence[str], Sequence[str]]]:
    """The first sentences of each abstract, and the summaries people wrote of the paper."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        given = [json.loads(line) for line in file]
    return [(paper["source"][:MOST], paper["target"]) for paper in given]


def says(sentences: Sequence[str], summaries: Sequence[str]) -> np.ndarray:
    """The ROUGE-1 of each sentence against the nearest summary, (S,)."""
    return np.array([best_rouge_1(one, summaries) for one in sentences])
