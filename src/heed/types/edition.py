"""An edition, its slots, and what a reader said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from heed.types.rule import RulePrice
from heed.types.score import Answer, Asked, Reason

SlotKind = Literal["core", "explore", "must", "review", "team"]
Team = Literal["first", "second", "both"]
GLANCE_S = 20
"""Seconds of a piece that are more than a glance at it."""
"""Whose piece it is where two rankings share an edition; both: each wanted it next."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in an edition. Title, source and url are kept as they were when it was issued."""

    item_id: int
    story_id: int
    title: str
    source: str
    url: str
    kind: SlotKind
    seconds: int
    worth: float
    sd: float
    propensity: float
    reasons: tuple[Reason, ...]
    outlets: int = 1

    @property
    def cards(self) -> int:
        """How many cards a slot of kind review holds; 0 of any other."""
        counts = [one.subject for one in self.reasons if one.kind == "recall"]
        return int(counts[0]) if self.kind == "review" and counts else 0

    @property
    def value(self) -> float:
        """Expected worth in minutes."""
        return self.worth * self.seconds / 60


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story the edition did not take, and the budget from which it would (None: not today)."""

    item_id: int
    story_id: int
    title: str
    source: str
    seconds: int
    worth: float
    enters_at_s: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A piece of an edition that the reader is asked about; chance: with which it was drawn."""

    item_id: int
    chance: float


@dataclass(frozen=True, slots=True)
class Drafted:
    """A piece of an edition that two rankings shared: whose it is, in which round it was taken.

    first, second: the rankings by name; first is the one in use.
    """

    item_id: int
    team: Team
    round: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A day's finite reading, issued once and never changed; reproducible from its seed."""

    id: int
    day: date
    made_at: datetime
    granted_s: int
    price: float
    bound: float
    gap: float
    reservation_rate: float
    seed: int
    slots: tuple[Slot, ...]
    left_out: tuple[LeftOut, ...]
    rules: tuple[RulePrice, ...] = ()
    questions: tuple[Question, ...] = ()
    drafted: tuple[Drafted, ...] = ()

    @property
    def planned_s(self) -> int:
        """Minutes of all slots, as seconds."""
        return sum(slot.seconds for slot in self.slots)

    @property
    def value(self) -> float:
        """Expected worth of all slots in minutes."""
        return sum(slot.value for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Reading:
    """Time really spent with an item. via "estimate" marks a time nobody measured."""

    item_id: int
    started_at: datetime
    active_s: int
    via: Literal["web", "cli", "api", "estimate"]
    edition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to "would you spend these minutes again?".

    propensity: the chance with which it was asked; 1 where nobody asked.
    """

    item_id: int
    answer: Answer
    at: datetime
    asked: Asked = "volunteered"
    propensity: float = 1.0
