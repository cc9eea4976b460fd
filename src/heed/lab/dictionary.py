"""A dictionary found in pairs of sentences, without a network (IBM model 1, Brown et al. 1993)."""

from collections.abc import Mapping, Sequence

import numpy as np

NOTHING = ""  # the word that every source has, for what answers to none of its own
Words = Sequence[str]


def dictionary(sources: Sequence[Words], targets: Sequence[Words], rounds: int = 8) -> "Dictionary":
    """The likeliest translation of each word of the sources, by expectation-maximisation."""
    whole = [[NOTHING, *one] for one in sources]
    left, right = _numbered(whole), _numbered(targets)
    pairs, place, group = _pairs(whole, targets, left, right)
    share = np.ones(len(pairs))
    for _ in range(rounds):
        weight = share[place]
        weight /= np.bincount(group, weight)[group]
        count = np.bincount(place, weight)
        share = count / np.bincount(pairs[:, 0], count)[pairs[:, 0]]
    return _best(pairs, share, list(left), list(right))


Dictionary = Mapping[str, str]


def by_word(words: Words, found: Dictionary) -> list[str]:
    """Each word's translation in the source's order; a word that was never seen stays."""
    return [found.get(word, word) for word in words]


def _numbered(texts: Sequence[Words]) -> dict[str, int]:
    return {word: n for n, word in enumerate(dict.fromkeys(w for text in texts for w in text))}


def _pairs(
    sources: Sequence[Words],
    targets: Sequence[Words],
    left: Mapping[str, int],
    right: Mapping[str, int],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of words that share a sentence (P, 2); for each meeting its pair and its target."""
    met, group, done = [], [], 0
    for source, target in zip(sources, targets, strict=True):
        of_source = np.array([left[word] for word in source])
        of_target = np.array([right[word] for word in target])
        met.append((of_target[:, None] + len(right) * of_source).ravel())
        group.append(np.repeat(done + np.arange(len(target)), len(source)))
        done += len(target)
    keys, place = np.unique(np.concatenate(met), return_inverse=True)
    pairs = np.stack((keys // len(right), keys % len(right)), axis=1)
    return pairs, place, np.concatenate(group)


def _best(
    pairs: np.ndarray, share: np.ndarray, left: Sequence[str], right: Sequence[str]
) -> Dictionary:
    rising = np.lexsort((share, pairs[:, 0]))  # the last of each source word is its likeliest
    return {left[a]: right[b] for a, b in pairs[rising].tolist()}
