"""A reader's accounts beyond minutes: rent, prices over days, advice, other ways of choosing."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from heed.types.dietfacts import RuleCost
from heed.types.evaluation import Interval

AdviceKind = Literal["less", "more", "as it is", "cannot tell"]
Rival = Literal["newest", "random", "lottery"]
Unsure = Literal["", "rows", "overlap", "variety"]


@dataclass(frozen=True, slots=True)
class Rent:
    """What a source's chosen pieces were foretold to be worth above the price of their minutes.

    rent_min: sum of (value - price x minutes) where above 0; pieces, days: how often it was chosen,
    on how many days anything of it was offered.
    """

    source: str
    rent_min: float
    pieces: int
    days: int


@dataclass(frozen=True, slots=True)
class PriceDay:
    """The price of a minute on one day, and the rate below which it is given back."""

    day: date
    price: float
    rate: float
    granted_s: int
    planned_s: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether other minutes would do better. last: worth a minute of the last third, by answers.

    granted_s: what is given now; try_s: what to give instead, the same where there is no advice.
    """

    kind: AdviceKind
    granted_s: int
    try_s: int
    rate: float
    last: Interval | None
    answers: int


@dataclass(frozen=True, slots=True)
class Dividend:
    """Worth a minute of heed's choice less that of another way, over answered pieces.

    lack: why it cannot be told, "" where it can. rows: pieces that count.
    """

    rival: Rival
    gain: Interval
    rows: int
    lack: Unsure


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything beside the account of minutes itself; rules: what each cost in four weeks."""

    rents: tuple[Rent, ...]
    prices: tuple[PriceDay, ...]
    advice: Advice | None
    dividends: tuple[Dividend, ...]
    rules: tuple[RuleCost, ...] = ()
