"""The nouns of a team's reading: who offers minutes, what must be read, who reads it today.

Frozen values without behaviour beyond derived fields. Durations are whole seconds (`*_s`). worth is
nearness to what a member said she wants, in [0, 1] per minute; prices and credits are in the same
unit, values times minutes. Nothing here comes from anybody's own reading or answers.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from heed.types import Reason

Mode = Literal["split", "best", "private"]
NeedScope = Literal["source", "topic", "words", "watch", "piece"]
PartState = Literal["open", "read", "passed", "swapped"]
AuditRule = Literal["chosen", "sum", "alone"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who gives the team minutes a day. interests: a few words or example titles each."""

    id: int
    name: str
    offer_s: int
    joined_at: datetime
    interests: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """Which pieces the team has read, and by how many.

    subject: a source's or piece's id, a topic, words that stand in it, or a watch's name. until:
    its last day. skills: all of them are needed; barred: members who must not read it.
    """

    id: int
    scope: NeedScope
    subject: str
    least: int
    most: int
    added_at: datetime
    until: date | None = None
    skills: tuple[str, ...] = ()
    barred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """One member on one market day, as she was then. price: worth of one more of her minutes.

    influence: 1, and up to a fifth more by credits. None where nobody can know.
    """

    member_id: int
    name: str
    offer_s: int
    influence: float = 1.0
    price: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One piece on one market day: how many readers it still needs, at least and at most.

    subject: of the need that asks for it. barred: members who may not, or did, or passed it on.
    price: what one more reader would take from others; credit: what the last must-reader cost.
    """

    item_id: int
    title: str
    source: str
    seconds: int
    least: int
    most: int
    subject: str
    until: date | None = None
    barred: tuple[int, ...] = ()
    price: float | None = None
    credit: float | None = None


@dataclass(frozen=True, slots=True)
class TeamAudit:
    """How good and fair one way of sharing out was; None where values are not known.

    rule "chosen" is what was done, "sum" what the largest plain sum of values would have done,
    "alone" what everybody would read without the others. pieces: read by somebody; twice_s: seconds
    of readers beyond those a piece needs; envy and EF1 count what fits the envious.
    """

    rule: AuditRule
    pieces: int
    twice_s: int
    unmet: int
    over_s: float = 0.0
    extra_readers: int = 0
    value: float | None = None
    bound: float | None = None
    worst_rate: float | None = None
    envy_pairs: int | None = None
    ef1_violations: int | None = None

    @property
    def gap(self) -> float | None:
        """Share of the bound that is missing."""
        if self.value is None or not self.bound:
            return None
        return 1 - self.value / self.bound


@dataclass(frozen=True, slots=True)
class MarketDay:
    """A day's clearing, issued once and never changed; reproducible from its seed."""

    id: int
    day: date
    at: datetime
    mode: Mode
    seed: int
    seats: tuple[Seat, ...]
    wanted: tuple[Wanted, ...]
    audits: tuple[TeamAudit, ...]

    def audit(self, rule: AuditRule) -> TeamAudit | None:
        """The audit of one rule, where it was made."""
        return next((one for one in self.audits if one.rule == rule), None)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One piece one member is asked to read. note: what she wrote to all, two lines at most.

    must: the team needs this reader, and a note earns the credit. worth is None where the market
    heard demands only.
    """

    id: int
    market_id: int
    member_id: int
    item_id: int
    given_at: datetime
    must: bool
    credit: float
    worth: float | None
    reasons: tuple[Reason, ...]
    state: PartState = "open"
    settled_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one wanted piece of a market day is: readers who wrote a note, readers it waits for.

    able: members at the table who may read it, whether or not they have the minutes; passed: those
    of them who passed it on.
    """

    wanted: Wanted
    read: int
    waiting: int
    able: int
    passed: int = 0

    @property
    def missing(self) -> int:
        """Readers short of what is needed."""
        return max(0, self.wanted.least - self.read - self.waiting)

    @property
    def closed(self) -> bool:
        """Whether enough have read it."""
        return self.read >= max(self.wanted.least, 1)


@dataclass(frozen=True, slots=True)
class TeamSwap:
    """Two open assignments whose members would both gain by an exchange; gains in each one's own
    worth, times minutes."""

    assignments: tuple[int, int]
    gains: tuple[float, float]
