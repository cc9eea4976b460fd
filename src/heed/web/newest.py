"""Everything by date, newest first, in bounded pages. No ranking touches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.store import items
from heed.types import Item, Source
from heed.web.place import Here, sources_by_id
from heed.wording import Words

ON_A_PAGE = 40
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece."""

    when: str
    title: str
    href: str
    source: str
    minutes: str
    snippet: tuple[tuple[str, bool], ...] = ()


@router.get("/newest")
def show(
    here: Here, before: Annotated[float | None, Query(ge=0, le=253_402_300_000)] = None
) -> HTMLResponse:
    """One page, from a moment (seconds since 1970) backwards."""
    moment = None if before is None else datetime.fromtimestamp(before, UTC)
    with here.diet.db.read() as tx:
        found = items.newest(tx, ON_A_PAGE + 1, before=moment)
    shown = found[:ON_A_PAGE]
    older = shown[-1].published_at.timestamp() if len(found) > ON_A_PAGE else None
    view = rows(shown, sources_by_id(here.diet), here.words, now=here.now)
    return here.page("newest.html", rows=view, older=older, first=before is None)


def rows(
    found: Sequence[Item], held: Mapping[int, Source], words: Words, *, now: datetime
) -> tuple[Row, ...]:
    """The lines, in the order given."""
    return tuple(
        Row(
            when=words.when(item.published_at, now),
            title=item.title,
            href=f"/story/{item.id}",
            source=held[item.source_id].title if item.source_id in held else "",
            minutes=words.minutes(item.seconds),
        )
        for item in found
    )
