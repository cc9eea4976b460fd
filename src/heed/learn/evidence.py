"""Verdicts become evidence. Worth is the only teacher: clicks and dwell never enter here."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from heed.types import ANSWERS, Asked, Evidence, Item, Source, Verdict

WEIGHT: Mapping[Asked, float] = {
    "asked": 1.0,
    "volunteered": 1.0,
    "hindsight": 1.5,
    "picked": 1.0,
}
"""A second thought a week later counts for more than the first."""


def evidence(
    verdicts: Mapping[int, Verdict],
    items: Mapping[int, Item],
    vectors: Mapping[int, tuple[str, npt.NDArray[np.float32]]],
    sources: Mapping[int, Source],
) -> list[Evidence]:
    """One piece of evidence per answered item that still has a vector, oldest first."""
    return [
        _one(verdict, items[item_id], vectors[item_id], sources)
        for item_id, verdict in sorted(verdicts.items(), key=lambda pair: pair[1].at)
        if item_id in items and item_id in vectors
    ]


def _one(
    verdict: Verdict,
    item: Item,
    vector: tuple[str, npt.NDArray[np.float32]],
    sources: Mapping[int, Source],
) -> Evidence:
    embedder_id, values = vector
    source = sources.get(item.source_id)
    return Evidence(
        item_id=item.id,
        title=item.title,
        source_id=item.source_id,
        topic=source.topic if source else "",
        embedder_id=embedder_id,
        vector=values,
        answer=ANSWERS[verdict.answer],
        at=verdict.at,
        weight=WEIGHT[verdict.asked],
        picked=verdict.asked == "picked",
        asked=verdict.asked,
        propensity=verdict.propensity,
    )
