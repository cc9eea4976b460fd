"""Sources and how they are doing."""

from collections.abc import Mapping, Sequence

from heed.plain.values import Json
from heed.types import Source, Visit


def sources_json(sources: Sequence[Source], visits: Mapping[int, Visit]) -> list[Json]:
    """Sources and how they are doing, as `heed sources --json` and `/api/sources` give them."""
    return [_source_json(source, visits.get(source.id, Visit(source.id))) for source in sources]


def _source_json(source: Source, visit: Visit) -> Json:
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": source.kind,
        "topic": source.topic,
        "muted": source.muted,
        "checked_at": visit.checked_at.isoformat() if visit.checked_at else None,
        "next_at": visit.next_at.isoformat() if visit.next_at else None,
        "trouble": visit.trouble,
    }
