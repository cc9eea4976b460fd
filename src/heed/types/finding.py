"""What a search or a question found."""

from dataclasses import dataclass

from heed.types.item import Item


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a passage that an asked word looked at; weight: its part of the passage's score.

    asked: the word of the query; start, end: where the stretch lies in the passage, in characters.
    """

    asked: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an item, what share of the query it holds, and the words that decided so."""

    text: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """An item with the sentence of it that fits best. score orders the findings of one query."""

    item: Item
    score: float
    passage: Passage


@dataclass(frozen=True, slots=True)
class Reply:
    """What a library answers: one to three sentences, best first, or none.

    about: the words that were looked for; score of a finding: how likely it holds the answer.
    """

    question: str
    about: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Phrased:
    """What an endpoint of the reader's own made of an answer's sentences, or why not.

    text: with references such as [1], every one of them to a sentence that was given; "" where
    there is none. why_not: one sentence then. sent: whether an endpoint was to be asked at all.
    """

    text: str = ""
    why_not: str = ""
    sent: bool = True
