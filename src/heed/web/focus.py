"""The focus view: one piece at a time and nothing beside it. Chooses nothing."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.store import items
from heed.types import Slot
from heed.web.place import Here, Place, progress
from heed.web.story import story_view

router = APIRouter(include_in_schema=False)


@router.get("/focus")
def show(here: Here) -> Response:
    """The next piece of today's edition that is not read; cards are looked at alone anyway."""
    edition = here.diet.edition()
    so_far = progress(here.diet)
    waiting = [slot for slot in edition.slots if not so_far.done(slot.item_id)]
    if not waiting:
        return here.page("focus_end.html", focus=True)
    if waiting[0].kind == "review":
        return RedirectResponse("/cards", status_code=303)
    return piece(here, waiting[0])


def piece(here: Place, slot: Slot) -> HTMLResponse:
    """One piece as the story page has it, without the rooms around it."""
    with here.diet.db.read() as tx:
        item = items.get(tx, slot.item_id)
        told = items.of_story(tx, item.story_id) if item.story_id else [item]
    view = story_view(here, item, told, focus=True)
    return here.page("story.html", focus=True, view=view)
