"""Who heed thinks the reader is: the numbers the model ranks by, laid open. Ranks nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from heed.learn.who import Who
from heed.models.reader import Attentive
from heed.types import Evidence, PastPiece, Portrait, Tag


def portrait(
    evidence: Sequence[Evidence],
    who: Who,
    titles: Mapping[int, str],
    *,
    now: datetime,
    half_lives: Mapping[str, float] | None = None,
) -> Portrait:
    """What every answer weighs, what sources were worth, what is pinned, muted and forgotten."""
    fitted = Attentive(half_lives=half_lives or {}).fit(who.taught(evidence), now=now)
    forgotten = [one for one in evidence if one.item_id in who.forgotten]
    sources = [
        (id, titles.get(id, ""), taste.deviation, taste.weight)
        for id, taste in fitted.sources.items()
    ]
    return Portrait(
        answers=len(evidence) - len(forgotten),
        mean=fitted.base,
        pieces=tuple(_piece(one, weight) for one, weight in fitted.pulls()),
        forgotten=tuple(_piece(one, 0.0) for one in forgotten),
        sources=tuple(sorted(sources, key=lambda one: -one[2])),
        pinned=_named(who.pinned, titles),
        muted=_named(who.muted, titles),
    )


def _piece(one: Evidence, weight: float) -> PastPiece:
    return PastPiece(one.item_id, one.title, one.answer, weight)


def _named(tags: Collection[Tag], titles: Mapping[int, str]) -> tuple[tuple[Tag, str], ...]:
    return tuple((tag, _name(tag, titles)) for tag in sorted(tags))


def _name(tag: Tag, titles: Mapping[int, str]) -> str:
    return titles.get(int(tag.name), tag.name) if tag.kind == "source" else tag.name
