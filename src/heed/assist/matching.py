"""The words of a question looking for themselves in the sentences of texts, by attention.

Each asked word attends to the words of a sentence; what it finds there is how well the sentence
holds it, and its weights are the evidence. Which texts to look at is not decided here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.assist.words import Word, is_cjk
from heed.attention import AuxRequest, attention
from heed.types import Matrix

Floats = npt.NDArray[np.float32]
Rows = Callable[[Sequence[str]], Matrix]

UNLIKE = 0.45
"""Two words with a cosine up to this are strangers: 998 of 1,000 random pairs have less."""
SHARPNESS = np.float32(12.0)
"""One over the softmax's temperature: a word written as asked gets nearly all the weight."""
_AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is looked for: words, and the share of the question each is, (n,), summing to 1."""

    words: tuple[str, ...]
    shares: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a question found: found (sentences, n) in [0, 1].

    parts: for each sentence (n, words), what each word gave to it; a row sums to what was found.
    """

    found: Floats
    parts: tuple[Floats, ...]


def asked(words: Sequence[str], held_by: Sequence[int], count: int) -> Asked:
    """The words with their shares by rarity; held_by: how many of `count` texts hold each."""
    rarity = np.log1p(count / (np.array(held_by, dtype=np.float32) + 0.5))
    total = float(rarity.sum())
    shares = rarity / total if total else rarity
    return Asked(tuple(words), shares.astype(np.float32))


def look(wanted: Asked, texts: Sequence[Sequence[Word]], rows: Rows) -> Seen:
    """Look for `wanted` in each sentence; `rows` gives words their unit vectors."""
    known = list(dict.fromkeys(word.text for text in texts for word in text))
    alike = likeness(wanted.words, known, rows).T
    place = {word: number for number, word in enumerate(known)}
    near = {known[number] for number in np.flatnonzero(alike.sum(axis=1))}
    found = np.zeros((len(texts), len(wanted.words)), dtype=np.float32)
    parts = [np.zeros((len(wanted.words), len(text)), dtype=np.float32) for text in texts]
    # A sentence with strangers only finds nothing: most are, so they are passed over.
    worth = [n for n, text in enumerate(texts) if any(word.text in near for word in text)]
    for start in range(0, len(worth), _AT_ONCE):
        batch = worth[start : start + _AT_ONCE]
        seen = _attend([[place[word.text] for word in texts[n]] for n in batch], alike)
        found[batch] = seen.found
        for n, part in zip(batch, seen.parts, strict=True):
            parts[n] = part
    return Seen(found, tuple(parts))


def likeness(wanted: Sequence[str], known: Sequence[str], rows: Rows) -> Floats:
    """How alike words are, (wanted, known) in [0, 1]: 1 the same, 0 strangers.

    A word with a digit or a Chinese pair is the same or a stranger: 1745 is not nearly 1746.
    """
    alike = np.zeros((len(wanted), len(known)), dtype=np.float32)
    place = {word: number for number, word in enumerate(known)}
    for row, word in enumerate(wanted):
        alike[row, [place[one] for one in _written(word, place)]] = 1
    some = [n for n, word in enumerate(wanted) if _has_kin(word)]
    others = [n for n, word in enumerate(known) if _has_kin(word)]
    if some and others:
        both = rows([*(wanted[n] for n in some), *(known[n] for n in others)])
        cosine = both[: len(some)] @ both[len(some) :].T
        table = np.ix_(some, others)
        alike[table] = np.maximum(alike[table], (cosine - UNLIKE) / (1 - UNLIKE)).clip(0, 1)
    return alike


def _written(word: str, known: Mapping[str, int]) -> list[str]:
    """The known words that are written like this one; a lone Chinese character is in its pairs."""
    if len(word) == 1 and is_cjk(word):
        return [one for one in known if word in one]
    return [one for one in (word,) if one in known]


def _has_kin(word: str) -> bool:
    return not is_cjk(word) and not any(letter.isdigit() for letter in word)


def _attend(numbers: Sequence[Sequence[int]], alike: Floats) -> Seen:
    """One batch: a key is a word's likeness to each asked word, a query asks for one of them."""
    longest, count = max(len(one) for one in numbers), alike.shape[1]
    keys = np.zeros((len(numbers), longest, count), dtype=np.float32)
    mask = np.zeros((len(numbers), 1, longest), dtype=np.bool_)
    for row, one in enumerate(numbers):
        keys[row, : len(one)] = alike[list(one)]
        mask[row, 0, : len(one)] = True
    queries = np.broadcast_to(np.eye(count, dtype=np.float32), (len(numbers), count, count))
    output, aux = attention(
        queries, keys, keys, mask, scale=float(SHARPNESS), return_aux=AuxRequest(weights=True)
    )
    assert aux.weights is not None
    given = aux.weights * keys.transpose(0, 2, 1)
    cut = [part[:, : len(one)] for part, one in zip(given, numbers, strict=True)]
    return Seen(np.einsum("bnn->bn", output), tuple(cut))
