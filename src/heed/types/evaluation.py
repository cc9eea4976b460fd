"""How well the ranking foretells the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

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
class Evaluation:
    """All methods on the same answers, and which of them ranks editions from now on."""

    answers: int
    best: int
    methods: Mapping[str, Score]
    in_use: str
    curve: tuple[Bin, ...]

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say anything."""
        return self.answers >= FEWEST_ANSWERS
