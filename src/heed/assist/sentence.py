"""The sentences of items as they are looked at, and what was seen of each. Ranks nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heed.assist.matching import Asked, Floats, Rows, Seen, look
from heed.assist.words import Word, sentences, words
from heed.types import Item, Match, Passage

READ_AT_MOST = 40_000
"""Characters of an item that are looked at."""
_LIGHTEST = 0.01


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an item; `before` numbers the sentence it follows, itself where none does."""

    item: Item
    text: str
    words: tuple[Word, ...]
    before: int


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """Every sentence of some items and what a query saw in them."""

    wanted: Asked
    sentences: tuple[Sentence, ...]
    seen: Seen

    def scores(self) -> Floats:
        """The share of the query each sentence holds."""
        scores: Floats = self.seen.found @ self.wanted.shares
        return scores

    def passage(self, number: int) -> Passage:
        """A sentence with its evidence."""
        one = self.sentences[number]
        score = float(self.seen.found[number] @ self.wanted.shares)
        return Passage(one.text, score, tuple(self._matches(number)))

    def _matches(self, number: int) -> Iterator[Match]:
        parts = self.seen.parts[number] * self.wanted.shares[:, None]
        for place, word in enumerate(self.sentences[number].words):
            best = int(parts[:, place].argmax())
            if (weight := float(parts[best, place])) >= _LIGHTEST:
                yield Match(self.wanted.words[best], word.start, word.end, weight)


def look_at(wanted: Asked, items: Sequence[Item], rows: Rows) -> Looked:
    """Look for `wanted` in every title and sentence of `items`."""
    found: list[Sentence] = []
    for item in items:
        found += _sentences(item, len(found))
    return Looked(wanted, tuple(found), look(wanted, [one.words for one in found], rows))


def _sentences(item: Item, first: int) -> Iterator[Sentence]:
    body = (item.text or item.lead)[:READ_AT_MOST]
    texts = [item.title, *(body[start:end] for start, end in sentences(body))]
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    for number, text in enumerate(texts):
        yield Sentence(item, text, tuple(words(text)), first + max(number - 1, 0))
