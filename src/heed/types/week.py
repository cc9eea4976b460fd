"""A week as the letter tells it."""

from dataclasses import dataclass
from datetime import date

from heed.types.ledger import Ledger
from heed.types.score import Answer


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A piece that was read and answered, and its seconds in this week."""

    title: str
    url: str
    seconds: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Week:
    """What a week's attention bought. prices: of its editions, in worth per minute.

    looks: cards looked at, known: how many were known, foretold: how many FSRS said would be.
    """

    first: date
    last: date
    ledger: Ledger
    pieces: tuple[ReadPiece, ...]
    prices: tuple[float, ...]
    looks: int
    known: int
    foretold: float
    marks: int
