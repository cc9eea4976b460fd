"""What stands beside a piece: marks, notes, put by or not, and where the reader was."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from heed.actions import highlights as actions
from heed.actions import saved as saving
from heed.store import highlights, saved
from heed.types import Highlight, Item
from heed.web.place import Here, Place

MOST_SENTENCES = 200
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Margin:
    """The margin of one piece; `place` is empty where the reader starts at the beginning."""

    item_id: int
    saved: bool
    marks: tuple[Highlight, ...]
    sentences: tuple[tuple[int, str], ...]
    share: float
    place: str


@router.post("/story/{item_id}/highlight")
def mark(
    here: Here,
    item_id: int,
    quote: Annotated[str, Form(max_length=8000)] = "",
    sentence: Annotated[list[int] | None, Form()] = None,
    note: Annotated[str, Form(max_length=8000)] = "",
) -> Response:
    """Mark the selected words, or the sentences chosen by number."""
    if quote.strip():
        actions.mark(here.diet, item_id, quote, note)
    else:
        actions.mark_sentences(here.diet, item_id, sentence or (), note)
    return RedirectResponse(f"/story/{item_id}#margin", status_code=303)


@router.post("/story/{item_id}/save")
def save(here: Here, item_id: int, does: Annotated[str, Form(max_length=10)]) -> Response:
    """Put a piece by, or take it off the list."""
    (saving.drop if does == "drop" else saving.save)(here.diet, item_id)
    return RedirectResponse(f"/story/{item_id}#margin", status_code=303)


@router.post("/reading/place", status_code=204)
def keep_place(
    here: Here, item: Annotated[int, Form()], share: Annotated[float, Form(ge=0, le=1)]
) -> Response:
    """How far the reader was, measured by the page as it is left."""
    saving.keep_place(here.diet, item, share)
    return Response(status_code=204)


def margin(here: Place, item: Item) -> Margin:
    """Everything kept of a piece."""
    with here.diet.db.read() as tx:
        marks = highlights.of_item(tx, item.id)
        put_by = saved.has(tx, item.id)
        place = saved.place(tx, item.id)
    share = place.share if place else 0.0
    return Margin(
        item_id=item.id,
        saved=put_by,
        marks=tuple(marks),
        sentences=tuple(enumerate(actions.sentences(item)[:MOST_SENTENCES], 1)),
        share=share,
        place=told(share, here),
    )


def told(share: float, here: Place) -> str:
    """Where the reader was, as the link says it; empty near the beginning."""
    if share < 0.1:
        return ""
    return here.words.gettext(
        "You were about {share} % in. Read on from there.", share=round(100 * share)
    )
