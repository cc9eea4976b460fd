"""Answers as trials: every answered piece as it stood on the morning of the day it was answered."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from heed.learn.rivals import Trial
from heed.types import Candidate, Evidence, Item


def trials(
    evidence: Sequence[Evidence], items: Mapping[int, Item], titles: Mapping[int, str], zone: tzinfo
) -> list[Trial]:
    """One trial per piece of evidence, oldest first. titles: of sources, by id; zone: the reader's.

    How many outlets told it by then is not known any more, so no trial leans on it.
    """
    return [_trial(one, items[one.item_id], titles, zone) for one in evidence]


def _trial(one: Evidence, item: Item, titles: Mapping[int, str], zone: tzinfo) -> Trial:
    # A star may be older than its coming here; heed knew it only from then on.
    known_at = max(one.at, item.seen_at) if one.picked else one.at
    day = known_at.astimezone(zone).date()
    age = morning(day, zone) - item.published_at
    candidate = Candidate(
        item_id=item.id,
        source_id=item.source_id,
        source_title=titles.get(item.source_id, ""),
        topic=one.topic,
        embedder_id=one.embedder_id,
        vector=one.vector,
        age_s=max(0.0, age.total_seconds()),
        signals=item.signals,
    )
    return Trial(candidate, one, item.story_id or item.id, day.toordinal())


def morning(day: date, zone: tzinfo) -> datetime:
    """When a day of the reader's begins."""
    return datetime.combine(day, time.min, zone)
