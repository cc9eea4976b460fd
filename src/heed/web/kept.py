"""The pages of what was kept: pieces put by, and everything marked. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import highlights as actions
from heed.actions import saved as saving
from heed.store import highlights, items, saved
from heed.types import Highlight, Item, Source
from heed.web.place import Here, Place, sources_by_id

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece put by."""

    item_id: int
    title: str
    source: str
    minutes: str
    when: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One piece and what was marked in it."""

    item_id: int
    title: str
    source: str
    marks: tuple[Highlight, ...]


@router.get("/saved")
def show_saved(here: Here) -> HTMLResponse:
    """Every piece put by, the last first."""
    with here.diet.db.read() as tx:
        kept = saved.all(tx)
        held = items.many(tx, [one.item_id for one in kept])
    sources = sources_by_id(here.diet)
    rows = tuple(
        row(held[one.item_id], here.words.when(one.at, here.now), sources, here) for one in kept
    )
    return here.page("saved.html", rows=rows)


@router.post("/saved/{item_id}/remove")
def drop(here: Here, item_id: int) -> Response:
    """Take a piece off the list."""
    saving.drop(here.diet, item_id)
    return RedirectResponse("/saved", status_code=303)


@router.get("/highlights")
def show_highlights(here: Here) -> HTMLResponse:
    """Everything marked, the piece marked last first."""
    with here.diet.db.read() as tx:
        kept = highlights.all(tx)
        held = items.many(tx, {one.item_id for one in kept})
    sources = sources_by_id(here.diet)
    pieces: dict[int, list[Highlight]] = {}
    for id, group in groupby(kept, key=lambda one: one.item_id):
        pieces.setdefault(id, []).extend(group)
    view = tuple(marked(held[id], marks, sources) for id, marks in pieces.items())
    return here.page("highlights.html", pieces=view)


@router.post("/highlights/{highlight_id}/note")
def note(
    here: Here, highlight_id: int, note: Annotated[str, Form(max_length=8000)] = ""
) -> Response:
    """Write beside a highlight."""
    actions.note(here.diet, highlight_id, note)
    return RedirectResponse(f"/highlights#mark-{highlight_id}", status_code=303)


@router.post("/highlights/{highlight_id}/remove")
def unmark(here: Here, highlight_id: int) -> Response:
    """Take a highlight away."""
    actions.unmark(here.diet, highlight_id)
    return RedirectResponse("/highlights", status_code=303)


def row(item: Item, when: str, sources: Mapping[int, Source], here: Place) -> Row:
    """One line of the saved page."""
    source = sources.get(item.source_id)
    minutes = here.words.minutes(item.seconds)
    return Row(item.id, item.title, source.title if source else "", minutes, when)


def marked(item: Item, marks: list[Highlight], sources: Mapping[int, Source]) -> Marked:
    """One piece of the highlights page, its marks as they stand in it."""
    source = sources.get(item.source_id)
    ordered = tuple(sorted(marks, key=lambda one: (one.start, one.id)))
    return Marked(item.id, item.title, source.title if source else "", ordered)
