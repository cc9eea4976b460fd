"""How alike the items of a few days are: shared rare words, vectors, time. Grouping is story.py's.

likeness = max(WORDS_ALONE · words, 0.4 words + 0.6 vectors) − HOUR · hours apart, the second where
both items have a vector of one embedder. Words: cosine of inverse document frequencies (Salton &
Buckley 1988), where titles, names and numbers count double; doubled for Chinese and Japanese, whose
words we only know as pairs of characters. Vectors: cosine beyond chance, (c − c₀) / (1 − c₀) with
c₀ the mean cosine of two items, in which embedders differ.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heed.filter.text import CJK, WORD
from heed.types import Item

WINDOW_H: Final = 72.0
"""Hours between two items of one story."""
HOUR: Final = 0.002
VECTOR_SHARE: Final = 0.6
WORDS_ALONE: Final = 1.4
TITLE_WEIGHT: Final = 2.0
NAME_WEIGHT: Final = 2.0
CJK_WORDS: Final = 2.0
LEAD_CHARACTERS: Final = 400
_NAME = re.compile(r"(?<=[^\W\d_] |[,;0-9] )[A-Z][^\W_]+|\d[\d.,]*\d")
"""A capital inside a sentence, or a number of two figures: who, where and how many."""
UNSEEN: Final = 200
"""Items imagined beside those at hand: in a handful of items no word is common yet."""
COMMON_SHARE: Final = 0.1
"""A word in more than this share of the items says nothing about which event they tell."""

BLOCK: Final = 64
CHANCE_PRIOR: Final = 50
"""Items an embedder must have read until its own mean cosine counts half."""
_FUNCTION_WORDS = """
    a about after all also an and are as at be been but by can could for from had has have he her
    his how i if in into is it its more new no not of on one or our over said say says she so some
    than that the their them there they this to up was we were what when which who why will with
    would you your der die das den dem des ein eine einer und oder ist sind war mit von zu im auf
    für nicht sich bei als auch nach aus le la les des un une du de et ou est sont dans sur pour par
    pas avec que qui au aux ce se el los las del al y o es son en con por para no una lo il gli che
    di da per non è os as um uma do dos em não com het een van op te dat
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words of seven European languages that no event is about."""

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]


class Likeness:
    """The items of some days in the order of their publication, each ready to be compared."""

    def __init__(
        self, items: Sequence[Item], vectors: Mapping[int, tuple[str, NDArray[np.float32]]]
    ) -> None:
        self.hours = np.array([item.published_at.timestamp() / 3600 for item in items], np.float64)
        self._words = _Words(items)
        self._vectors = _Vectors(items, vectors, self.hours)

    def window(self, i: int) -> slice:
        """The items published within WINDOW_H of item `i`."""
        first = np.searchsorted(self.hours, self.hours[i] - WINDOW_H)
        end = np.searchsorted(self.hours, self.hours[i] + WINDOW_H, side="right")
        return slice(int(first), int(end))

    def row(self, i: int, window: slice) -> Floats:
        """Likeness of item `i` to the items of `window`; 1 to itself, about 0 to most."""
        words = self._words.row(i, window)
        cosines, comparable = self._vectors.row(i, window)
        alike = np.maximum(WORDS_ALONE * words, np.where(comparable, _mixed(words, cosines), 0))
        return np.asarray(alike - HOUR * np.abs(self.hours[window] - self.hours[i]), np.float32)


def _mixed(words: Floats, cosines: Floats) -> Floats:
    return (1 - VECTOR_SHARE) * words + VECTOR_SHARE * cosines


def words_of(text: str) -> list[str]:
    """Words of `text` in small letters; pairs of neighbours where it is Chinese or Japanese."""
    small = text.casefold().replace("’", "'")
    words = [word.removesuffix("'s") for word in WORD.findall(CJK.sub(" ", small))]
    return words + [a + b for a, b in pairwise(CJK.findall(small))]


class _Words:
    """Unit rows of word weights, kept word by word so that only shared words cost anything."""

    def __init__(self, items: Sequence[Item]) -> None:
        weighed = [_word_weights(item) for item in items]
        self._count = len(items)
        numbers, idf = _vocabulary(weighed, self._count)
        self._rows = [_unit_row(weights, numbers, idf) for weights in weighed]
        self._scale = [CJK_WORDS if CJK.search(item.title) else 1.0 for item in items]
        self._starts, self._holders, self._weights = _postings(self._rows, len(numbers))

    def row(self, i: int, window: slice) -> Floats:
        numbers, weights = self._rows[i]
        count = window.stop - window.start
        spans = [self._holders_within(number, window) for number in numbers]
        if not spans:
            return np.zeros(count, np.float32)
        holders = np.concatenate([self._holders[span] for span in spans]) - window.start
        shared = np.concatenate(
            [self._weights[span] * weight for span, weight in zip(spans, weights, strict=True)]
        )
        return (self._scale[i] * np.bincount(holders, shared, count)).astype(np.float32)

    def _holders_within(self, number: int, window: slice) -> slice:
        start = self._starts[number]
        holders = self._holders[start : self._starts[number + 1]]
        first, end = np.searchsorted(holders, [window.start, window.stop])
        return slice(start + first, start + end)


class _Vectors:
    """Vectors by item, each comparable only with those of its own embedder."""

    def __init__(
        self,
        items: Sequence[Item],
        vectors: Mapping[int, tuple[str, NDArray[np.float32]]],
        hours: NDArray[np.float64],
    ) -> None:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            if item.id in vectors:
                places[vectors[item.id][0]].append(place)
        self._families = {
            place: family
            for members in places.values()
            for family in [_Family(members, [vectors[items[m].id][1] for m in members], hours)]
            for place in members
        }

    def row(self, i: int, window: slice) -> tuple[Floats, NDArray[np.bool_]]:
        cosines = np.zeros(window.stop - window.start, np.float32)
        comparable = np.zeros(len(cosines), np.bool_)
        if i in self._families:
            members, values = self._families[i].row(i)
            inside = (members >= window.start) & (members < window.stop)
            cosines[members[inside] - window.start] = values[inside]
            comparable[members[inside] - window.start] = True
        return cosines, comparable


class _Family:
    """Items with vectors of one embedder.

    Cosines are computed for BLOCK items at a time: one product of two matrices instead of many
    of a matrix and a vector, which only wait for memory.
    """

    def __init__(
        self, members: Sequence[int], vectors: Sequence[Floats], hours: NDArray[np.float64]
    ) -> None:
        self._members = np.array(members, np.intp)
        self._matrix = np.stack(vectors).astype(np.float32)
        self._chance = _mean_cosine(self._matrix)
        self._hours = hours[self._members]
        self._block, self._span = -1, slice(0, 0)
        self._product: Floats = np.zeros((0, 0), np.float32)

    def row(self, i: int) -> tuple[Ints, Floats]:
        """Members published about when item `i` was, and their cosines to it."""
        place = int(np.searchsorted(self._members, i))
        if place // BLOCK != self._block:
            self._multiply(place // BLOCK)
        return self._members[self._span], self._product[:, place % BLOCK]

    def _multiply(self, block: int) -> None:
        rows = slice(block * BLOCK, min((block + 1) * BLOCK, len(self._members)))
        ends = [self._hours[rows.start] - WINDOW_H, self._hours[rows.stop - 1] + WINDOW_H]
        self._block = block
        self._span = slice(
            int(np.searchsorted(self._hours, ends[0])),
            int(np.searchsorted(self._hours, ends[1], side="right")),
        )
        cosines = self._matrix[self._span] @ self._matrix[rows].T
        self._product = (cosines - self._chance) / (1 - self._chance)


def _mean_cosine(matrix: Floats) -> np.float32:
    """Mean cosine of two different rows, drawn towards 0 where there are few."""
    count = len(matrix)
    total = float(np.sum(matrix.sum(axis=0, dtype=np.float64) ** 2)) - count
    mean = total / max(count * (count - 1), 1)
    return np.float32(max(mean, 0.0) * count / (count + CHANCE_PRIOR))


def _word_weights(item: Item) -> dict[str, float]:
    start = item.lead[: LEAD_CHARACTERS // 3 if CJK.search(item.title) else LEAD_CHARACTERS]
    weights = dict.fromkeys(words_of(start), 1.0)
    weights |= dict.fromkeys(words_of(" ".join(_NAME.findall(start))), NAME_WEIGHT)
    weights |= dict.fromkeys(words_of(item.title), TITLE_WEIGHT)
    return {word: weight for word, weight in weights.items() if word not in FUNCTION_WORDS}


def _vocabulary(
    weighed: Sequence[Mapping[str, float]], count: int
) -> tuple[dict[str, int], NDArray[np.float64]]:
    holders = Counter(word for weights in weighed for word in weights)
    telling = sorted(w for w, n in holders.items() if n <= COMMON_SHARE * (count + UNSEEN))
    idf = np.log((count + UNSEEN) / (np.array([holders[word] for word in telling]) + 1.0))
    return {word: number for number, word in enumerate(telling)}, idf


def _unit_row(
    weights: Mapping[str, float], numbers: Mapping[str, int], idf: NDArray[np.float64]
) -> tuple[Ints, Floats]:
    known = [(numbers[word], weight) for word, weight in weights.items() if word in numbers]
    places = np.array([number for number, _ in known], np.intp)
    values = np.array([weight for _, weight in known]) * idf[places]
    return places, (values / max(float(np.linalg.norm(values)), 1e-9)).astype(np.float32)


def _postings(rows: Sequence[tuple[Ints, Floats]], words: int) -> tuple[Ints, Ints, Floats]:
    numbers = np.concatenate([places for places, _ in rows] or [np.zeros(0, np.intp)])
    holders = np.repeat(np.arange(len(rows)), [len(places) for places, _ in rows])
    weights = np.concatenate([values for _, values in rows] or [np.zeros(0, np.float32)])
    order = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[order], np.arange(words + 1))
    return starts, holders[order], weights[order]
