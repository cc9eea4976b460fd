"""The API of marks: sentences or words of a piece, and what was noted beside them."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import highlights as actions
from heed.plain import highlight_json
from heed.store import highlights, items
from heed.types import Highlight
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place

router = APIRouter(tags=["highlights"], responses=TROUBLES)


class MarkIn(BaseModel):
    """Words as they stand in the piece; where none are given, the sentences of these numbers."""

    quote: str = Field("", max_length=8000)
    sentences: list[int] = Field(default_factory=list, max_length=500)
    note: str = Field("", max_length=8000)


class NoteIn(BaseModel):
    """What is thought of the marked words; empty: nothing any more."""

    note: str = Field(max_length=8000)


@router.get("/highlights", summary="Everything marked, the last first")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed highlight --json`."""
    with here.diet.db.read() as tx:
        kept = highlights.all(tx)
    return shown(kept, here)


@router.get("/items/{item_id}/sentences", summary="The sentences of a piece, numbered from 1")
def sentences(here: Here, item_id: Id) -> list[str]:
    """As `heed highlight sentences`."""
    with here.diet.db.read() as tx:
        return actions.sentences(items.get(tx, item_id))


@router.post("/items/{item_id}/highlights", status_code=201, summary="Mark words or sentences")
def mark(here: Here, item_id: Id, given: MarkIn) -> list[dict[str, Any]]:
    """As `heed highlight add`; neighbouring sentences become one mark."""
    if given.quote.strip():
        made = [actions.mark(here.diet, item_id, given.quote, given.note)]
    else:
        made = actions.mark_sentences(here.diet, item_id, given.sentences, given.note)
    return shown(made, here)


@router.put("/highlights/{highlight_id}/note", status_code=204, summary="Write beside a mark")
def note(here: Here, highlight_id: Id, given: NoteIn) -> None:
    """As `heed highlight note`, in place of what stood there."""
    actions.note(here.diet, highlight_id, given.note)


@router.delete("/highlights/{highlight_id}", status_code=204, summary="Unmark")
def unmark(here: Here, highlight_id: Id) -> None:
    """As `heed highlight remove`; cards made of it stay."""
    actions.unmark(here.diet, highlight_id)


def shown(marks: Sequence[Highlight], here: Place) -> list[dict[str, Any]]:
    """Marks with the titles of their pieces."""
    with here.diet.db.read() as tx:
        held = items.many(tx, {one.item_id for one in marks})
    return [dict(highlight_json(one, held.get(one.item_id))) for one in marks]
