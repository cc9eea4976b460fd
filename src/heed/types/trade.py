"""Trading minutes, CPU-seconds and bytes: two sides, what they could do with more, and a book.

Worth is minutes, as in the ledger; a price is minutes of worth for one more unit of a budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Kind = Literal["minutes", "cpu_s", "bytes"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Refused = Literal["", "short", "worse for the giver", "worse for the taker"]
Known = Literal["measured", "modelled"]


@dataclass(frozen=True, slots=True)
class Task:
    """Something a side could do, wholly or in part. needs: units of each kind; measured: whether
    its worth and needs were, and are no guess.
    """

    name: str
    worth: float
    needs: Mapping[Kind, float]
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One who trades: what it has of each kind, and what it would do with it."""

    name: str
    amounts: Mapping[Kind, float]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class SidePrice:
    """The most a side makes of its budgets and what one more unit of each would add.

    weight: the part of each task that is done. known: modelled where a task that sets a price is.
    """

    worth: float
    price: Mapping[Kind, float]
    weight: tuple[float, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Quote:
    """Units of `take` for one of `give`: the least the giver needs and the most the taker pays.

    None: the price of `take` is 0 on that side, so that no number is enough, or any is too few.
    """

    giver: str
    taker: str
    give: Kind
    take: Kind
    least: float | None
    most: float | None
    known: Known

    @property
    def possible(self) -> bool:
        """Whether some rate betters both, for the first unit."""
        return self.least is not None and (self.most is None or self.least < self.most)


@dataclass(frozen=True, slots=True)
class Terms:
    """The giver hands over `give_amount` of `give` and gets `take_amount` of `take`."""

    give: Kind
    give_amount: float
    take: Kind
    take_amount: float


@dataclass(frozen=True, slots=True)
class Deal:
    """An offer weighed on both sides by solving both anew. gains are minutes of worth."""

    giver: Side
    taker: Side
    terms: Terms
    giver_gain: float
    taker_gain: float
    refused: Refused
    known: Known


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of the book of trades; the amounts of a transaction sum to zero by kind."""

    tx: int
    at: datetime
    party: str
    kind: Kind
    amount: float
    known: Known


@dataclass(frozen=True, slots=True)
class JobQuote:
    """What a job of heed itself takes and saves. cpu_s is measured now; saved_min modelled.

    minute_price: worth of a minute by the last edition; cpu_price: minutes of worth a CPU-second
    costs by the reader's own prices, None where they do not say.
    """

    job: str
    pieces: int
    cpu_s: float
    saved_min: float
    minute_price: float
    cpu_price: float | None
    known: Known

    @property
    def gain(self) -> float | None:
        """Minutes of worth it brings over what it takes."""
        if self.cpu_price is None:
            return None
        return self.saved_min * self.minute_price - self.cpu_s * self.cpu_price
