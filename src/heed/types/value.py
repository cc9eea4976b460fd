"""What something is worth in the reader's own prices: lines, their sum, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from heed.types.evaluation import Evaluation, Interval

Basis = Literal["measured", "modelled", "said"]
"""measured here; modelled: follows from something measured by an assumption; said by the reader."""
PriceName = Literal["right_answer", "hour", "waited_hour", "cpu_hour", "question", "alert"]
LineName = Literal[
    "right",  # right answers more than without, a month
    "waiting",  # hours of waiting more
    "cpu_use",  # CPU-hours more to answer
    "cpu_train",  # CPU-hours more to train
    "answered",  # minutes gained over elsewhere, of answered readings
    "unanswered",  # the same of readings nobody answered, at the rate of the answered
    "duplicates",  # minutes of the same story told elsewhere, as far as they would have been read
    "questions",  # questions of one's own answered
    "alerts",  # alerts that came in time
    "cpu_home",  # CPU-hours of heed itself
]
Payoff = Literal["pays", "costs", "cannot tell", "no prices"]
COUNTS = ("uses", "trainings", "questions", "alerts", "cpu_hours", "duplicates_read")
"""What a price file may count: uses and trainings a month; the rest over the ledger's days."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What things are worth to one reader, in `currency`; what is not in there has no price.

    price: per unit; counted: amounts the reader counted; application: either, for one of the lab's.
    """

    currency: str = ""
    price: Mapping[PriceName, float] = field(default_factory=dict)
    counted: Mapping[str, float] = field(default_factory=dict)
    application: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, name: str, application: str = "") -> float | None:
        """A price, the application's own before the general one."""
        own = self.application.get(application, {}).get(name)
        if own is not None:
            return own
        return next((price for known, price in self.price.items() if known == name), None)

    def count(self, name: str, application: str = "") -> float | None:
        """An amount the reader counted."""
        own = self.application.get(application, {}).get(name)
        return own if own is not None else self.counted.get(name)


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with its interval and the price of a unit; a cost has sign -1.

    fixed: paid once a month, however often it is used. amount may be below zero.
    """

    name: LineName
    amount: float
    low: float
    high: float
    basis: Basis
    price_name: PriceName
    price: float | None
    sign: Literal[1, -1] = 1
    fixed: bool = False

    @property
    def money(self) -> Interval | None:
        """What it adds to the sum; None where it has no price."""
        if self.price is None:
            return None
        ends = sorted((self.sign * self.price * self.low, self.sign * self.price * self.high))
        return Interval(self.sign * self.price * self.amount, *ends)


@dataclass(frozen=True, slots=True)
class Swing:
    """The sum with one price halved and doubled, or one amount at the ends of its interval."""

    name: PriceName | LineName
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Value:
    """Lines added up. net is None where no line that gains has a price.

    unpriced: lines the sum leaves out. break_even_price: of the first line's unit, at which the
    sum is nothing; break_even_uses: a month. None: there is none, or it is not known.
    """

    lines: tuple[Line, ...]
    net: Interval | None
    unpriced: tuple[LineName, ...]
    break_even_price: float | None
    break_even_uses: float | None
    swings: tuple[Swing, ...]

    @property
    def verdict(self) -> Payoff:
        """Whether it pays, as far as the interval says."""
        if self.net is None:
            return "no prices"
        if self.net.lo > 0:
            return "pays"
        return "costs" if self.net.hi < 0 else "cannot tell"


@dataclass(frozen=True, slots=True)
class NetCost:
    """A trained net: quality of each seed in [0, 1], and its means over seeds."""

    name: str
    quality: tuple[float, ...]
    cpu_s_per_1000: float
    p50_ms: float
    peak_mb: float
    train_cpu_s: float

    @property
    def mean(self) -> float:
        """Quality over the seeds."""
        return sum(self.quality) / len(self.quality)


@dataclass(frozen=True, slots=True)
class Against:
    """An application with attention beside one way without it."""

    application: str
    attention: NetCost
    rival: NetCost
    gain: Interval
    uses: float
    value: Value


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What a ledger says of a reader, in minutes. worth is per minute; None: too few answers.

    duplicate_min: other outlets' pieces of the stories read. rate: worth a minute has elsewhere.
    """

    days: int
    granted_min: float
    spent_min: float
    returned_min: float
    answered_min: float
    answers: int
    worth: Interval | None
    duplicates: int
    duplicate_min: float
    rate: float


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The whole report. facts, reading: None while nothing was read."""

    prices: Prices
    facts: ReadingFacts | None
    reading: Value | None
    evaluation: Evaluation
    applications: tuple[Against, ...]
