"""What the reader's minutes were made of, beside what was declared."""

from dataclasses import dataclass
from datetime import date

from heed.types.rule import Rule


@dataclass(frozen=True, slots=True)
class Portion:
    """One topic or source and its seconds; name "" is a topic nobody named."""

    name: str
    seconds: int


@dataclass(frozen=True, slots=True)
class RuleCost:
    """A declared rule, what was really spent on it a day, and what it cost in all.

    daily_s: seconds a day over the stretch. cost: worth in minutes given up for it, by the prices
    of the editions of the stretch. bound_days: editions in which it cost something.
    """

    rule: Rule
    daily_s: float
    held: bool
    cost: float
    bound_days: int
    editions: int


@dataclass(frozen=True, slots=True)
class KnownTopic:
    """A topic on the map of what the reader knows; known: cards known with 0.9 or more."""

    name: str
    seconds: int
    pieces: int
    marks: int
    cards: int
    known: int


@dataclass(frozen=True, slots=True)
class DietFacts:
    """A stretch of days. effective_*: exp of the entropy of the minutes: one source alone is 1,
    four in equal parts are 4. gaps: topics of the sources that took no minute ever.
    """

    first: date
    last: date
    seconds: int
    topics: tuple[Portion, ...]
    sources: tuple[Portion, ...]
    effective_topics: float
    effective_sources: float
    rules: tuple[RuleCost, ...]
    known: tuple[KnownTopic, ...]
    gaps: tuple[str, ...]
