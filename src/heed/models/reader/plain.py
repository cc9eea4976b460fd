"""What every ranker of a reader begins with: prior, recency, outlets, signs of noise, no answers.

A worth is a plain sum, so its parts are its reasons.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import erf, log2, sqrt
from typing import Self

from heed.types import Candidate, Evidence, Judgement, Reason

PRIOR = 1.0
"""Before any answer: a source the reader chose is expected to be worth its minutes."""
PRIOR_WEIGHT = 20.0
"""How many answers the prior counts for: half a dozen bad ones do not condemn all the unread."""
FRESH = 0.3
"""What a piece gains at the moment it appears; half of it is gone after HALF_LIFE_S."""
HALF_LIFE_S = 86_400
OUTLETS = 0.1
"""For every doubling of the outlets that tell a story."""
MOST_DOUBLINGS = 4
SIGN_COST: Mapping[str, float] = {
    "clickbait title": 0.25,
    "advertisement": 0.4,
    "all capitals": 0.1,
    "too little text": 0.1,
}
"""What a sign of noise takes away; one not named here takes OTHER_SIGN."""
OTHER_SIGN = 0.15
UNSURE_SD = 0.6
ANSWER_SD = 0.5
"""How much one answer varies around its expectation."""
WORTH_IT_FROM = 0.75
"""Answers come in steps; P(answer >= 1) is taken from the middle of the step below."""
SOURCE_WEIGHT = 4.0
"""How many answers of a source its own mean must outweigh."""
NAMED = 3
"""So many past pieces are named on either side; the rest becomes one reason."""
NAMED_FROM = 0.25
"""A cosine below this is no likeness a reader would see: such a piece counts, but unnamed."""
TINY = 0.01


@dataclass(frozen=True, slots=True)
class Newest:
    """Judges by what needs no answers: prior, recency, outlets and signs of noise."""

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """Itself: it learns nothing."""
        return self

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """One judgement per candidate, in order; sd is the same for all."""
        return [
            judgement((Reason("prior", PRIOR), *plain_reasons(one)), UNSURE_SD)
            for one in candidates
        ]


def plain_reasons(one: Candidate) -> Iterator[Reason]:
    """What a piece's age, its outlets and its signs of noise add."""
    yield Reason("recency", FRESH * 2 ** (-max(0.0, one.age_s) / HALF_LIFE_S))
    if one.outlets > 1:
        gain = OUTLETS * min(log2(one.outlets), MOST_DOUBLINGS)
        yield Reason("outlets", gain, str(one.outlets))
    for sign in one.signals:
        yield Reason("quality", -SIGN_COST.get(sign, OTHER_SIGN), sign)


def judgement(reasons: tuple[Reason, ...], sd: float) -> Judgement:
    """The sum of the reasons as a worth, and how likely the answer is at least "all"."""
    worth = sum(reason.weight for reason in reasons)
    z = (worth - WORTH_IT_FROM) / sqrt(sd * sd + ANSWER_SD * ANSWER_SD)
    p_worth = (1 + erf(z / sqrt(2))) / 2
    return Judgement(min(2.0, max(0.0, worth)), sd, p_worth, reasons)


def shrunk_mean(evidence: Sequence[Evidence], prior: float, counts: float) -> float:
    """The reader's mean answer, shrunk to `prior` as if so many answers had said it.

    What was picked is left out: all of it was liked, whatever the rest is worth.
    """
    told = [one for one in evidence if not one.picked]
    total = sum(one.weight * one.answer for one in told)
    return (counts * prior + total) / (counts + sum(one.weight for one in told))


@dataclass(frozen=True, slots=True)
class SourceTaste:
    """A source's shrunk mean deviation from the reader's mean, and the answers behind it."""

    deviation: float = 0.0
    weight: float = 0.0


def source_tastes(evidence: Sequence[Evidence], base: float) -> dict[int, SourceTaste]:
    """What each source was worth beyond `base`."""
    deviations: dict[int, float] = {}
    weights: dict[int, float] = {}
    for one in (told for told in evidence if not told.picked):
        gap = one.weight * (one.answer - base)
        deviations[one.source_id] = deviations.get(one.source_id, 0.0) + gap
        weights[one.source_id] = weights.get(one.source_id, 0.0) + one.weight
    return {
        source: SourceTaste(deviation / (SOURCE_WEIGHT + weights[source]), weights[source])
        for source, deviation in deviations.items()
    }
