"""The JSON API: an edition, the ledger and the sources, read only. No page."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from heed.actions.ledger import ledger
from heed.plain import edition_json
from heed.store import sources, visits
from heed.types import Source, Visit
from heed.web.place import Here
from heed.wording import Words

router = APIRouter(prefix="/api", tags=["heed"])


@router.get("/edition", summary="A day's edition, today's by default")
def edition(
    here: Here,
    day: Annotated[date | None, Query(alias="date")] = None,
    minutes: Annotated[float | None, Query(gt=0, le=1440)] = None,
) -> dict[str, Any]:
    """The same JSON as `heed edition --json`; an edition not issued yet is issued."""
    words = Words("en", here.diet.zone)
    return dict(edition_json(here.diet.edition(day, minutes), words))


@router.get("/ledger", summary="Minutes granted, spent and returned")
def account(here: Here) -> dict[str, Any]:
    """Seconds, and worth per minute where it was answered."""
    return asdict(ledger(here.diet))


@router.get("/sources", summary="What heed reads from")
def listing(here: Here) -> list[dict[str, Any]]:
    """Every source with how its last visit went."""
    with here.diet.db.read() as tx:
        held, seen = sources.all(tx), visits.all(tx)
    return [source_json(source, seen.get(source.id)) for source in held]


def source_json(source: Source, visit: Visit | None) -> dict[str, Any]:
    """One source."""
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": source.kind,
        "topic": source.topic,
        "muted": source.muted,
        "checked_at": visit.checked_at if visit else None,
        "next_at": visit.next_at if visit else None,
        "trouble": visit.trouble if visit else "",
    }
