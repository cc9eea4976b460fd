"""The account of minutes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Account = Literal["granted", "open", "spent", "returned"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the double-entry ledger; the seconds of a transaction sum to zero."""

    tx: int
    at: datetime
    account: Account
    seconds: int
    edition_id: int | None = None
    item_id: int | None = None
    source_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One day's minutes in seconds; granted = spent + returned + still_open."""

    day: date
    granted_s: int
    spent_s: int
    returned_s: int
    still_open_s: int


@dataclass(frozen=True, slots=True)
class LedgerSource:
    """What one source took and what the answered part of it was worth.

    worth_per_minute is None where nothing of it was answered, its 95 % interval where too little
    was; surplus_s: (worth - 1) of the answered time.
    """

    source_id: int | None
    title: str
    topic: str
    spent_s: int
    answers: int
    worth_per_minute: float | None
    surplus_s: float
    worth_low: float | None = None
    worth_high: float | None = None


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """The same of a topic, or of an hour of the day (0 to 23), by its name."""

    name: str
    spent_s: int
    answers: int
    worth_per_minute: float | None
    worth_low: float | None
    worth_high: float | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Totals in seconds. worth_* are per minute of answered readings; None: too few answers.

    topics: those with most minutes first, "" where none is named. hours: in their order; a piece
    belongs to the hour of the reader's day in which its first minutes were booked.
    """

    granted_s: int
    spent_s: int
    returned_s: int
    still_open_s: int
    answers: int
    worth_per_minute: float | None
    worth_low: float | None
    worth_high: float | None
    regret_s: float
    days: tuple[LedgerDay, ...]
    sources: tuple[LedgerSource, ...]
    answered_s: int = 0
    topics: tuple[LedgerPart, ...] = ()
    hours: tuple[LedgerPart, ...] = ()
