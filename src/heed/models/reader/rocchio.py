"""Rocchio: like what was liked, unlike what was not. The rival the reader model has to beat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from heed.models.reader.plain import (
    NAMED,
    NAMED_FROM,
    PRIOR,
    PRIOR_WEIGHT,
    TINY,
    UNSURE_SD,
    SourceTaste,
    judgement,
    plain_reasons,
    shrunk_mean,
    source_tastes,
)
from heed.types import Candidate, Evidence, Judgement, Matrix, Reason, ReasonKind

Floats = npt.NDArray[np.float32]

NEUTRAL_WEIGHT = 8.0
"""The same for where liking begins."""
NEUTRAL = 0.75
"""Between "half" and "all": where liking begins before any answer, so a first "all" is a liking."""
LIKED = 1.4
"""A piece as close as can be to everything liked gains so much, once many answers are in."""
DISLIKED = 0.7
TASTE_WEIGHT = 1.0
"""Sum of deviations at which half of LIKED (or DISLIKED) is reached."""
CLOSE = 0.5
"""Before anything was liked, a dislike speaks only of pieces at least this close to it."""
SURE_SD = 0.3
NEAR = 0.2
"""A cosine below this says nothing about how well we know the reader there."""
KNOWN = 0.05
"""Evidence nearby (1 = one answer on the same words) under which heed says it is unsure."""


@dataclass(frozen=True, slots=True, eq=False)
class _Taste:
    """Past pieces read by one encoder: vectors (m, dim); liked, disliked, weight (m,), all >= 0.

    reach: how far dislikes reach beyond CLOSE, from 0 (nothing liked yet) towards 1.
    """

    titles: tuple[str, ...]
    item_ids: tuple[int, ...]
    vectors: Matrix
    liked: Floats
    disliked: Floats
    weight: Floats
    reach: float


@dataclass(frozen=True, slots=True)
class Rocchio:
    """Rocchio (1971) over the reader's answers, on top of what `Newest` knows.

    worth = the reader's shrunk mean + recency + outlets - signs of noise + the source's shrunk mean
    deviation + sum_j liked_j k(x, x_j) - sum_j disliked_j k'(x, x_j), over past pieces j read by
    the same encoder. liked_j is LIKED times the share of j among all deviations upward, disliked_j
    the same downward; k is the cosine where positive. k' is k too once much was liked, and before
    that only speaks of close pieces: away from one dislike is no direction worth following.
    """

    base: float = PRIOR
    sources: Mapping[int, SourceTaste] = field(default_factory=dict)
    tastes: Mapping[str, _Taste] = field(default_factory=dict)

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """A ranker that knows exactly this evidence."""
        base = shrunk_mean(evidence, PRIOR, PRIOR_WEIGHT)
        neutral = shrunk_mean(evidence, NEUTRAL, NEUTRAL_WEIGHT)
        return type(self)(base, source_tastes(evidence, base), _tastes(evidence, neutral))

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """One judgement per candidate, in order."""
        judged: dict[int, Judgement] = {}
        for taste, rows in self._by_taste(candidates):
            group = [candidates[row] for row in rows]
            judged.update(zip(rows, self._judge_group(group, taste), strict=True))
        return [judged[row] for row in range(len(candidates))]

    def _by_taste(
        self, candidates: Sequence[Candidate]
    ) -> Iterator[tuple[_Taste | None, list[int]]]:
        rows: dict[str, list[int]] = {}
        for row, one in enumerate(candidates):
            known = one.vector is not None and one.embedder_id in self.tastes
            rows.setdefault(one.embedder_id if known else "", []).append(row)
        return ((self.tastes.get(name), part) for name, part in rows.items())

    def _judge_group(
        self, candidates: Sequence[Candidate], taste: _Taste | None
    ) -> Iterator[Judgement]:
        if taste is None:
            return (self._judge(one, (), 0.0) for one in candidates)
        vectors = np.stack([one.vector for one in candidates if one.vector is not None])
        likeness = np.maximum(vectors @ taste.vectors.T, 0)
        nearby = np.maximum(likeness - NEAR, 0) @ taste.weight / (1 - NEAR)
        pulls = _interest_reasons(likeness, taste)
        return (
            self._judge(one, reasons, near)
            for one, reasons, near in zip(candidates, pulls, nearby.tolist(), strict=True)
        )

    def _judge(self, one: Candidate, interest: tuple[Reason, ...], nearby: float) -> Judgement:
        source = self.sources.get(one.source_id, SourceTaste())
        reasons = [Reason("prior", self.base), *plain_reasons(one), *interest]
        if source.weight:
            reasons.append(Reason("source", source.deviation, one.source_title))
        if self.sources and nearby < KNOWN:
            reasons.append(Reason("unsure", 0.0))
        return judgement(tuple(reasons), _sd(nearby + source.weight / 10))


def _sd(nearby: float) -> float:
    """From UNSURE_SD where nothing nearby was answered down to SURE_SD."""
    return SURE_SD + (UNSURE_SD - SURE_SD) / (1 + 2 * nearby)


def _tastes(evidence: Sequence[Evidence], neutral: float) -> dict[str, _Taste]:
    by_embedder: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_embedder.setdefault(one.embedder_id, []).append(one)
    return {name: _taste(part, neutral) for name, part in by_embedder.items()}


def _taste(evidence: Sequence[Evidence], neutral: float) -> _Taste:
    weight = np.array([one.weight for one in evidence], dtype=np.float32)
    deviation = weight * np.array([one.answer - neutral for one in evidence], dtype=np.float32)
    liked, disliked = _shares(np.maximum(deviation, 0)), _shares(np.maximum(-deviation, 0))
    return _Taste(
        titles=tuple(one.title for one in evidence),
        item_ids=tuple(one.item_id for one in evidence),
        vectors=np.stack([one.vector for one in evidence]),
        liked=LIKED * liked,
        disliked=DISLIKED * disliked,
        weight=weight,
        reach=float(liked.sum()),
    )


def _shares(deviation: Floats) -> Floats:
    """Each one's share of all, held back while there are few: they sum to less than 1."""
    shares: Floats = deviation / (deviation.sum() + TASTE_WEIGHT)
    return shares


