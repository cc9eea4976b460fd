"""Stories in the order of their worth to this reader. The model that judges lives in models."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from heed.types import Candidate, Item, Judgement, Ranker, Reason, Scored, Source, Story

OPENING_S = 5
"""Finding a piece, opening it and settling into it; an assumption, the same for every piece."""


def rank(
    stories: Sequence[Story],
    sources: Mapping[int, Source],
    vectors: Mapping[int, tuple[str, NDArray[np.float32]]],
    ranker: Ranker,
    *,
    now: datetime,
) -> list[Scored]:
    """`stories` judged by `ranker`, best worth per minute first; on ties newest, then lowest id.

    vectors: item id -> (embedder id, unit vector); an item without one is judged without.
    Reasons are the ranker's own, and the moment it takes to open a piece: a short one loses a
    larger part of its minutes to it.
    """
    judgements = ranker.judge([_candidate(story, sources, vectors, now) for story in stories])
    scored = [_opened(story, judged) for story, judged in zip(stories, judgements, strict=True)]
    return sorted(scored, key=lambda s: (-s.worth, -_age(s.story.lead), s.story.id))


def _opened(story: Story, judged: Judgement) -> Scored:
    """Worth per minute spent, the seconds of opening included, which are worth nothing."""
    lost = -judged.worth * OPENING_S / (story.lead.seconds + OPENING_S)
    reasons = (*judged.reasons, Reason("opening", lost))
    return Scored(story, judged.worth + lost, judged.sd, reasons)


def _age(item: Item) -> float:
    return item.published_at.timestamp()


def _candidate(
    story: Story,
    sources: Mapping[int, Source],
    vectors: Mapping[int, tuple[str, NDArray[np.float32]]],
    now: datetime,
) -> Candidate:
    lead = story.lead
    source = sources.get(lead.source_id)
    embedder_id, vector = vectors.get(lead.id, ("", None))
    return Candidate(
        item_id=lead.id,
        source_id=lead.source_id,
        source_title=source.title if source else "",
        topic=source.topic if source else "",
        embedder_id=embedder_id,
        vector=vector,
        age_s=max(0.0, (now - lead.published_at).total_seconds()),
        outlets=story.outlets,
        signals=lead.signals,
        title=lead.title,
    )
