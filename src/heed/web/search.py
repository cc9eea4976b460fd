"""Search over everything the home keeps. Words only; the finding is the store's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.store import Hit, items
from heed.store.text import MARK_END, MARK_START
from heed.types import Source
from heed.web.place import Here, sources_by_id
from heed.wording import Words

MOST_HITS = 30
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One found piece; `snippet` is text in turns with whether it was searched for."""

    when: str
    title: str
    href: str
    source: str
    snippet: tuple[tuple[str, bool], ...]


@router.get("/search")
def show(here: Here, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """The form, and what was found for `q`, best first."""
    with here.diet.db.read() as tx:
        found = items.search(tx, q, MOST_HITS) if q.strip() else []
    held = sources_by_id(here.diet)
    rows = tuple(row(hit, held, here.words, now=here.now) for hit in found)
    return here.page("search.html", query=q.strip(), rows=rows, most=MOST_HITS)


def row(hit: Hit, held: Mapping[int, Source], words: Words, *, now: datetime) -> Row:
    """One line."""
    source = held.get(hit.item.source_id)
    return Row(
        when=words.when(hit.item.published_at, now),
        title=hit.item.title,
        href=f"/story/{hit.item.id}",
        source=source.title if source else "",
        snippet=marked(hit.snippet),
    )


def marked(snippet: str) -> tuple[tuple[str, bool], ...]:
    """A snippet's text in turns with whether it was searched for."""
    parts: list[tuple[str, bool]] = []
    for turn in snippet.split(MARK_START):
        inside, found, after = turn.partition(MARK_END)
        parts += [(inside, True), (after, False)] if found else [(turn, False)]
    return tuple((text, hit) for text, hit in parts if text)
