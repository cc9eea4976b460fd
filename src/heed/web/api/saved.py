"""The API of pieces put by, and of the place where the reader was in one."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import saved as actions
from heed.store import items, saved
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["saved"], responses=TROUBLES)


class PlaceIn(BaseModel):
    """How far the reader was, 0 to 1."""

    share: float = Field(ge=0, le=1)


@router.get("/saved", summary="Every piece put by, the last first")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed saved --json`."""
    with here.diet.db.read() as tx:
        kept = saved.all(tx)
        held = items.many(tx, [one.item_id for one in kept])
    return [
        {"item": one.item_id, "title": held[one.item_id].title, "at": one.at.isoformat()}
        for one in kept
    ]


@router.put("/saved/{item_id}", status_code=204, summary="Put a piece by")
def save(here: Here, item_id: Id) -> None:
    """As `heed saved add`."""
    actions.save(here.diet, item_id)


@router.delete("/saved/{item_id}", status_code=204, summary="Put a piece by no more")
def drop(here: Here, item_id: Id) -> None:
    """As `heed saved remove`."""
    actions.drop(here.diet, item_id)


@router.put("/items/{item_id}/place", status_code=204, summary="Keep the place in a piece")
def keep_place(here: Here, item_id: Id, given: PlaceIn) -> None:
    """As the page does when it is left."""
    actions.keep_place(here.diet, item_id, given.share)
