"""What a reader keeps of what was read: highlights, cards to recall, goals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

GAP = "[…]"
"""Stands in a cloze card's front where the hidden words were."""
CARDS = -1
"""What a slot of cards has in place of an item's and a story's number."""
CardKind = Literal["cloze", "question"]
Grade = Literal["forgot", "hard", "good", "easy"]
GRADES: Mapping[Grade, int] = {"forgot": 1, "hard": 2, "good": 3, "easy": 4}
"""The four answers to a card, in FSRS's numbers."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words of an item the reader marked; `start`: where they stand in its text, -1: nowhere."""

    id: int
    item_id: int
    quote: str
    note: str
    start: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """A piece put by; nothing asks for it again."""

    item_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """How far into an item the reader was, as a share of its text in [0, 1]."""

    item_id: int
    share: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """How well something is remembered, in FSRS's terms; stability: days until recall is 0.9."""

    stability_days: float
    difficulty: float
    reviewed_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """Something to recall. Of a cloze, `front` holds GAP and `back` the words that fill it."""

    id: int
    kind: CardKind
    item_id: int
    highlight_id: int | None
    front: str
    back: str
    made_at: datetime
    stability_days: float
    difficulty: float
    reviewed_at: datetime
    due_at: datetime

    @property
    def memory(self) -> Memory:
        """How well it is remembered."""
        return Memory(self.stability_days, self.difficulty, self.reviewed_at, self.due_at)

    @property
    def whole(self) -> str:
        """A cloze with its words filled in; a question with its answer."""
        return self.front.replace(GAP, self.back) if self.kind == "cloze" else self.back


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to a card. recall: the probability of knowing it that was foretold."""

    card_id: int
    at: datetime
    grade: Grade
    seconds: int
    recall: float
    edition_id: int | None = None


@dataclass(frozen=True, slots=True)
class DueCard:
    """A card that may enter an edition. kept: recalls saved by looking at it now, in [0, 1]."""

    card_id: int
    seconds: int
    kept: float
    worth: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What the reader wants to grow in: minutes a week, and what they want to be able to answer."""

    id: int
    topic: str
    weekly_s: int
    questions: tuple[str, ...]
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Growth:
    """How a goal goes. known: cards of its topic the reader knows with 0.9 or more.

    month_s: seconds of the last four weeks. price: what its floor cost in the edition in hand, in
    worth per minute; None where no edition knew it.
    """

    goal: Goal
    week_s: int
    month_s: int
    cards: int
    known: int
    price: float | None
    met: bool
