"""A text in a few of its own sentences, and what several texts say of one event."""

from dataclasses import dataclass
from datetime import datetime

from heed.types.item import Item


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a text; start, end: where it lies, in characters; seconds: to read it.

    weight: its share of the text's importance; all sentences' weights sum to 1. chosen: it is part
    of the summary.
    """

    text: str
    start: int
    end: int
    seconds: float
    weight: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """Every sentence of a text in its order; what was asked for, in seconds of reading."""

    sentences: tuple[Told, ...]
    wanted_s: float

    @property
    def chosen(self) -> tuple[Told, ...]:
        """The summary, in the text's order."""
        return tuple(one for one in self.sentences if one.chosen)

    @property
    def seconds(self) -> float:
        """What the summary takes to read."""
        return sum(one.seconds for one in self.chosen)


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence that several outlets say in their words; outlets: indices, at least two.

    cosine: how near the farthest of them comes to it.
    """

    text: str
    outlet: int
    outlets: tuple[int, ...]
    cosine: float


@dataclass(frozen=True, slots=True)
class Alone:
    """A sentence only one outlet says; cosine: how near the nearest of the others comes."""

    text: str
    outlet: int
    cosine: float


@dataclass(frozen=True, slots=True)
class Compared:
    """What outlets agree on, the most told first, and what only one says."""

    shared: tuple[Shared, ...]
    alone: tuple[Alone, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A sentence that no text read before says; start, end: where it lies, in characters.

    cosine: how near the nearest sentence read before comes.
    """

    text: str
    start: int
    end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class Before:
    """The pieces of a story read before another of it, last read first, and when that was."""

    at: datetime
    pieces: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What is new since then; compared: sentences of the piece that could be compared."""

    before: Before
    fresh: tuple[Fresh, ...]
    compared: int
