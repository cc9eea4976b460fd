"""The JSON API: an edition, the ledger and the sources, read only. No page."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from heed.actions.ledger import ledger
from heed.plain import edition_json, ledger_json, sources_json
from heed.store import sources, visits
from heed.web.place import Here
from heed.wording import Words

router = APIRouter(prefix="/api", tags=["heed"])


@router.get("/edition", summary="A day's edition, today's by default")
def edition(
    here: Here,
    day: Annotated[date | None, Query(alias="date")] = None,
    minutes: Annotated[float | None, Query(gt=0, le=1440)] = None,
) -> dict[str, Any]:
    """The same JSON as `heed edition --json`. Looking issues nothing: what is not in hand is told
    as it would be now.
    """
    words = Words("en", here.diet.zone)
    with here.diet.db.read() as tx:
        held = sources.ever(tx)
    day = day or here.diet.today()
    current = here.diet.current() if day == here.diet.today() and minutes is None else None
    return dict(edition_json(current or here.diet.preview(day, minutes), words, held))


@router.get("/ledger", summary="Minutes granted, spent and returned")
def account(here: Here) -> dict[str, Any]:
    """The same JSON as `heed ledger --json`."""
    return dict(ledger_json(ledger(here.diet)))


@router.get("/sources", summary="What heed reads from")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed sources --json`."""
    with here.diet.db.read() as tx:
        found = sources_json(sources.all(tx), visits.all(tx))
    return [dict(one) for one in found]
