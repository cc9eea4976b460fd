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
    with gzip.open(path, "rt", encoding="utf-8") as file:
        papers = [json.loads(line) for line in file]
    sentences = [paper["source"][:MOST] for paper in papers]
    vectors = Frozen().whole([text for one in sentences for text in one])
    parts = np.split(vectors, np.cumsum([len(one) for one in sentences])[:-1])
    said = [says(one, paper["target"]) for one, paper in zip(sentences, papers, strict=True)]
    return list(map(Abstract, sentences, parts, said))


def says(sentences: Sequence[str], summaries: Sequence[str]) -> np.ndarray:
    """The ROUGE-1 of each sentence against the nearest summary, (S,)."""
    return np.array([best_rouge_1(one, summaries) for one in sentences])
