"""How well the ranking foretells the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FEWEST_ANSWERS = 20
"""With fewer answers nothing is said about which method foretells them better."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its 95 % interval over days, drawn anew."""

    mean: float
    lo: float
    hi: float


@dataclass(frozen=True, slots=True)
class Score:
    """One method on the reader's answers.

    log_loss: lower is better; auc: .5 is chance; ndcg10 of each day's order, mean over days; ece:
    how far its probabilities are off; found: how many of the reader's best it puts first.
    """

    log_loss: Interval
    auc: float
    ndcg10: float
    ece: float
    found: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Pieces given about the same probability: what was said, what came, how many."""

    said: float
    came: float
    count: int


@dataclass(frozen=True, slots=True)
class Again:
    """Pieces asked about a second time, a week later: how many, how many were worth less or more
    by then, and the mean change of the answer.
    """

    count: int
    worse: int
    better: int
    change: Interval


@dataclass(frozen=True, slots=True)
class Duel:
    """Two rankings that shared editions: the mean credit of an edition in [-1, 1], above 0 for the
    first, with its interval, and who won by a bet that may be looked at every day ("" if unknown).
    """

    first: str
    second: str
    editions: int
    credit: Interval
    winner: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All methods on the same answers, and which of them ranks editions from now on.

    asked: answers that heed asked for by chance; unbiased: each method's log-loss on these alone,
    every one counted by how rarely it was asked. runner_up: the next best that could rank editions.
    covered: the share of answers inside the 80 % interval told that morning, and of how many.
    """

    answers: int
    best: int
    methods: Mapping[str, Score]
    in_use: str
    curve: tuple[Bin, ...]
    runner_up: str = ""
    asked: int = 0
    unbiased: Mapping[str, Interval] = field(default_factory=dict)
    again: Again | None = None
    duel: Duel | None = None
    covered: tuple[float, int] | None = None

    @property
    def enough_asked(self) -> bool:
        """Whether enough were asked for by chance to judge by these alone."""
        return self.asked >= FEWEST_ANSWERS

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say anything."""
        return self.answers >= FEWEST_ANSWERS
