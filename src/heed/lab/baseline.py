"""The rivals without a network: linear classifiers of scikit-learn, which only this file uses."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from heed.lab.task import Scores


def by_words(
    train: Sequence[str], said: Sequence[int], test: Sequence[str], truth: Sequence[int]
) -> Scores:
    """1 where tf-idf of words and word pairs with logistic regression is right, else 0."""
    rival = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"),
        LogisticRegression(C=10, max_iter=1000),
    )
    rival.fit(list(train), list(said))
    return np.asarray(rival.predict(list(test)) == np.asarray(truth), dtype=np.float64)


def by_numbers(train: np.ndarray, said: np.ndarray, test: np.ndarray, truth: np.ndarray) -> Scores:
    """1 where logistic regression on the flattened inputs is right, else 0."""
    rival = make_pipeline(StandardScaler(), LogisticRegression(max_iter=100))
    rival.fit(train.reshape(len(train), -1), said)
    return np.asarray(rival.predict(test.reshape(len(test), -1)) == truth, dtype=np.float64)