def _interest_reasons(likeness: Floats, taste: _Taste) -> Iterator[tuple[Reason, ...]]:
    """For each row of likeness (n, m), the largest pulls by name and the rest as one."""
    close = np.maximum(likeness - CLOSE, 0) / (1 - CLOSE)
    dislikeness = taste.reach * likeness + (1 - taste.reach) * close
    liked = _side("liked", likeness, taste.liked, taste)
    disliked = _side("disliked", dislikeness, -taste.disliked, taste)
    return (up + down for up, down in zip(liked, disliked, strict=True))


def _side(
    kind: ReasonKind, likeness: Floats, pull: Floats, taste: _Taste
) -> Iterator[tuple[Reason, ...]]:
    """Reasons of one sign: `pull` (m,) is nowhere of the other."""
    past = np.flatnonzero(pull)
    parts = likeness[:, past] * pull[past]
    alike = np.where(likeness[:, past] >= NAMED_FROM, parts, 0.0)
    columns = _largest(np.abs(alike), min(NAMED, past.size))
    named = np.take_along_axis(alike, columns, axis=1)
    counts = np.count_nonzero(parts, axis=1).tolist()
    rows = zip(past[columns].tolist(), named.tolist(), parts.sum(axis=1).tolist(), strict=True)
    return (
        tuple(_named(kind, list(zip(at, parts_of, strict=True)), total, count, taste))
        for (at, parts_of, total), count in zip(rows, counts, strict=True)
    )


def _largest(sizes: Floats, count: int) -> npt.NDArray[np.intp]:
    """Columns of the `count` largest of each row, largest first."""
    if not count:
        return np.empty((len(sizes), 0), dtype=np.intp)
    columns = np.argpartition(sizes, -count, axis=1)[:, -count:]
    order = np.argsort(-np.take_along_axis(sizes, columns, axis=1), axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)


def _named(
    kind: ReasonKind, parts: list[tuple[int, float]], total: float, count: int, taste: _Taste
) -> Iterator[Reason]:
    """The parts that are not tiny, each with its piece; all others together, with their number."""
    others, rest = count, total
    for j, part in parts:
        if abs(part) >= TINY:
            others, rest = others - 1, rest - part
            yield Reason(kind, part, taste.titles[j], taste.item_ids[j])
    if others:
        yield Reason(kind, rest, str(others))
