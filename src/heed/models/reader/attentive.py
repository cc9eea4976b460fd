"""The reader model: a Gaussian process that looks from a piece back at all that was answered.

worth = the reader's shrunk mean + recency + outlets - signs of noise + what the source was worth +
sum_j weight_j k(x, x_j). The weights over past pieces are the reasons. All but the last is the
trivial scorer that the process starts from; how its weights come about is in models/gaussian.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import sqrt
from typing import Self

import numpy as np
import numpy.typing as npt

from heed.models.gaussian import Doubles, Kernel, Points, Process, fit, kept, shares
from heed.models.reader.named import named
from heed.models.reader.plain import (
    PRIOR,
    PRIOR_WEIGHT,
    TINY,
    UNSURE_SD,
    WORTH_IT_FROM,
    SourceTaste,
    judgement,
    plain_reasons,
    shrunk_mean,
    source_tastes,
)
from heed.types import Candidate, Evidence, Judgement, Reason

KERNEL = Kernel(linear=1.0, attention=4.0, temperature=0.2, topic=0.25)
NOISE = 6.0
"""Variance of a plain answer, where the kernel is 5 at itself: one answer moves the same piece
by half of what it said, and like ones less. Found on readers that are not reported."""
WORSE_NOISE = 4.0
"""So many times the noise has an answer below the mean: what was not worth it says less about what
is like it than what was."""
REACH = 10.0
"""Sum of liking at which half of a disliking counts: away from one dislike is no direction."""
NEWEST, INFORMATIVE = 100, 400
"""So many answers are kept: the newest, and the older ones that say most."""
SURELY = 1000
"""For so many of the best it is said by name why, and how sure heed is."""
HALF_LIFE_DAYS = 365.0
"""An answer counts half after so long, unless the topic has a half-life of its own."""
DAY_S = 86_400
UNSURE_FROM = 0.9
"""heed says it does not know the reader where more than so much of the variance is left."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What was answered, in the order of the process's points; where each encoder's numbers lie."""

    process: Process
    evidence: tuple[Evidence, ...]
    spans: Mapping[str, slice]
    width: int


