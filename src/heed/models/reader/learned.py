"""The reader model with an attention that learned on other readers; used only where it is proved.

Ships with no weights: no data set that could teach it lets them be handed out. Who has the data
trains it (`heed lab residual --save FILE`) and gives it to a home (`heed evaluate --learned FILE`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from heed.models.reader.named import named
from heed.models.reader.plain import (
    PRIOR,
    PRIOR_WEIGHT,
    UNSURE_SD,
    SourceTaste,
    judgement,
    plain_reasons,
    shrunk_mean,
    source_tastes,
)
from heed.models.reader.residual import Residual
from heed.types import Candidate, Evidence, Judgement, Reason

Floats = npt.NDArray[np.float32]
STRENGTH = 1.4
"""What a piece as close as can be to everything liked gains, once many answers are in."""
HELD_BACK = 1.0
"""So many answers halve what past pieces say."""


@dataclass(frozen=True, slots=True)
class Learned:
    """worth = shrunk mean + recency, outlets, noise + source + STRENGTH times the residual's score.

    Only pieces that the encoder of the weights has read look back; the residual's score is a sum
    over past pieces, so each one's part is a reason and all reasons sum to the worth.
    """

    weights: Residual
    base: float = PRIOR
    sources: Mapping[int, SourceTaste] = field(default_factory=dict)
    past: tuple[Evidence, ...] = ()

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        """A ranker that knows exactly this evidence."""
        base = shrunk_mean(evidence, PRIOR, PRIOR_WEIGHT)
        past = tuple(one for one in evidence if one.embedder_id == self.weights.embedder)
        return replace(self, base=base, sources=source_tastes(evidence, base), past=past)

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        """One judgement per candidate, in order."""
        seen = [row for row, one in enumerate(candidates) if self._reads(one)]
        told = dict(zip(seen, self._looks([candidates[row] for row in seen]), strict=True))
        return [self._judge(one, told.get(row, ())) for row, one in enumerate(candidates)]

    def _reads(self, one: Candidate) -> bool:
        return one.vector is not None and one.embedder_id == self.weights.embedder

    def _looks(self, candidates: Sequence[Candidate]) -> list[tuple[Reason, ...]]:
        if not candidates or not self.past:
            return [()] * len(candidates)
        pieces = np.stack([one.vector for one in candidates if one.vector is not None])
        past = np.stack([one.vector for one in self.past])
        liked = np.array([one.answer >= 1 for one in self.past])
        parts = np.zeros((len(pieces), len(past)))
        parts[:, liked] = self.weights.for_liked(pieces, past[liked])
        parts[:, ~liked] = -self.weights.against_disliked(pieces, past[~liked])
        sure = STRENGTH * len(past) / (len(past) + HELD_BACK)
        return list(named((sure * parts).astype(np.float32), pieces @ past.T, self.past))

    def _judge(self, one: Candidate, interest: tuple[Reason, ...]) -> Judgement:
        source = self.sources.get(one.source_id)
        reasons = [Reason("prior", self.base), *plain_reasons(one), *interest]
        if source:
            reasons.append(Reason("source", source.deviation, one.source_title))
        return judgement(tuple(reasons), UNSURE_SD)
