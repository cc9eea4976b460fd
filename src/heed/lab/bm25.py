"""Texts ranked by the words they share with a query (BM25, Robertson 1994)."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

SATURATES, LENGTH = 1.2, 0.75  # k1 and b, as they are usually set


class Bm25:
    """Scores of a query for every text it was made of."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = CountVectorizer(token_pattern=r"(?u)\b\w+\b")
        counts = self._words.fit_transform(list(texts)).astype(np.float64)
        lengths = np.asarray(counts.sum(1)).ravel()
        held_by = np.asarray((counts > 0).sum(0)).ravel()
        rarity = np.log1p((len(texts) - held_by + 0.5) / (held_by + 0.5))
        norm = SATURATES * (1 - LENGTH + LENGTH * lengths / lengths.mean())
        text, word = counts.nonzero()
        counts.data = rarity[word] * counts.data * (SATURATES + 1) / (counts.data + norm[text])
        self._weights = counts

    def scores(self, queries: Sequence[str]) -> np.ndarray:
        """(queries, texts)."""
        asked = (self._words.transform(list(queries)) > 0).astype(np.float64)
        found: np.ndarray = (asked @ self._weights.T).toarray()
        return found