@dataclass(frozen=True, slots=True)
class Attentive:
    """The process and the mean it starts from. half_lives: days by topic; "" for all others."""

    kernel: Kernel = KERNEL
    noise: float = NOISE
    half_lives: Mapping[str, float] = field(default_factory=dict)
    base: float = PRIOR
    sources: Mapping[int, SourceTaste] = field(default_factory=dict)
    past: Past | None = None

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """A ranker that knows exactly this evidence."""
        base = shrunk_mean(evidence, PRIOR, PRIOR_WEIGHT)
        fresh = replace(self, base=base, sources=source_tastes(evidence, base), past=None)
        return replace(fresh, past=fresh._past(tuple(evidence), now)) if evidence else fresh

    def _past(self, evidence: tuple[Evidence, ...], now: datetime) -> Past:
        spans, width = _spans(evidence)
        counts = np.array([self._counts(one, now) for one in evidence])
        expected = [self._expected(one) for one in evidence]
        answers = np.array([one.answer for one in evidence])
        residual, times = _residual(answers - expected, counts)
        noise = self.noise * times / counts
        known = points(evidence, spans, width)
        if len(evidence) > NEWEST + INFORMATIVE:
            # What an answer says is how far it moves the rest: how unexpected, against its noise.
            rows = kept(NEWEST, INFORMATIVE, (residual / noise).tolist())
            evidence = tuple(evidence[row] for row in rows)
            known, residual, noise = known.take(rows), residual[rows], noise[rows]
        return Past(fit(self.kernel, known, residual, noise), evidence, spans, width)

    def _counts(self, one: Evidence, now: datetime) -> float:
        """What an answer counts for by now: its kind, halved with every half-life of its topic."""
        usual = self.half_lives.get("", HALF_LIFE_DAYS)
        days = max(0.0, (now - one.at).total_seconds() / DAY_S)
        return max(1e-3, one.weight * 2 ** (-days / self.half_lives.get(one.topic, usual)))

    def pulls(self) -> list[tuple[Evidence, float]]:
        """By how much every answer that is kept moves a piece just like it, the most first."""
        if self.past is None:
            return []
        whole = self.kernel.linear + self.kernel.attention
        moved = (whole * self.past.process.weights).tolist()
        pairs = zip(self.past.evidence, moved, strict=True)
        return sorted(pairs, key=lambda pair: -abs(pair[1]))

    def _expected(self, one: Evidence) -> float:
        """What the trivial scorer says of a piece; of a picked one no more than is just worth it.

        Before any answer all is expected to be worth its minutes, and a pick would say nothing.
        """
        if one.picked:
            return min(self.base, WORTH_IT_FROM)
        return self.base + self.sources[one.source_id].deviation

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """One judgement per candidate, in order; the best ones with their reasons by name."""
        plain = [(*plain_reasons(one), *self._source(one)) for one in candidates]
        if self.past is None:
            return [judgement((Reason("prior", self.base), *parts), UNSURE_SD) for parts in plain]
        places = points(candidates, self.past.spans, self.past.width)
        pulls = self.past.process.predict(places)
        worth = pulls + [sum(part.weight for part in parts) for parts in plain]
        best = np.argsort(-worth, kind="stable")[:SURELY]
        told = dict(zip(best.tolist(), self._told(candidates, places, best), strict=True))
        return [
            self._judge(plain[row], told.get(row), float(pull))
            for row, pull in enumerate(pulls.tolist())
        ]

    def _source(self, one: Candidate) -> Iterator[Reason]:
        taste = self.sources.get(one.source_id)
        if taste:
            yield Reason("source", taste.deviation, one.source_title)

    def _judge(
        self, plain: tuple[Reason, ...], told: tuple[tuple[Reason, ...], float] | None, pull: float
    ) -> Judgement:
        start = (Reason("prior", self.base), *plain)
        if told is None:
            whole = Reason("liked" if pull > 0 else "disliked", pull, str(self._answers))
            return judgement((*start, whole), UNSURE_SD)
        reasons, left = told
        if left > UNSURE_FROM:
            reasons = (*reasons, Reason("unsure", 0.0))
        return judgement((*start, *reasons), UNSURE_SD * sqrt(left))

    @property
    def _answers(self) -> int:
        return len(self.past.evidence) if self.past else 0

    def _told(
        self, candidates: Sequence[Candidate], places: Points, rows: npt.NDArray[np.intp]
    ) -> Iterator[tuple[tuple[Reason, ...], float]]:
        """Reasons of some candidates, and the share of the variance that is left."""
        assert self.past is not None
        process = self.past.process
        some = places.take(rows)
        left = process.variance(some) / np.maximum(some.alone(self.kernel), TINY)
        near = shares(self.kernel, some, process.points)
        weights = process.weights.astype(np.float32)
        likeness = some.vectors @ process.points.vectors.T
        texts = named(near.text * weights, likeness, self.past.evidence)
        topics = (near.topic @ weights).tolist()
        for row, text, topic, rest in zip(rows.tolist(), texts, topics, left.tolist(), strict=True):
            told = (Reason("topic", topic, candidates[row].topic),) if topic else ()
            yield (*text, *told), rest


def _residual(beyond: Doubles, counts: Doubles) -> tuple[Doubles, Doubles]:
    """What each answer says beyond the mean, and how many times the usual noise it has."""
    liked = float((np.maximum(beyond, 0) * counts).sum())
    down = beyond < 0
    return np.where(down, beyond * liked / (liked + REACH), beyond), np.where(
        down, WORSE_NOISE, 1.0
    )


def _spans(evidence: Sequence[Evidence]) -> tuple[dict[str, slice], int]:
    """Numbers of different encoders side by side, so that they never meet."""
    spans: dict[str, slice] = {}
    width = 0
    for one in evidence:
        if one.embedder_id not in spans:
            spans[one.embedder_id] = slice(width, width + len(one.vector))
            width += len(one.vector)
    return spans, width


def points(given: Sequence[Evidence | Candidate], spans: Mapping[str, slice], width: int) -> Points:
    """What the process reads of them: numbers at their encoder's place, zeros for what has none."""
    vectors = np.zeros((len(given), width), dtype=np.float32)
    for row, one in enumerate(given):
        span = spans.get(one.embedder_id)
        if span is not None and one.vector is not None:
            vectors[row, span] = one.vector
    return Points(
        vectors,
        np.array([str(one.source_id) for one in given], dtype=np.str_),
        np.array([one.topic for one in given], dtype=np.str_),
    )
