"""Everything by date, newest first, in bounded pages. No ranking touches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

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


@router.get("/newest")
def show(
    here: Here,
    before: Annotated[AwareDatetime | None, Query()] = None,
    id: Annotated[int, Query(ge=0, lt=2**53)] = 0,
) -> HTMLResponse:
    """One page; `before` and `id` name the last piece of the page before it."""
    with here.diet.db.read() as tx:
        found = items.newest(tx, ON_A_PAGE + 1, before, before_id=id or None)
    shown = found[:ON_A_PAGE]
    view = rows(shown, sources_by_id(here.diet), here.words, now=here.now)
    older = _older(shown[-1]) if len(found) > ON_A_PAGE else ""
    return here.page("newest.html", rows=view, older=older, first=before is None)


def _older(last: Item) -> str:
    return "/newest?" + urlencode({"before": last.published_at.isoformat(), "id": last.id})


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
