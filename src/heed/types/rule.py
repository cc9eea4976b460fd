"""The declared diet."""

from dataclasses import dataclass
from typing import Literal

Bound = Literal["floor", "ceiling"]
Scope = Literal["topic", "source"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared diet: at least (floor) or at most (ceiling) so many seconds a day."""

    id: int
    scope: Scope
    subject: str
    bound: Bound
    seconds: int


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What one rule cost today, in worth per minute of it. met False: it could not hold."""

    rule: Rule
    price: float
    met: bool = True
