"""Who took which good and when, in any shop or library, and what could be recommended from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Way = Literal["popular", "together", "alike", "attention"]
"""popular: how many took it; together: item-kNN, what is taken together; alike: also by what goods
are, new ones too; attention: the same, the past weighed by softmax for each good."""
PullKind = Literal["past", "popular"]


@dataclass(frozen=True, slots=True)
class Deed:
    """A user took a good; at: aware, None where nothing says when."""

    user: str
    good: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Good:
    """What can be taken; features: short words that several goods share."""

    id: str
    text: str = ""
    features: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.text or self.id


@dataclass(frozen=True, slots=True)
class History:
    """Everything known: deeds oldest first (in the file's order where undated), and the goods."""

    deeds: tuple[Deed, ...]
    goods: tuple[Good, ...]


@dataclass(frozen=True, slots=True)
class Pull:
    """What one reason adds to a score; good: the past one it comes from, None for popularity."""

    kind: PullKind
    weight: float
    good: Good | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """A recommended good; the weights of the pulls, largest first, sum to the score.

    takers: how many took it before; 0: it is new to everybody.
    """

    good: Good
    score: float
    pulls: tuple[Pull, ...]
    takers: int


@dataclass(frozen=True, slots=True)
class Beside:
    """One way on deeds it had not seen: mean nDCG@10, and how many users were served by its ten.

    better, low, high: the way's nDCG minus the one held before it, with the 95 % interval over
    users drawn anew; None for the first.
    """

    way: Way
    ndcg10: float
    served: int
    better: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Every way on the same held-out deeds, simplest first, and which one recommends.

    dated: what was held out came later; otherwise it was drawn. in_use: the simplest way that no
    richer one beats.
    """

    users: int
    dated: bool
    rivals: tuple[Beside, ...]
    in_use: Way

    @property
    def enough(self) -> bool:
        """Whether there are users enough to say anything."""
        return self.users >= FEWEST_USERS

    @property
    def way(self) -> Way:
        """The way that recommends; where too little is known to judge, by all that is known."""
        return self.in_use if self.enough else "alike"


FEWEST_USERS = 20
"""With fewer held-out users nothing is said about which way is better."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one user may want next; way: what the order comes from. known: the user has deeds."""

    user: str
    way: Way
    known: bool
    picks: tuple[Pick, ...]
