"""Tones by the trained head where a piece is English, by the lexicon everywhere else. Pure.

The head was trained on headlines, so a text is read sentence by sentence, each that names the
entity; the title counts FIRST_LINE times. What is far from a headline is out of its domain.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from heed.assist.watch.tone import FIRST_LINE, places, tones
from heed.models.tone import Said, ToneHead
from heed.types import Cue, Entity, Tone

_ENDS = re.compile(r"(?<=[.!?…])\s+|\n")
ENOUGH_ENGLISH = 0.8
Query: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text, its first line its title, and whom it is asked about."""

    item_id: int
    language: str
    text: str
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that names an entity: where it begins, the name's place in it, and its weight."""

    text: str
    first: int
    start: int
    end: int
    weight: float


def by_words(asked: Sequence[Asked]) -> list[tuple[Tone, ...]]:
    """The lexicon's tones."""
    return [tones(one.text, one.entities) for one in asked]


@dataclass(frozen=True, slots=True)
class Trained:
    """Reads tones with the head, all sentences of all texts together."""

    head: ToneHead

    def __call__(self, asked: Sequence[Asked]) -> list[tuple[Tone, ...]]:
        """The tones of the entities each text names, in their order."""
        asked_of = [
            [(entity.name, sentences(one.text, entity)) for entity in one.entities]
            if self._reads(one)
            else []
            for one in asked
        ]
        flat = [place for of_text in asked_of for _, some in of_text for place in some]
        said = iter(self.head.read([(one.text, one.start, one.end) for one in flat]))
        return [
            tuple(_tone(name, one.text, some, said) for name, some in of_text if some)
            if of_text
            else tones(one.text, one.entities)
            for one, of_text in zip(asked, asked_of, strict=True)
        ]

    def _reads(self, one: Asked) -> bool:
        return may_be_english(one) and self.head.encoder.coverage(one.text) >= ENOUGH_ENGLISH


def may_be_english(one: Asked) -> bool:
    """Whether a text is said to be English."""
    return one.language.lower().startswith("en")


def sentences(text: str, entity: Entity) -> list[Sentence]:
    """The sentences that name the entity; their weights sum to 1."""
    title_end = text.find("\n") if "\n" in text else len(text)
    found = []
    for first, end in _spans(text):
        sentence = text[first:end]
        if named := places(sentence, entity):
            counts = FIRST_LINE if first < title_end else 1.0
            found.append(Sentence(sentence, first, *named[0], counts))
    total = sum(one.weight for one in found)
    return [Sentence(one.text, one.first, one.start, one.end, one.weight / total) for one in found]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    for end in _ENDS.finditer(text):
        yield first, end.start()
        first = end.end()
    yield first, len(text)


def _tone(name: str, text: str, some: Sequence[Sentence], said: Iterator[tuple[Said, ...]]) -> Tone:
    cues = [
        Cue(
            text[place.first + one.start : place.first + one.end],
            place.first + one.start,
            place.first + one.end,
            one.says,
            one.share * place.weight,
        )
        for place in some
        for one in next(said)
    ]
    value = sum((one.part for one in cues), 0.0)
    return Tone(name, value, tuple(sorted(cues, key=lambda one: -abs(one.part))))
